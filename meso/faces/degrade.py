"""A crop in, the same crop as a rough way through the world might have left it out.

Every function takes (height, width, 3) uint8 RGB, leaves it as it is, and gives the like of it.
What they do is exact: no chance but the generator that `noisy` is given.
"""

from __future__ import annotations

from typing import Any
from zlib import crc32

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from meso.values import Floats, Pixels

FLAT = 128  # grey of what is painted over; not the face's mean, which would tell of the face
REACH = 1.1, 1.2  # half axes of the painted ellipse, in max(eye to eye, eyes to mouth)


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    """Save as JPEG of that quality, 1 to 100, and open again."""
    options = [cv2.IMWRITE_JPEG_QUALITY, quality]
    _, data = cv2.imencode(".jpg", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), options)
    back: Pixels = cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    return back


def rescaled(pixels: Pixels, side: int, sharper: bool = False) -> Pixels:
    """Scale down until the longer side has `side` pixels, and up again; if it has, leave it.

    sharper: up by cubic curves, not by straight lines
    """
    height, width = pixels.shape[:2]
    scale = side / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    how = cv2.INTER_CUBIC if sharper else cv2.INTER_LINEAR
    back: Pixels = cv2.resize(small, (width, height), interpolation=how)
    return back


def blurred(pixels: Pixels, sigma: float) -> Pixels:
    """Blur by a Gaussian of `sigma` pixels; 0 is no blur."""
    if sigma == 0:
        return pixels
    soft: Pixels = cv2.GaussianBlur(pixels, (0, 0), sigma)
    return soft


def noisy(pixels: Pixels, sigma: float, rng: Generator) -> Pixels:
    """Add Gaussian noise of `sigma` grey levels, another at every pixel and in every channel."""
    return _to_pixels(pixels + rng.standard_normal(pixels.shape, np.float32) * np.float32(sigma))


def grainy(pixels: Pixels, sigma: float) -> Pixels:
    """As `noisy`, but for the same picture it is always the same noise, only more or less of it."""
    return noisy(pixels, sigma, np.random.default_rng(crc32(pixels.tobytes())))


def zoomed(pixels: Pixels, factor: float) -> Pixels:
    """Show the middle larger (factor > 1: a tighter crop) or smaller (< 1: a wider one).

    What a wider crop lacks is mirrored at the border, as in the one crop.
    """
    height, width = pixels.shape[:2]
    middle = np.array([width - 1, height - 1]) / 2
    matrix = np.column_stack([np.eye(2) * factor, middle * (1 - factor)])
    closer: Pixels = cv2.warpAffine(
        pixels,
        matrix,
        (width, height),
        flags=cv2.INTER_CUBIC if factor > 1 else cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    return closer


def turned(pixels: Pixels, degrees: float) -> Pixels:
    """Turn about the middle, clockwise; what the corners lack is mirrored, as in the one crop."""
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), -degrees, 1)
    tilted: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return tilted


def brightened(pixels: Pixels, by: float) -> Pixels:
    """Add `by` grey levels, negative to darken; what would leave 0 to 255 stays at its end."""
    return _to_pixels(pixels + float(by))


def without_face(pixels: Pixels, landmarks: Floats) -> Pixels:
    """Paint an ellipse over the face, from brow to chin and cheek to cheek, in one flat grey.

    landmarks: (5, 2), as in Face, in pixels of an upright crop; what is left of the one crop
               is its corners
    """
    left_eye, right_eye, _, left_mouth, right_mouth = landmarks.astype(np.float64)
    eyes, mouth = (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2
    unit = max(np.hypot(*(right_eye - left_eye)), np.hypot(*(mouth - eyes)), 1.0)
    x, y = (eyes + mouth) / 2
    across, down = unit * REACH[0], unit * REACH[1]
    rows, columns = np.ogrid[: pixels.shape[0], : pixels.shape[1]]
    inside = ((columns - x) / across) ** 2 + ((rows - y) / down) ** 2 <= 1
    painted = pixels.copy()
    painted[inside] = FLAT
    return painted


def _to_pixels(values: NDArray[np.floating[Any]]) -> Pixels:
    levels: Pixels = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return levels
