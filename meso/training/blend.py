"""A real face in, a fake made of it out: one face blended over itself or over another.

After the method of Self-Blended Images (Shiohara and Yamasaki 2022, arXiv 2204.08376): a copy of
the face that differs a little in colour, sharpness and place is blended over the face. What the
network can learn from it is the blending, which face swaps share, and not one method's texture.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from meso.values import Floats, Pixels

Reals = NDArray[np.floating[Any]]

# Regions round landmarks: which, and how far the mask reaches beyond them, as shares of the
# distance from eyes to mouth.
ROUND = {
    "inner face": ([0, 1, 2, 3, 4], (0.2, 0.45)),
    "mouth": ([3, 4], (0.3, 0.6)),
    "eyes": ([0, 1], (0.25, 0.5)),
}
# Half of the outline of a face from brow to chin, as face swaps cut it: to the side and down from
# the middle of the eyes, in the same unit.
OUTLINE = [
    (0.0, -0.5),
    (0.45, -0.55),
    (0.85, -0.3),
    (0.9, 0.3),
    (0.75, 0.9),
    (0.4, 1.4),
    (0.0, 1.6),
]
REGIONS = ("face", *ROUND)
HOW_OFTEN = (0.55, 0.2, 0.15, 0.1)
COARSE = 4  # a mask is made at a quarter of the size: it is soft anyway


def self_blended(pixels: Pixels, landmarks: Floats, rng: Generator) -> Pixels:
    """Blend an altered copy of the face over itself (or the face over an altered copy).

    pixels: (height, width, 3) uint8 RGB -> the same shape; landmarks: (5, 2), as in Face
    """
    altered = _altered(pixels, rng)
    over, under = (altered, pixels) if rng.random() < 0.5 else (pixels, altered)
    return blended(over, under, landmarks, rng)


def cross_blended(
    pixels: Pixels, landmarks: Floats, donor: Pixels, donor_landmarks: Floats, rng: Generator
) -> Pixels:
    """Blend another person's face over this one, moved onto its landmarks, in its colours."""
    moved = _moved_onto(donor, donor_landmarks, pixels, landmarks)
    return blended(_coloured_like(moved, pixels), pixels, landmarks, rng)


def blended(over: Pixels, under: Pixels, landmarks: Floats, rng: Generator) -> Pixels:
    """Blend `over` onto `under` in a random soft region round the landmarks."""
    mask = soft_mask(under.shape[:2], landmarks, rng) * rng.choice([0.5, 0.75, 1, 1, 1])
    return mixed(_shifted(over, eyes_to_mouth(landmarks), rng), under, mask)


def copy_and_mask(pixels: Pixels, landmarks: Floats, rng: Generator) -> tuple[Pixels, Floats]:
    """What `self_blended` lays over a face, and where, for who wants to see how it is made.

    An altered copy of the pixels, a little out of place, and a mask as of `soft_mask`.
    """
    copy = _shifted(_altered(pixels, rng), eyes_to_mouth(landmarks), rng)
    return copy, soft_mask(pixels.shape[:2], landmarks, rng)


def mixed(over: Pixels, under: Pixels, mask: Floats) -> Pixels:
    """`over` where the mask is 1, `under` where it is 0, and shares of both in between."""
    mix = under + mask[..., None] * (over.astype(np.float32) - under)
    levels: Pixels = mix.round().astype(np.uint8)
    return levels


