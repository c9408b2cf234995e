"""A frame in; where its faces may be out, found in pictures in which a face is 12 pixels wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import cv2
import numpy as np

from meso.faces.boxes import Rows, apart
from meso.values import Floats, Pixels

CELL, STRIDE = 12, 2  # pixels: the face that the first network looks for, and its step
STEP = 0.709  # from one picture of the pyramid to the next, as in mtcnn
LEAST_PROPOSED = 0.6
SAME, SAME_IN_ALL = 0.5, 0.7  # overlap from which boxes of one level, of all levels, are one

Said = tuple[Floats, ...]
Network = Callable[[Floats], Said]  # pictures in, what it says of them out, confidence last
Level = tuple[float, Floats]  # by how much a frame was shrunk, and the small picture


def levels(pixels: Pixels, smallest: float) -> list[Level]:
    """The frame shrunk so that faces from `smallest` pixels on are 12 pixels wide in one of them.

    mtcnn shrinks the whole frame for each; here the frame is halved on the way, which is cheap.
    """
    height, width = pixels.shape[:2]
    scale, half, made = CELL / smallest, pixels, list[Level]()
    while min(height, width) * scale >= CELL:
        size = int(width * scale), int(height * scale)
        half = _halved(half, scale * width / half.shape[1])
        small = cv2.resize(half, size, interpolation=cv2.INTER_AREA)
        made.append((scale, small.astype(np.float32)))
        scale *= STEP
    return made


def everywhere(pictures: Iterable[Level], propose: Network) -> Rows:
    """Where faces may be in the frame that these are pictures of."""
    found = [np.empty((0, 5))]
    for scale, picture in pictures:
        offsets, confidence = propose(picture[None])
        found.append(apart(_rows(offsets[0], confidence[0], scale), SAME))
    return apart(np.concatenate(found), SAME_IN_ALL)


def _rows(offsets: Floats, confidence: Floats, scale: float) -> Rows:
    """The boxes that are likely enough, in pixels of the frame."""
    y, x = np.nonzero(confidence > LEAST_PROPOSED)
    cell = STRIDE * np.column_stack([x, y])
    edges = np.hstack([cell + 1, cell + CELL]) + (CELL - 1) * offsets[y, x]
    return np.column_stack([edges / scale, confidence[y, x]]).astype(np.float64)


def _halved(pixels: Pixels, scale: float) -> Pixels:
    """The picture at a half, a quarter, …, at least twice as large as at `scale`.

    OpenCV halves much faster than it shrinks otherwise; from less than twice the size the
    rest would come out blurred, and the landmarks move.
    """
    while scale <= 0.25 and min(pixels.shape[:2]) >= 2:
        half = pixels.shape[1] // 2, pixels.shape[0] // 2
        even = pixels[: 2 * half[1], : 2 * half[0]]
        pixels, scale = cv2.resize(even, half, interpolation=cv2.INTER_AREA), 2 * scale
    return pixels
