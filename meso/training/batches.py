"""Labelled faces and a recipe in, batches of crops and labels out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import keras
import numpy as np
from numpy.random import Generator

from meso.errors import BadFaces
from meso.faces.dataset import LabelledFace, read_crop
from meso.training.augment import augment
from meso.training.blend import cross_blended, self_blended
from meso.training.recipes import BLENDED, SELF_BLENDED, Recipe
from meso.values import Floats, Pixels


class Batches(keras.utils.PyDataset):  # type: ignore[misc]
    """Batch after batch for `keras.Model.fit`: (crops, labels), half real and half fake.

    crops:  (batch_size, 256, 256, 3) uint8 RGB
    labels: (batch_size, 1) float32; 1 is fake

    Every fake stands beside a real face of the same source: a blended one beside the very face
    that it was made of, so that neither source nor identity tells the two apart. The same
    recipe, epoch and place give the same batch.
    """

    def __init__(
        self, folder: Path, faces: Sequence[LabelledFace], recipe: Recipe, *, training: bool
    ) -> None:
        super().__init__(workers=2, max_queue_size=8)
        self._folder = folder
        self._recipe = recipe
        self._training = training
        self._epoch = 0
        self._real = [face for face in faces if not face.is_fake]
        self._fake = _by(faces, "method")
        self._real_of = _by(self._real, "source")
        self._check()

    def __len__(self) -> int:
        steps = self._recipe.steps_per_epoch
        return steps if self._training else max(1, steps // 2)

    def __getitem__(self, place: int) -> tuple[Pixels, Floats]:
        rng = np.random.default_rng([self._recipe.seed, self._training, self._epoch, place])
        pairs = [self._pair(rng) for _ in range(self._recipe.batch_size // 2)]
        crops = [crop for pair in pairs for crop in pair]
        if self._training:
            crops = [augment(crop, rng) for crop in crops]
        labels = np.tile(np.array([[0.0], [1.0]], np.float32), (len(pairs), 1))
        return np.stack(crops), labels

    def on_epoch_end(self) -> None:
        """Draw other faces in the next epoch; validation draws the same ones again."""
        self._epoch += self._training

    def _pair(self, rng: Generator) -> tuple[Pixels, Pixels]:
        """A real crop and a fake one."""
        method = rng.choice(list(self._recipe.fakes), p=list(self._recipe.fakes.values()))
        if method in BLENDED:
            face = _one_of(self._real, rng)
            real = self._read(face)
            return real, self._blended(method, face, real, rng)
        fake = _one_of(self._fake[method], rng)
        return self._read(_one_of(self._real_of[fake.source], rng)), self._read(fake)

    def _blended(self, method: str, face: LabelledFace, real: Pixels, rng: Generator) -> Pixels:
        if method == SELF_BLENDED:
            return self_blended(real, face.landmarks, rng)
        others = [other for other in self._real_of[face.source] if other.person != face.person]
        donor = _one_of(others or [face], rng)
        return cross_blended(real, face.landmarks, self._read(donor), donor.landmarks, rng)

    def _read(self, face: LabelledFace) -> Pixels:
        return read_crop(self._folder / face.file)

    def _check(self) -> None:
        if not self._real:
            raise BadFaces(f"{self._folder} has no real face. Put some in real/.")
        asked_for = [method for method in self._recipe.fakes if method not in BLENDED]
        for method in asked_for:
            if method not in self._fake:
                raise BadFaces(
                    f"{self._folder} has no fake of the method {method}, which the recipe asks "
                    f"for. Put some in fake/{method}/, or choose another recipe."
                )
        sources = {face.source for method in asked_for for face in self._fake[method]}
        lonely = sources - {*self._real_of}
        if lonely:
            raise BadFaces(
                f"{self._folder} has fakes of the source {min(lonely)} but no real face of it. "
                "Add real faces of the same source: otherwise the source tells them apart."
            )


def _by(faces: Sequence[LabelledFace], field: str) -> dict[str, list[LabelledFace]]:
    groups: dict[str, list[LabelledFace]] = defaultdict(list)
    for face in faces:
        groups[getattr(face, field)].append(face)
    return dict(groups)


def _one_of(faces: Sequence[LabelledFace], rng: Generator) -> LabelledFace:
    return faces[int(rng.integers(len(faces)))]
