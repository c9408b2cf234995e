"""A network in; how many numbers it has, how much it multiplies, and how fast it is, out."""

from __future__ import annotations

import math
from time import process_time
from typing import NamedTuple

import keras
import numpy as np
from keras import layers

MULTIPLY = (layers.Conv2D, layers.DepthwiseConv2D, layers.Dense)
NORMALISE = (layers.BatchNormalization, layers.Normalization)
BATCH = 8
ROUNDS, BATCHES = 3, 4  # the fastest of so many rounds of so many batches counts


class Cost(NamedTuple):
    """What a network costs.

    parameters:     all its numbers, those of its normalisations too
    macs:           multiplications, each with an addition, for one face
    crops_a_second: of the time that this machine's processors spend on it
    """

    parameters: int
    macs: int
    crops_a_second: float


def cost(model: keras.Model) -> Cost:
    """Count, and measure on noise. Raises TypeError as `macs` does."""
    return Cost(model.count_params(), macs(model), crops_a_second(model))


def macs(model: keras.Model) -> int:
    """Multiplications of one picture in convolutions and dense layers, those within others too.

    Each number of a kernel is used once at each point of what comes out. Normalisation, pooling
    and activation are left out, as is usual: they are a few in a hundred. Raises TypeError for a
    layer with numbers that is none of these.
    """
    return sum(_of_layer(layer) for layer in model.layers)


def crops_a_second(model: keras.Model) -> float:
    """By the time of the processors, so that whatever else they do counts for nothing."""
    side = model.input_shape[1]
    crops = np.random.default_rng(0).integers(0, 256, (BATCH, side, side, 3)).astype(np.uint8)
    model.predict_on_batch(crops)  # what is prepared at the first batch is not counted
    return BATCH * BATCHES / min(_seconds(model, crops) for _ in range(ROUNDS))


def _seconds(model: keras.Model, crops: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> float:
    begun = process_time()
    for _ in range(BATCHES):
        model.predict_on_batch(crops)
    return process_time() - begun


def _of_layer(layer: keras.layers.Layer) -> int:
    if isinstance(layer, keras.Model):
        return macs(layer)
    if isinstance(layer, MULTIPLY):
        return int(math.prod(layer.kernel.shape) * math.prod(layer.output.shape[1:-1]))
    if layer.weights and not isinstance(layer, NORMALISE):
        raise TypeError(f"Nobody told how much {layer.name} multiplies: {type(layer).__name__}.")
    return 0
