"""A frame in; where its faces may be out, found in pictures in which a face is 12 pixels wide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np

from meso.faces.boxes import Rows, apart
from meso.values import Box, Floats, Pixels

CELL, STRIDE = 12, 2  # pixels: the face that the first network looks for, and its step
STEP = 0.709  # from one picture of the pyramid to the next, as in mtcnn
LEAST_PROPOSED = 0.6
SAME, SAME_IN_ALL = 0.5, 0.7  # overlap from which boxes of one level, of all levels, are one
ROUND = 3.0  # the side of what is looked at round a face, in heights of the face
SIDES = (52, 36, 26)  # of the pictures of it, in which the face is 17, 12 and 9 pixels high

Said = tuple[Floats, ...]
Network = Callable[[Floats], Said]  # pictures in, what it says of them out, confidence last
Level = tuple[float, Floats]  # by how much a frame was shrunk, and the small picture
Patch = tuple[Pixels, int, int]  # a square cut out of a frame, and its left and top there


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


def around(pixels: Pixels, boxes: Sequence[Box], propose: Network) -> Rows:
    """Where faces of about the size of these boxes may be, at most one face's height away."""
    if not boxes:
        return np.empty((0, 5))
    patches = [_patch(pixels, box) for box in boxes]
    offsets, confidence = propose(_mosaic(patches))
    found = [np.empty((0, 5))]
    for at, side in enumerate(SIDES):
        cells, mine = (side - CELL) // STRIDE + 1, slice(at, None, len(SIDES))
        told = zip(patches, offsets[mine], confidence[mine], strict=True)
        rows = [_placed(o[:cells, :cells], c[:cells, :cells], patch, side) for patch, o, c in told]
        found.append(apart(np.concatenate(rows), SAME))
    return apart(np.concatenate(found), SAME_IN_ALL)


def _rows(offsets: Floats, confidence: Floats, scale: float) -> Rows:
    """The boxes that are likely enough, in pixels of the frame."""
    y, x = np.nonzero(confidence > LEAST_PROPOSED)
    cell = STRIDE * np.column_stack([x, y])
    edges = np.hstack([cell + 1, cell + CELL]) + (CELL - 1) * offsets[y, x]
    return np.column_stack([edges / scale, confidence[y, x]]).astype(np.float64)


def _placed(offsets: Floats, confidence: Floats, patch: Patch, side: int) -> Rows:
    pixels, left, top = patch
    rows = _rows(offsets, confidence, side / len(pixels))
    rows[:, :4] += left, top, left, top
    return rows


def _patch(pixels: Pixels, box: Box) -> Patch:
    """A square round the box; grey where it leaves the frame, as mtcnn has it."""
    side = round(ROUND * max(box.width, box.height))
    left, top = (box.left + box.right - side) // 2, (box.top + box.bottom - side) // 2
    inside = pixels[max(top, 0) : max(top + side, 0), max(left, 0) : max(left + side, 0)]
    if inside.shape[:2] == (side, side):
        return inside, left, top
    patch = np.full((side, side, 3), 127, np.uint8)
    y, x = max(-top, 0), max(-left, 0)
    patch[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return patch, left, top


def _mosaic(patches: Sequence[Patch]) -> Floats:
    """Each patch in each of the SIDES, in the upper left corner of a picture of the largest."""
    canvas = np.zeros((len(patches), len(SIDES), SIDES[0], SIDES[0], 3), np.float32)
    for row, (patch, *_) in zip(canvas, patches, strict=True):
        small = _halved(patch, SIDES[0] / len(patch))
        for picture, side in zip(row, SIDES, strict=True):
            picture[:side, :side] = cv2.resize(small, (side, side), interpolation=cv2.INTER_AREA)
    return canvas.reshape(-1, *canvas.shape[2:])


def _halved(pixels: Pixels, scale: float) -> Pixels:
    """The picture at a half, a quarter, …, at least twice as large as at `scale`.

    OpenCV halves ten times faster than it shrinks otherwise; from less than twice the size the
    rest would come out blurred, and the landmarks move.
    """
    while scale <= 0.25 and min(pixels.shape[:2]) >= 2:
        half = pixels.shape[1] // 2, pixels.shape[0] // 2
        even = pixels[: 2 * half[1], : 2 * half[0]]
        pixels, scale = cv2.resize(even, half, interpolation=cv2.INTER_AREA), 2 * scale
    return pixels
