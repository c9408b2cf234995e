"""Folders of labelled faces in; where a high accuracy holds, and what it loses step by step, out.

Papers report 99 %: of a network that is judged on the method, the people and the quality that it
was trained on. Here a network is trained so, judged so, and then one thing after another is other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from meso.evaluation.metrics import accuracy, auc, interval
from meso.experiments.cells import Labels
from meso.experiments.choose import Chosen, Kinds, both_sides, crops_of, is_fake
from meso.experiments.files import load
from meso.experiments.progress import NETWORK, part_of
from meso.experiments.run_folder import RunFolder
from meso.experiments.settings import Stairs, recipe_of
from meso.experiments.steps import HEAVY, LIGHT, METHOD, OTHERS, SAME, SHARP_METHOD, Step
from meso.faces.h264 import h264
from meso.models.halves import features
from meso.models.network import load_numbers, save_weights
from meso.training.learner import detector_in, learner
from meso.training.short import train_on
from meso.values import Floats, Pixels, Tell

THRESHOLD = 0.5
SHARP = "sharp"  # beside LIGHT and HEAVY: not compressed
KEPT = ("fake_score", "is_fake", "person")
MEND = "Delete it, and type the same command again."

Judged = Mapping[str, Any]  # fake_score, is_fake and person of each face, (faces,) each


class Staircase:
    """One staircase a kind of fake, in a folder; `run` does what is not done yet.

    folders, methods, out: as in `FeatureOverlap`, and raises as that does
    """

    def __init__(
        self, folders: Sequence[Path], methods: Sequence[str], out: Path, settings: Stairs
    ) -> None:
        self.settings = settings
        self._quantiser = {SHARP: 0, LIGHT: settings.light, HEAVY: settings.heavy}
        train, self.held_out = both_sides(folders, methods, settings)
        parted = {kind: other_frames(chosen, settings.same) for kind, chosen in train.items()}
        self.train: Kinds = {kind: kept for kind, (kept, _) in parted.items()}
        self.same: Kinds = {f"{kind}.same": same for kind, (_, same) in parted.items()}
        self.kinds = [*self.train]
        looks = [f"{kind}.{look}" for kind in self.kinds for look in self._quantiser]
        self.folder = RunFolder(out, self.kinds, looks, features=False)

    def run(self, tell: Tell) -> None:
        """Train and judge; what was finished in an earlier run is kept."""
        self.folder.begin(self.settings, self.train, self.held_out | self.same)
        work = len(self.kinds) * (NETWORK + len(self._quantiser) + 1)
        for place, kind in enumerate(self.kinds):
            self._make_network(kind, part_of(NETWORK * place, tell, work))
        for done, _ in enumerate(self._judge(), start=NETWORK * len(self.kinds) + 1):
            tell(done, work)

    def steps(self) -> Iterator[Step]:
        """What was measured, kind by kind; a step that nobody's faces allow is left out."""
        for kind in self.kinds:
            others = [other for other in self.kinds if other != kind]
            if self.same[f"{kind}.same"]:
                yield self._step(kind, SAME, [f"{kind}.same"])
            for step, look in ((OTHERS, SHARP), (LIGHT, LIGHT), (HEAVY, HEAVY)):
                yield self._step(kind, step, [f"{kind}.{look}"])
            for step, look in ((METHOD, HEAVY), (SHARP_METHOD, SHARP)):
                yield self._step(kind, step, [f"{other}.{look}" for other in others])

    def _step(self, kind: str, step: str, names: Sequence[str]) -> Step:
        parts = [load(self.folder.cell(kind, name)) for name in names]
        return _measured(kind, step, {key: np.concatenate([p[key] for p in parts]) for key in KEPT})

    def _make_network(self, kind: str, tell: Tell) -> None:
        path = self.folder.network(kind)
        if not path.is_file():
            chosen = self.train[kind]
            recipe = recipe_of(self.settings, kind)
            save_weights(train_on(recipe, crops_of(chosen), is_fake(chosen), tell), path)

    def _judge(self) -> Iterator[None]:
        """Keep what each network says of what it is to be judged on; a step a set of faces."""
        for kind in self.kinds:
            same = f"{kind}.same"
            self._keep(self.same[same], same, [kind], 0)
            yield
            for look, quantiser in self._quantiser.items():
                self._keep(self.held_out[kind], f"{kind}.{look}", self.kinds, quantiser)
                yield

    def _keep(
        self, chosen: Sequence[Chosen], name: str, networks: Sequence[str], quantiser: int
    ) -> None:
        missing = [one for one in networks if not self.folder.cell(one, name).is_file()]
        if not missing or not chosen:
            return
        crops = compressed(crops_of(chosen), quantiser)
        person = np.array([one.about.person for one in chosen])
        model = learner(replace(recipe_of(self.settings, missing[0]), half_precision=False))
        for network in missing:
            load_numbers(model, self.folder.network(network), mend=MEND)
            judged = features(detector_in(model), crops)[:, 0], is_fake(chosen), person
            self.folder.save(self.folder.cell(network, name), dict(zip(KEPT, judged, strict=True)))


def other_frames(chosen: Sequence[Chosen], share: float) -> tuple[list[Chosen], list[Chosen]]:
    """Part the faces of each person, of which there are two or more: to train on, and to judge on.

    A share of each person's real faces is kept from training, the last ones, and of the fakes the
    same share. They are of the same frames where all frames have both, as with fakes that our code
    makes; else the original of a fake that is judged may have been trained on.
    """
    of_person: dict[tuple[str, str, bool], list[Chosen]] = defaultdict(list)
    for one in sorted(chosen, key=lambda one: one.face.file):
        of_person[one.face.source, one.about.person, one.about.is_fake].append(one)
    kept, same = [], []
    for mine in of_person.values():
        apart = max(1, round(share * len(mine))) if len(mine) > 1 else 0
        kept += mine[: len(mine) - apart]
        same += mine[len(mine) - apart :]
    return kept, same


def compressed(crops: Pixels, quantiser: int) -> Pixels:
    """(crops, side, side, 3), each as H.264 leaves it; 0: as they are."""
    return np.stack([h264(crop, quantiser) for crop in crops]) if quantiser else crops


def _measured(kind: str, step: str, judged: Judged) -> Step:
    truth, scores = judged["is_fake"], judged["fake_score"]
    low, high = interval(_right, truth, scores, judged["person"].tolist())
    numbers = _right(truth, scores), low, high, auc(truth, scores)
    return Step(kind, step, *numbers, n=len(truth))


def _right(is_fake: Labels, fake_score: Floats) -> float:
    return accuracy(is_fake, fake_score, THRESHOLD)
