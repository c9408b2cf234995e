"""Two faces in; the one with the other's face, put there by classical graphics, out.

As FaceSwap does it (github.com/MarekKowalski/FaceSwap) and the papers before deep learning:
landmarks, triangles, colours, seam. Its 68 landmarks come from a model of faces; here are the five
of the finder and an outline fitted to them, so the warp knows eyes, nose and mouth, and guesses
cheeks and chin.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator
from scipy.interpolate import LinearNDInterpolator

from meso.training.blend import eyes_to_mouth, outline_round
from meso.values import Floats, Pixels

WIDTH = 1.15  # the outline is widened where eyes are as far apart as it assumes, or farther
INSIDE = 0.92  # of the outline: what is pasted ends before hair and neck begin


def landmark_swap(
    pixels: Pixels, landmarks: Floats, donor: Pixels, donor_landmarks: Floats, rng: Generator
) -> Pixels:
    """Paste the donor's face over this one: warped by triangles, in its colours, seam blended.

    pixels: (height, width, 3) uint8 RGB -> the same shape; landmarks: (5, 2), as in Face
    """
    reach = INSIDE * rng.uniform(0.9, 1.05)
    corners = _corners(landmarks, reach)
    hull = _hull(pixels.shape[:2], corners)
    warped = _warped(donor, _corners(donor_landmarks, reach), hull, corners)
    return laid_over(
        pixels, warped, hull, float(rng.uniform(0.04, 0.12)) * eyes_to_mouth(landmarks)
    )


def inner_face(shape: tuple[int, ...], landmarks: Floats) -> Pixels:
    """(height, width) uint8: 1 from brow to chin, where a swap is pasted."""
    return _hull(shape, _corners(landmarks, INSIDE))


def laid_over(pixels: Pixels, face: Pixels, hull: Pixels, softness: float) -> Pixels:
    """The face in the hull, in the colours of what it covers, with a seam so many pixels soft.

    pixels, face: (height, width, 3) uint8 RGB; hull: (height, width), 1 inside
    """
    seam = _seam(hull, softness)
    over = seam[..., None] * (_matched(face, pixels, hull) - pixels)
    levels: Pixels = np.clip((pixels + over).round(), 0, 255).astype(np.uint8)
    return levels


def _corners(landmarks: Floats, reach: float) -> Floats:
    """(19, 2): the corners of the triangles, the five landmarks and 14 points round the face."""
    between_eyes = float(np.hypot(*(landmarks[1] - landmarks[0])))
    wider = max(1.0, between_eyes * WIDTH / eyes_to_mouth(landmarks))
    stretch = np.array([reach * wider, reach], np.float32)
    points: Floats = np.concatenate([landmarks, outline_round(landmarks, stretch)])
    return points


def _hull(shape: tuple[int, ...], corners: Floats) -> Pixels:
    """(height, width) uint8: 1 where the face is pasted."""
    hull = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(corners).round().astype(np.int32), 1)
    return hull


def _warped(donor: Pixels, start: Floats, hull: Pixels, end: Floats) -> Pixels:
    """The donor, in the hull, with each triangle between corners moved from start to end."""
    rows, columns = np.nonzero(hull)
    whence = np.zeros((*hull.shape, 2), np.float32)
    whence[rows, columns] = LinearNDInterpolator(end, start, fill_value=0)(columns, rows)
    warped: Pixels = cv2.remap(
        donor, whence[..., 0], whence[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
    )
    return warped


def _matched(warped: Pixels, target: Pixels, hull: Pixels) -> Floats:
    """The warped face with mean and spread of each channel as the target has them in the hull."""
    over, under = (
        np.column_stack(cv2.meanStdDev(pixels, mask=hull)).T for pixels in (warped, target)
    )
    scale = np.clip(under[1] / np.maximum(over[1], 1), 0.5, 2)
    matched: Floats = ((warped - over[0]) * scale + under[0]).astype(np.float32)
    return matched


def _seam(hull: Pixels, softness: float) -> Floats:
    """(height, width) float32 in [0, 1]: 1 well inside, 0 outside, in between as soft as said."""
    inside = cv2.distanceTransform(hull, cv2.DIST_L2, 5) - 1
    seam: Floats = np.clip(inside / max(softness * 2, 1), 0, 1).astype(np.float32)
    return seam
