"""Face crops in, fake scores out: a built network with its weights loaded."""

from __future__ import annotations

import os
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
from keras import ops
from numpy.typing import NDArray

from meso.errors import BadWeights, UnknownName
from meso.faces.crop import FACE_SIZE
from meso.models.architectures import BUILDERS
from meso.models.devices import device
from meso.models.weights import WEIGHTS, Weights, check, default_name, named
from meso.values import Floats, Pixels

# TensorFlow reads this when it finds a GPU: without it, it takes all of the GPU's memory at once.
os.environ.setdefault("TF_FORCE_GPU_ALLOW_GROWTH", "true")

BATCH = 8  # as cheap a crop as any (benchmarks/network.py), and little is filled up


class Network:
    """Scores crops; for one thread at a time.

    weights: where the numbers came from
    model:   the Keras network, (batch, input_size, input_size, 3) to (batch, 1)
    """

    def __init__(self, weights: Weights, model: keras.Model) -> None:
        self.weights = weights
        self.model = model

    def fake_scores(self, crops: Pixels) -> Floats:
        """How fake each crop looks: (crops, 256, 256, 3) uint8 RGB to (crops,) float32 in [0, 1].

        Every batch has the same size, filled up with black: a crop's score is the same whatever
        it is scored with, but for the last bits on some processors. Raises ValueError for crops
        of another kind.
        """
        _refuse_other_than_crops(crops)
        return self._in_batches(crops)

    def scores_of_numbers(self, numbers: Floats) -> Floats:
        """What comes out if pixels are handed in wrongly: to show a mistake, never to judge.

        numbers: (crops, 256, 256, 3) float32 of any size, where pixels lie in [0, 255]
        """
        return self._in_batches(numbers)

    def _in_batches(self, crops: Pixels | Floats) -> Floats:
        scores = [
            self.model.predict_on_batch(batch)[:count, 0]
            for batch, count in batches(crops, self.weights.input_size)
        ]
        return np.concatenate([np.empty(0, np.float32), *scores])

    @property
    def device(self) -> str:
        """What it runs on, in words."""
        return device()

    def warm_up(self) -> None:
        """Score a black crop, so that the first real one doesn't wait for Keras to prepare."""
        self.fake_scores(np.zeros((1, FACE_SIZE, FACE_SIZE, 3), np.uint8))


def load_network(name: str | None = None, *, folder: Path = WEIGHTS) -> Network:
    """Build the network of that name, or the default one, and load its weights: warm, ready.

    Raises UnknownName for a name that is not installed, BadWeights for a file that is missing,
    altered or of another architecture.
    """
    weights = named(name or default_name(folder), folder)
    check(weights)
    network = Network(weights, _load(weights, weights.path))
    network.warm_up()
    return network


def load_other(weights: Weights, path: Path) -> Network:
    """The network of that name with the numbers of another file, which stands in no list.

    Raises BadWeights for a file that is missing or of another architecture.
    """
    other = Network(replace(weights, path=path, sha256=""), _load(weights, path))
    other.warm_up()
    return other


def load_numbers(model: keras.Model, path: Path, *, mend: str) -> None:
    """Load a file's numbers into a network that our code built; a file runs no code.

    Raises BadWeights, which ends with `mend`, for a file of another network or without numbers.
    """
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("error", "Skipping")  # what is skipped would stay random
            model.load_weights(path)
    except (ValueError, KeyError, OSError, RuntimeError, UserWarning) as error:
        side = model.input_shape[1]
        raise BadWeights(
            f"{path} holds no weights of {model.name} at {side} pixels. {mend}"
        ) from error
    refuse_numberless(model, path)


def save_weights(model: keras.Model, path: Path) -> None:
    """Write a network's numbers; whoever reads the file meanwhile sees the old ones, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as scratch:
        new = Path(scratch) / path.name
        model.save_weights(new)
        new.replace(path)


def batches(crops: Pixels | Floats, size: int) -> Iterator[tuple[Pixels | Floats, int]]:
    """Some crops at a time, scaled to that size, and how many: the rest of a batch is black."""
    for start in range(0, len(crops), BATCH):
        some = crops[start : start + BATCH]
        batch = np.zeros((BATCH, *crops.shape[1:]), crops.dtype)
        batch[: len(some)] = some
        yield to_size(batch, size), len(some)


def to_size(crops: Pixels | Floats, size: int) -> Pixels | Floats:
    """(crops, side, side, 3) in [0, 255] to (crops, size, size, 3); of that size, as they are."""
    if crops.shape[1:3] == (size, size):
        return crops
    scaled = ops.image.resize(crops.astype(np.float32), (size, size), antialias=True)
    resized: Floats = ops.convert_to_numpy(scaled)
    return resized


def _load(weights: Weights, path: Path) -> keras.Model:
    if weights.architecture not in BUILDERS:
        raise UnknownName("architecture", weights.architecture, BUILDERS)
    model = BUILDERS[weights.architecture](input_size=weights.input_size)
    mend = f"Mend the entry of {weights.name} in index.toml, or train it anew."
    load_numbers(model, path, mend=mend)
    return model


def refuse_numberless(model: keras.Model, path: Path) -> None:
    """Raise BadWeights, naming the file, if a weight is not a finite number: no score could be."""
    if not all(np.isfinite(numbers).all() for numbers in model.get_weights()):
        raise BadWeights(f"{path} holds weights that are no numbers. Train or download it again.")


def _refuse_other_than_crops(crops: NDArray[np.generic]) -> None:
    if crops.dtype != np.uint8:
        raise ValueError(
            f"Expected crops of dtype uint8 with values from 0 to 255. Received: dtype="
            f"{crops.dtype}. Pass the pixels as decoded: the network scales them to [0, 1] itself."
        )
    if crops.shape[1:] != (FACE_SIZE, FACE_SIZE, 3):
        raise ValueError(
            f"Expected crops of shape (crops, {FACE_SIZE}, {FACE_SIZE}, 3), RGB. "
            f"Received: shape={crops.shape}. Make them with meso.faces.crop."
        )