def soft_mask(shape: tuple[int, ...], landmarks: Floats, rng: Generator) -> Floats:
    """(height, width) float32 in [0, 1]: a random region of the face with a soft, uneven edge."""
    height, width = shape
    points = landmarks / np.float32(COARSE)
    size = eyes_to_mouth(points)
    region = rng.choice(REGIONS, p=HOW_OFTEN)
    outline = _outline(points, rng) if region == "face" else _round(points, region, size, rng)
    mask = np.zeros((-(-height // COARSE), -(-width // COARSE)), np.float32)
    cv2.fillConvexPoly(mask, cv2.convexHull(outline.astype(np.float32)).astype(np.int32), 1.0)
    mask = _uneven(mask, size, rng)
    mask = cv2.GaussianBlur(mask, (0, 0), float(max(0.4, rng.uniform(0.01, 0.14) * size)))
    soft: Floats = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    return soft / max(float(soft.max()), 1e-3)


def outline_round(landmarks: Floats, stretch: Reals, uneven: Reals | float = 0) -> Floats:
    """(14, 2) float32: a face from brow to chin, as far as five landmarks tell it.

    stretch: (2,) of its width and of its length
    uneven:  (14, 2) added to each point, in the distance from eyes to mouth
    """
    left_eye, right_eye, _, left_mouth, right_mouth = landmarks
    eyes = (left_eye + right_eye) / 2
    down = (left_mouth + right_mouth) / 2 - eyes
    side = np.array([down[1], -down[0]])
    half = np.array(OUTLINE) * stretch
    both = np.concatenate([half, half * (-1, 1)]) + uneven
    points: Floats = (eyes + both[:, :1] * side + both[:, 1:] * down).astype(np.float32)
    return points


def _outline(landmarks: Floats, rng: Generator) -> Floats:
    """The same up to a quarter wider or narrower, longer or shorter."""
    stretch = rng.uniform(0.75, 1.1, 2)
    return outline_round(landmarks, stretch, rng.normal(0, 0.05, (2 * len(OUTLINE), 2)))


def _round(landmarks: Floats, region: str, size: float, rng: Generator) -> Floats:
    """(points, 2): an uneven ring round each landmark of the region."""
    which, reach = ROUND[region]
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    radii = rng.uniform(*reach) * size * rng.uniform(0.75, 1.25, (len(which), 12))
    ring = np.stack([np.cos(angles) * radii, np.sin(angles) * radii], axis=-1)
    points: Floats = (landmarks[which, None] + ring).reshape(-1, 2).astype(np.float32)
    return points


def _uneven(mask: Floats, size: float, rng: Generator) -> Floats:
    """The mask with its edge bent at random, as with an elastic sheet."""
    height, width = mask.shape
    bend = rng.uniform(0, 0.15) * size
    coarse = rng.uniform(-1, 1, (6, 6, 2)).astype(np.float32)
    shift = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(bend)
    across, along = np.meshgrid(np.arange(width), np.arange(height))
    at = np.stack([across, along], axis=-1).astype(np.float32) + shift
    bent: Floats = cv2.remap(mask, at[..., 0], at[..., 1], cv2.INTER_LINEAR)
    return bent


def _altered(pixels: Pixels, rng: Generator) -> Pixels:
    """The pixels in a slightly other light and colour, and sharper or softer than they were."""
    hue, saturation, value = rng.uniform(-1, 1, 3) * (6, 0.3, 0.2)
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv = hsv * (1, 1 + saturation, 1 + value) + (hue, 0, 0)
    hsv = np.stack([hsv[..., 0] % 180, *np.clip(hsv[..., 1:], 0, 255).transpose(2, 0, 1)], axis=-1)
    coloured = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB)
    contrast, shift = rng.uniform(0.9, 1.1), rng.uniform(-15, 15, 3)
    changed = np.clip((coloured.astype(np.float32) - 128) * contrast + 128 + shift, 0, 255)
    change_detail = _sharper if rng.random() < 0.4 else _softer
    return change_detail(changed.astype(np.uint8), rng)


def _sharper(pixels: Pixels, rng: Generator) -> Pixels:
    blurred = cv2.GaussianBlur(pixels, (0, 0), 1.5)
    amount = float(rng.uniform(0.3, 1.0))
    sharp: Pixels = cv2.addWeighted(pixels, 1 + amount, blurred, -amount, 0)
    return sharp


def _softer(pixels: Pixels, rng: Generator) -> Pixels:
    height, width = pixels.shape[:2]
    factor = rng.uniform(1.3, 4)
    small = cv2.resize(
        pixels, (int(width / factor), int(height / factor)), interpolation=cv2.INTER_AREA
    )
    how = cv2.INTER_LINEAR if rng.random() < 0.5 else cv2.INTER_CUBIC
    soft: Pixels = cv2.resize(small, (width, height), interpolation=how)
    return soft


def _shifted(pixels: Pixels, size: float, rng: Generator) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D(
        (width / 2, height / 2), float(rng.uniform(-3, 3)), float(rng.uniform(0.95, 1.05))
    )
    matrix[:, 2] += rng.uniform(-0.06, 0.06, 2) * size
    moved: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return moved


def _moved_onto(donor: Pixels, start: Floats, target: Pixels, end: Floats) -> Pixels:
    matrix, _ = cv2.estimateAffinePartial2D(start, end, method=cv2.LMEDS)
    height, width = target.shape[:2]
    moved: Pixels = cv2.warpAffine(
        donor, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return moved


def _coloured_like(pixels: Pixels, model: Pixels) -> Pixels:
    """The pixels with the mean and spread of each channel of the model, in Lab."""
    lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB).astype(np.float32)
    like = cv2.cvtColor(model, cv2.COLOR_RGB2LAB).astype(np.float32)
    spread = like.std((0, 1)) / np.maximum(lab.std((0, 1)), 1)
    moved = (lab - lab.mean((0, 1))) * np.clip(spread, 0.5, 2) + like.mean((0, 1))
    coloured: Pixels = cv2.cvtColor(np.clip(moved, 0, 255).astype(np.uint8), cv2.COLOR_LAB2RGB)
    return coloured


def eyes_to_mouth(landmarks: Floats) -> float:
    """The distance from the middle of the eyes to that of the mouth, 1 pixel at least."""
    left_eye, right_eye, _, left_mouth, right_mouth = landmarks
    eyes, mouth = (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2
    return max(1.0, float(np.hypot(*(mouth - eyes))))
