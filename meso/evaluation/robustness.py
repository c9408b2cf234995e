"""Scored faces in, how their numbers change when the picture gets worse out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import numpy as np

from meso.evaluation.evaluate import Measures, Row, Scored, row, verdicts
from meso.evaluation.metrics import auc, error_of_surest
from meso.evaluation.score import FakeScores, as_scored, read_crops
from meso.faces.dataset import LabelledFace, read_index
from meso.faces.degrade import blurred, grainy, jpeg, rescaled, zoomed
from meso.values import Pixels, Tell

MOST_OF_A_KIND = 250  # faces that are degraded; sixteen times over they would take hours

Change = Callable[[Pixels], Pixels]


DEGRADATIONS: Mapping[str, Change] = {
    "as it is": lambda pixels: pixels,
    **{f"JPEG {quality}": partial(jpeg, quality=quality) for quality in (90, 70, 50, 30)},
    **{f"scaled to {side}": partial(rescaled, side=side) for side in (192, 128, 96, 64)},
    **{f"blur {sigma}": partial(blurred, sigma=sigma) for sigma in (1, 2)},
    **{f"noise {sigma}": partial(grainy, sigma=sigma) for sigma in (3, 6)},
    **{f"zoom {factor}": partial(zoomed, factor=factor) for factor in (0.8, 0.9, 1.1, 1.25)},
}


def some_of_each_kind(faces: Sequence[LabelledFace]) -> list[LabelledFace]:
    """At most MOST_OF_A_KIND of each method, compression and source, spread over the list."""
    kinds: dict[tuple[str, str, str], list[LabelledFace]] = {}
    for face in faces:
        kinds.setdefault((face.method, face.compression, face.source), []).append(face)
    return [face for kind in kinds.values() for face in _spread(kind)]


def score_changed(
    folder: Path, changes: Mapping[str, Change], fake_scores: FakeScores, tell: Tell
) -> dict[str, list[Scored]]:
    """Score some crops of each kind after each of the changes: the items by the change's name.

    Raises BadFaces for a bad folder.
    """
    scored: dict[str, list[Scored]] = {name: [] for name in changes}
    for faces, crops in read_crops(folder, some_of_each_kind(read_index(folder)), tell):
        for name, change in changes.items():
            changed = np.stack([change(crop) for crop in crops])
            scored[name] += map(as_scored, faces, fake_scores(changed), changed)
    return scored


def curves(changed: Mapping[str, Sequence[Scored]], threshold: float) -> list[Row]:
    """A row a change: how well fakes are told, and what the verdicts become."""
    return [row(name, items, _of(threshold)) for name, items in changed.items()]


def quarters(items: Sequence[Scored], by: Callable[[Scored], float], threshold: float) -> list[Row]:
    """A row a quarter of the items, from the lowest `by` to the highest; 0 and nan are unknown."""
    known = sorted((item for item in items if by(item) > 0), key=by)
    values = np.array([by(item) for item in known])
    edges = np.quantile(values, [0.25, 0.5, 0.75]) if known else []
    place = np.searchsorted(edges, values)
    parts = [[known[i] for i in np.flatnonzero(place == quarter)] for quarter in range(4)]
    return [
        row(f"{by(part[0]):.0f} to {by(part[-1]):.0f}", part, _of(threshold))
        for part in parts
        if part
    ]


def _of(threshold: float) -> Measures:
    error = partial(error_of_surest, threshold=threshold, share=1)
    return {"AUC": auc, "error": error, **verdicts(threshold)}


def _spread(faces: Sequence[LabelledFace]) -> Iterator[LabelledFace]:
    count = min(len(faces), MOST_OF_A_KIND)
    return (faces[int(place)] for place in np.linspace(0, len(faces) - 1, count))
