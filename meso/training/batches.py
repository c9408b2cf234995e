"""Labelled faces and a recipe in, batches of crops and labels out."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence

import keras
import numpy as np
from numpy.random import Generator

from meso.errors import BadFaces
from meso.faces.dataset import LabelledFace
from meso.training.augment import augment
from meso.training.crops import Crops
from meso.training.makers import make_fake
from meso.training.recipes import MADE, OF_TWO, Recipe
from meso.values import Floats, Pixels

Faces = Sequence[LabelledFace]


class Pairs:
    """Draws a fake of a method and a real face to stand beside it.

    faces: of one side of the split; their `file` is a path that can be opened

    The fakes of a method are drawn by person first, so that nobody counts for more than others.
    Beside a fake stands the real face of the same person that looks most like it, often the very
    frame that it was made of; beside a made one the face that it was made of. So neither source
    nor compression nor identity tells the two apart.
    """

    def __init__(self, faces: Faces, recipe: Recipe, crops: Crops) -> None:
        self._read = crops
        self._recipe = recipe
        self._real = [face for face in faces if not face.is_fake]
        self._people = {
            method: [*_grouped(fakes, lambda face: face.person).values()]
            for method, fakes in _grouped(faces, lambda face: face.method).items()
        }
        self._real_of = _grouped(self._real, lambda face: face.source)
        self._real_like = _grouped(self._real, _setting)
        self._check(faces)

    def of(self, method: str, rng: Generator) -> tuple[Pixels, Pixels, LabelledFace]:
        """A real crop, the fake one beside it, and the face that the second is or is made of."""
        if method not in MADE:
            people = self._people[method]
            fake = _one_of(people[int(rng.integers(len(people)))], rng)
            return self._read(self._beside(fake, rng)), self._read(fake), fake
        sources = [*self._real_of.values()]
        weight = np.sqrt(
            [len(faces) for faces in sources]
        )  # large ones count for more, not for all
        face = _one_of(sources[rng.choice(len(sources), p=weight / weight.sum())], rng)
        real = self._read(face)
        return real, self._made(method, face, real, rng), face

    def _beside(self, fake: LabelledFace, rng: Generator) -> LabelledFace:
        same_person = self._real_like.get(_setting(fake))
        if not same_person:
            return _one_of(self._real_of[fake.source], rng)
        return min(same_person, key=lambda real: self._read.unlikeness(real, fake))

    def _made(self, method: str, face: LabelledFace, real: Pixels, rng: Generator) -> Pixels:
        if method not in OF_TWO:
            return make_fake(method, real, face.landmarks, None, rng)
        others = [other for other in self._real_of[face.source] if other.person != face.person]
        donor = _one_of(others or [face], rng)
        return make_fake(method, real, face.landmarks, (self._read(donor), donor.landmarks), rng)

    def _check(self, faces: Faces) -> None:
        if not self._real:
            raise BadFaces(
                "There is no real face to train or validate on. Put some in real/ and run meso "
                "faces again."
            )
        asked_for = [method for method in self._recipe.fakes if method not in MADE]
        for method in asked_for:
            if method not in self._people:
                raise BadFaces(
                    f"There is no fake of the method {method}, which the recipe asks for. Put some "
                    f"in fake/{method}/ and run meso faces again, or choose another recipe."
                )
        lonely = {face.source for face in faces if face.method in asked_for} - {*self._real_of}
        if lonely:
            raise BadFaces(
                f"There are fakes of the source {min(lonely)} but no real face of it. Add real "
                "faces of the same source: otherwise the source tells them apart."
            )


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Batch after batch for `keras.Model.fit`: (crops, labels), half real and half fake.

    crops:  (batch_size, 256, 256, 3) uint8 RGB
    labels: (batch_size, 1) float32; 1 is fake

    The same recipe, epoch and place give the same batch. `epoch` is the first one to draw.
    """

    def __init__(self, pairs: Pairs, recipe: Recipe, *, epoch: int = 0) -> None:
        super().__init__(workers=2, max_queue_size=8)
        self._pairs = pairs
        self._recipe = recipe
        self._epoch = epoch

    def __len__(self) -> int:
        return self._recipe.steps_per_epoch

    def __getitem__(self, place: int) -> tuple[Pixels, Floats]:
        recipe = self._recipe
        rng = np.random.default_rng([recipe.seed, 1, self._epoch, place])
        methods = rng.choice([*recipe.fakes], recipe.batch_size // 2, p=[*recipe.fakes.values()])
        crops, labels = [], []
        for method in methods:
            real, fake, face = self._pairs.of(method, rng)
            dice = int(
                rng.integers(2**32)
            )  # the same for both: how a face is degraded tells nothing
            crops += [
                augment(crop, np.random.default_rng(dice), recipe.augmentation)
                for crop in (real, fake)
            ]
            swapped = recipe.shuffled_labels and _coin(face)
            labels += [1.0, 0.0] if swapped else [0.0, 1.0]
        return np.stack(crops), np.array(labels, np.float32)[:, None]

    def on_epoch_end(self) -> None:
        """Draw other faces in the next epoch."""
        self._epoch += 1


def _grouped(
    faces: Faces, key: Callable[[LabelledFace], Hashable]
) -> dict[Hashable, list[LabelledFace]]:
    groups: dict[Hashable, list[LabelledFace]] = defaultdict(list)
    for face in faces:
        groups[key(face)].append(face)
    return dict(groups)


def _setting(face: LabelledFace) -> tuple[str, str, str]:
    return face.source, face.compression, face.person


def _coin(face: LabelledFace) -> bool:
    """Heads or tails, the same for a face every time."""
    return zlib.crc32(face.file.encode()) % 2 == 1


def _one_of(faces: Faces, rng: Generator) -> LabelledFace:
    return faces[int(rng.integers(len(faces)))]
