"""A network in; its extractor, what that sees in crops, and its classifier's numbers, out.

Frozen means: the numbers stay, and normalisation uses the statistics of training. So a face has
one vector of features, which can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import keras
import numpy as np

from meso.models.architectures import BUILDERS
from meso.models.network import load_numbers, to_size
from meso.values import Floats, Pixels

BATCH = 32
LOOKS = 40  # batches that a random network sees
REMEMBERS = 0.85  # of its statistics a normalisation keeps at each of them


class Classifier(NamedTuple):
    """The numbers that decide: (features, 16), (16,), (16, 1) and (1,) float32."""

    hidden: Floats
    hidden_bias: Floats
    last: Floats
    last_bias: Floats


class Halves(NamedTuple):
    """A network that ends in blocks.classifier, parted.

    extract:    (batch, side, side, 3) to (batch, features)
    classifier: its own, as it was trained
    """

    extract: keras.Model
    classifier: Classifier


def halves(model: keras.Model) -> Halves:
    """The network before its flattening, and what decides after it."""
    flat = model.get_layer("classifier_flatten").output
    hidden, last = model.get_layer("classifier_hidden"), model.get_layer("fake_score")
    numbers = Classifier(*hidden.get_weights(), *last.get_weights())
    return Halves(keras.Model(model.input, flat), numbers)


def load_halves(architecture: str, path: Path) -> Halves:
    """The halves of a network on disk. Raises BadWeights when it cannot be loaded."""
    model = BUILDERS[architecture]()
    load_numbers(model, path, mend="Delete it, and type the same command again.")
    return halves(model)


def features(extract: keras.Model, crops: Pixels) -> Floats:
    """What an extractor sees: (crops, 256, 256, 3) uint8 to (crops, features) float32."""
    side = extract.input_shape[1]
    parts = [crops[start : start + BATCH] for start in range(0, len(crops), BATCH)]
    return np.concatenate([extract.predict_on_batch(to_size(part, side)) for part in parts])


def redrawn_classifier(like: Classifier, seed: int) -> Classifier:
    """One that has learned nothing: Glorot uniform numbers, no bias."""
    rng = np.random.default_rng(seed)
    hidden, last = (_glorot(numbers.shape, rng) for numbers in (like.hidden, like.last))
    return Classifier(hidden, np.zeros_like(like.hidden_bias), last, np.zeros_like(like.last_bias))


def random_network(architecture: str, crops: Pixels, seed: int) -> keras.Model:
    """A network that has learned nothing, but whose normalisations know the statistics of faces.

    Without these its features would be far smaller than a trained one's: no fair control.
    crops: (crops, 256, 256, 3) uint8
    """
    keras.utils.set_random_seed(seed)
    model = BUILDERS[architecture]()
    for layer in model.layers:
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = REMEMBERS
    for places in np.random.default_rng(seed).integers(len(crops), size=(LOOKS, BATCH)):
        model(crops[places], training=True)
    return model


def _glorot(shape: Sequence[int], rng: np.random.Generator) -> Floats:
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape).astype(np.float32)
