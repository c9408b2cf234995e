"""A frame in, its faces out: MTCNN (Zhang et al. 2016, arXiv 1604.02878) behind one callable."""

from __future__ import annotations

import os
from collections.abc import Sequence

import cv2
import numpy as np

from meso.faces.boxes import Rows, apart, moved, overlaps, square
from meso.faces.mtcnn import Networks
from meso.faces.pyramid import CELL, STEP, everywhere, levels
from meso.faces.yunet import YuNet
from meso.values import Box, Face, Finder, Floats, Pixels

LEAST_REFINED = 0.7  # confidence of the second network
LEAST_CONFIDENCE = 0.9  # of the third; at mtcnn's 0.8 folds of cloth and rings come back as faces
LEAST_AGAIN, SAME_PLACE = 0.7, 0.3  # of a face that overlaps a known one by so much
ASIDE = 0.2 * np.array(  # sides of a box, by which a known face may have moved
    [[0, 0, 0, 0, 0], [-1, 0, -1, 0, 0], [1, 0, 1, 0, 0], [0, -1, 0, -1, 0], [0, 1, 0, 1, 0]]
)
SAME = 0.7  # overlap from which two boxes are one face
FINEST = 20.0  # pixels: the narrowest face that mtcnn looks for if it is not told otherwise
FINEST_SCORED = FINEST / STEP**3  # 56 pixels, with some room below SMALLEST_FACE
LARGEST_LEVEL = 1280  # pixels of the longer side, which bounds memory and time
GREY = (127.5, 127.5, 127.5)  # what mtcnn sees outside the frame


class Mtcnn:
    """Finds the faces of a frame: `find = Mtcnn(); find(pixels)`.

    It finds what mtcnn 1.0 finds in the full frame, but does not look for faces under 40 pixels,
    in small frames under 20, and in frames over 4200 pixels under a hundredth of the longer side.
    (mtcnn has an option for that, with which it silently finds nothing.)
    Not safe for use by several threads at once.
    """

    def __init__(self) -> None:
        self._networks = Networks()

    def __call__(self, pixels: Pixels) -> list[Face]:
        """The faces in (height, width, 3) uint8 RGB pixels, the widest first."""
        pyramid = levels(pixels, finest_for(max(pixels.shape[:2])))
        return self._faces(pixels, everywhere(pyramid, self._networks.propose))

    def near(
        self, pixels: Pixels, boxes: Sequence[Box], *, and_everywhere: bool = False
    ) -> list[Face]:
        """The faces at these boxes or half a face away, for a fraction of the time.

        The first network is left out: the second one puts a box right that is a little off.
        and_everywhere: and whatever face in the rest of the frame is wide enough to be scored
        """
        rows = beside(boxes)
        if and_everywhere:
            finest = max(finest_for(max(pixels.shape[:2])), FINEST_SCORED)
            elsewhere = everywhere(levels(pixels, finest), self._networks.propose)
            rows = np.concatenate([rows, elsewhere])
        return self._faces(pixels, rows, known=boxes)

    def _faces(self, pixels: Pixels, rows: Rows, *, known: Sequence[Box] = ()) -> list[Face]:
        found = settled(pixels, rows, self._networks, least=LEAST_AGAIN)
        again = overlaps(found, np.reshape(known, (-1, 4))).max(axis=1, initial=0) > SAME_PLACE
        faces = [_face(row) for row in found[again | (found[:, 4] > LEAST_CONFIDENCE)]]
        return sorted(faces, key=lambda face: face.box.width, reverse=True)


def chosen_finder() -> Finder:
    """YuNet, where MESO_YUNET in the environment is the path of its file; otherwise MTCNN.

    Raises BadWeights where that file is missing or of something else.
    """
    path = os.environ.get("MESO_YUNET")
    return YuNet(path) if path else Mtcnn()


def beside(boxes: Sequence[Box]) -> Rows:
    """Each box and the same a fifth of its side to the left, right, top and bottom, all square."""
    known = np.reshape(boxes, (-1, 4)).astype(np.float64)
    rows = square(np.column_stack([known, np.ones(len(known))]))
    across = (rows[:, 2] - rows[:, 0])[:, None]
    return np.concatenate([rows + across * shift for shift in ASIDE])


def finest_for(longer: int) -> float:
    """How narrow a face is looked for in a frame, in pixels, by the frame's longer side."""
    finest = float(np.clip(longer / 32, FINEST, FINEST / STEP**2))
    return max(finest, longer * CELL / LARGEST_LEVEL)


def settled(pixels: Pixels | Floats, rows: Rows, networks: Networks, *, least: float) -> Rows:
    """What the second and third network make of boxes in which a face may be.

    rows: (n, 5) -> (faces, 15): left, top, right, bottom, confidence, 5 × x, 5 × y
    """
    rows = square(rows)
    offsets, confidence = networks.refine(_cut(pixels, rows, 24))
    rows = moved(np.column_stack([rows[:, :4], confidence]), offsets)
    rows = square(apart(rows[rows[:, 4] > LEAST_REFINED], SAME))
    offsets, landmarks, confidence = networks.settle(_cut(pixels, rows, 48))
    points = _points(rows, landmarks)
    rows = moved(np.column_stack([rows[:, :4], confidence, points]), offsets)
    return apart(rows[rows[:, 4] > least], SAME, of_smaller=True)


def _points(rows: Rows, landmarks: Floats) -> Rows:
    """Landmarks in units of their boxes, 5 × x and 5 × y, in pixels of the frame."""
    size = np.repeat(rows[:, 2:4] - rows[:, :2] + 1, 5, axis=1)
    points: Rows = np.repeat(rows[:, :2], 5, axis=1) + size * landmarks - 1
    return points


def _cut(pixels: Pixels | Floats, rows: Rows, side: int) -> Floats:
    """The boxes cut out of the frame at its full resolution, (n, side, side, 3) float32.

    The frame counts as a pixel narrower than it is, as in mtcnn: its networks were fitted so.
    """
    height, width = pixels.shape[:2]
    shrunk = np.array([width - 1, height - 1]) / [width, height]
    matrices = np.zeros((len(rows), 2, 3))
    matrices[:, [0, 1], [0, 1]] = (rows[:, 2:4] - rows[:, :2]) * shrunk / (side - 1)
    matrices[:, :, 2] = rows[:, :2] * shrunk
    pictures = np.empty((len(rows), side, side, 3), np.float32)
    for picture, matrix in zip(pictures, matrices, strict=True):
        how = cv2.WARP_INVERSE_MAP | cv2.INTER_LINEAR
        picture[:] = cv2.warpAffine(pixels, matrix, (side, side), flags=how, borderValue=GREY)
    return pictures


def _face(row: Rows) -> Face:
    box = Box(*(round(float(edge)) for edge in row[:4]))
    return Face(box, row[5:].reshape(2, 5).T.astype(np.float32), float(row[4]))
