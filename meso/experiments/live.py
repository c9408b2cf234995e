"""One field of a heat-map in; its classifier, retrained just now, out: a question to the worker.

Heavy packages are imported inside the functions: the page imports this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from meso.experiments.files import BadRun, load
from meso.experiments.read_run import NOT_OURS, OverlapRun
from meso.experiments.rows import Row
from meso.experiments.settings import FEW, OVERLAP, RANDOM
from meso.values import Floats, Tell

if TYPE_CHECKING:
    from meso.detection.detector import Detector
    from meso.experiments.cells import Seen

OFTEN = 20  # steps between two words about the progress


@dataclass(frozen=True, eq=False)
class Live:
    """What a retraining gave: the measurement, and (faces,) the scores of the held-out faces."""

    row: Row
    scores: Floats


def retrain(
    _: Detector, *, folder: Path, source: str, target: str, few: int, seed: int, tell: Tell
) -> Live:
    """Retrain the source's classifier on `few` faces of the target (0: redraw it; on all of them).

    Raises BadRun when the folder lacks what that needs, or holds what does not fit together.
    """
    from meso.experiments.cells import Attempt, retrained_once
    from meso.experiments.measure import measure
    from meso.models.halves import load_halves

    run = OverlapRun(folder)
    seen, settings = _seen(run, source, target), run.settings
    own = load_halves(settings.architecture, run.files.network(source)).classifier
    if seen.train.shape[1] != len(own.hidden):
        raise BadRun(folder, str(run.files.features(source, target).relative_to(folder)))
    attempt = Attempt(few, seed, learned=source != RANDOM)
    scores = retrained_once(own, seen, settings, attempt, _now_and_then(tell))
    what = f"{FEW} {few}" if few else OVERLAP
    return Live(measure((source, target, what), seed, seen.held_out_is_fake, scores), scores)


def _seen(run: OverlapRun, source: str, target: str) -> Seen:
    import numpy as np

    from meso.experiments.cells import Seen

    path, faces = run.files.features(source, target), run.files.faces(target)
    try:
        labels, seen = load(faces), load(path)
        parts = []
        for side in ("train", "held_out"):
            vectors, is_fake = seen[side].astype(np.float32), labels[f"{side}_is_fake"]
            if vectors.ndim != 2 or is_fake.shape != (len(vectors),) or {*is_fake} != {True, False}:
                raise ValueError(side)
            parts += [vectors, is_fake]
    except NOT_OURS as error:
        raise BadRun(run.files.out, str(path.relative_to(run.files.out))) from error
    return Seen(*parts)


def _now_and_then(tell: Tell) -> Tell:
    def told(done: int, of: int) -> None:
        if done % OFTEN == 0 or done == of:
            tell(done, of)

    return told
