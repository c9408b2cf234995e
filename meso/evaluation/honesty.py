"""A folder of crops in, what shortcuts would tell real from fake in it out.

A network can only be blamed for a shortcut that the data offer: a measure which knows nothing of
faces and yet has an AUC far from 0.5, above or below, is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import laplace, rotate

from meso.evaluation.evaluate import Row, Scored, evaluate
from meso.evaluation.metrics import NAN, auc
from meso.evaluation.robustness import some_of_each_kind
from meso.evaluation.score import FakeScores, as_scored, read_crops
from meso.faces.dataset import LabelledFace, read_index
from meso.faces.degrade import without_face
from meso.values import Pixels, Tell

Grey = NDArray[np.float32]  # (height, width)

PERIODS = 6, 24  # pixels of the crop between two borders of JPEG blocks: 8 before it was scaled
MIRRORED = 0.2  # a border differs by less than this, of its own contrast, from its mirror image
DEPTHS = range(8, 49)  # pixels of half the crop at which a mirror is looked for
ANGLES = range(-8, 9, 2)  # degrees by which the border may lie slanted, for the crop is upright


def sharpness(grey: Grey) -> float:
    """The variance of the Laplacian."""
    return float(laplace(grey).var())


def blockiness(grey: Grey) -> float:
    """How strongly steps between pixels recur at one distance, as at the borders of JPEG blocks.

    The strongest of the distances in PERIODS, over the middle one; the larger of both directions.
    It sees no blocks that were turned with the face.
    """
    return max(_recurs(grey), _recurs(grey.T))


def mirrored(grey: Grey) -> float:
    """The share of the crop that is a mirror image of what lies beside it, from the four sides.

    It misses a border of fewer than 16 pixels, a flat one, and many a slanted one of fine grain.
    """
    height, width = grey.shape
    half = grey.reshape(height // 2, 2, width // 2, 2).mean(axis=(1, 3))
    return max(
        _mirrored_sides(rotate(half, angle, reshape=False, order=1, mode="nearest"))
        for angle in ANGLES
    )


SHORTCUTS: Mapping[str, Callable[[Grey], float]] = {
    "sharpness": sharpness,
    "JPEG blocks": blockiness,
    "brightness": lambda grey: float(grey.mean()),
    "mirrored border": mirrored,
}


def shortcuts(name: str, folder: Path, fake_scores: FakeScores, tell: Tell) -> list[Row]:
    """A row a method: the AUC of the network without the face, and that of each shortcut.

    Looks at some faces of each kind. Raises BadFaces for a bad folder.
    """
    values: dict[str, list[float]] = {}
    items: list[Scored] = []
    for faces, crops in read_crops(folder, some_of_each_kind(read_index(folder)), tell):
        for measure, found in _measured(faces, crops, fake_scores).items():
            values.setdefault(measure, []).extend(found)
        items += [as_scored(face, NAN, crop) for face, crop in zip(faces, crops, strict=True)]
    columns = [
        evaluate(name, _with_scores(items, found), {measure: auc})
        for measure, found in values.items()
    ]
    return [_side_by_side(rows) for rows in zip(*columns, strict=True)]


def _measured(
    faces: Sequence[LabelledFace], crops: Pixels, fake_scores: FakeScores
) -> dict[str, list[float]]:
    hidden = [without_face(crop, face.landmarks) for face, crop in zip(faces, crops, strict=True)]
    greys = crops.astype(np.float32).mean(axis=-1)
    return {
        "without the face": fake_scores(np.stack(hidden)).tolist(),
        "width": [face.width or NAN for face in faces],
        **{name: [measure(grey) for grey in greys] for name, measure in SHORTCUTS.items()},
    }


def _with_scores(items: Sequence[Scored], scores: Sequence[float]) -> list[Scored]:
    return [replace(item, fake_score=score) for item, score in zip(items, scores, strict=True)]


def _side_by_side(rows: Sequence[Row]) -> Row:
    return replace(
        rows[0], numbers={k: number for row in rows for k, number in row.numbers.items()}
    )


def _recurs(grey: Grey) -> float:
    """The strongest period in the steps from column to column, over the middle one."""
    steps = np.abs(np.diff(grey, n=2, axis=1)).mean(axis=0)
    strength = np.abs(np.fft.rfft(steps - steps.mean()))
    shortest, longest = PERIODS
    within = strength[len(steps) // longest : len(steps) // shortest + 1]
    middle = float(np.median(within))
    return float(within.max()) / middle if middle else 0.0


def _mirrored_sides(grey: Grey) -> float:
    sides = (grey, grey[::-1], grey.T, grey.T[::-1])
    return sum(_mirrored_rows(side) / len(side) for side in sides)


def _mirrored_rows(grey: Grey) -> int:
    """How many of the first rows are the mirror image of as many after them; 0 for none."""
    return max((depth for depth in DEPTHS if _mirrors(grey, depth)), default=0)


def _mirrors(grey: Grey, depth: int) -> bool:
    border, beside = grey[:depth], grey[depth : 2 * depth][::-1]
    contrast = np.abs(border - border.mean()).mean()
    return bool(np.abs(border - beside).mean() < MIRRORED * contrast)
