"""A network and face crops in; its filters, and what its layers make of the crops, out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import keras
import numpy as np
from keras import layers

from meso.models.efficientnet_lite import PATCHES
from meso.models.maps import Inside, Stage
from meso.models.network import Network, batches
from meso.values import Floats, Pixels


def look_inside(network: Network, crop: Pixels) -> Inside:
    """What a crop, (256, 256, 3) uint8 RGB, becomes on its way through the network."""
    (seen,) = _seen(network, crop[None])
    maps = {layer: of_all[0] for layer, of_all in seen.items()}
    score = float(network.fake_scores(crop[None])[0])
    return Inside(score, stages(network.model), maps)


def strengths(network: Network, crops: Pixels) -> dict[str, Floats]:
    """How strongly each map answers to each crop: by layer, (crops, maps) float32.

    A map's strength is the mean of its points. crops: (crops, 256, 256, 3) uint8 RGB
    """
    parts = [
        {layer: maps.mean(axis=(1, 2), dtype=np.float64) for layer, maps in seen.items()}
        for seen in _seen(network, crops)
    ]
    return {
        layer: np.concatenate([part[layer] for part in parts]).astype(np.float32)
        for layer in parts[0]
    }


def stages(model: keras.Model) -> tuple[Stage, ...]:
    """The layers whose maps can be looked at, in the order in which a face travels."""
    sees = _sees(model)
    found = []
    for layer in _shown(model):
        _, _, side, maps = layer.output.shape
        found.append(Stage(layer.name, side=side, maps=maps, sees=sees[id(layer.output)]))
    return tuple(found)


def first_filters(model: keras.Model) -> dict[str, Floats]:
    """The convolutions that look at the picture itself, by layer: (filters, side, side, channels).

    A network of branches has several such layers; channels are red, green and blue, and for
    MesoDeep these three once more, of the finest detail.
    """
    convolutions = [layer for layer in model.layers if isinstance(layer, layers.Conv2D)]
    picture = convolutions[0].input
    return {
        layer.name: np.moveaxis(layer.get_weights()[0], -1, 0)
        for layer in convolutions
        if layer.input is picture
    }


def _shown(model: keras.Model) -> list[keras.layers.Layer]:
    """In order; of a pair, first all of the whole network's."""
    shown = [layer for layer in model.layers if _is_shown(layer)]
    return sorted(shown, key=lambda layer: PATCHES in layer.name)


def _is_shown(layer: keras.layers.Layer) -> bool:
    """Whether a layer ends a step: what comes before a ReLU is left out."""
    if not layer.name.startswith(("features_", "detail")) or len(layer.output.shape) != 4:
        return False
    if isinstance(layer, layers.Conv2D):
        return bool(layer.activation is keras.activations.relu)
    ends = (layers.ReLU, layers.Concatenate, layers.MaxPooling2D, layers.DepthwiseConv2D)
    return isinstance(layer, ends)


@lru_cache(maxsize=4)  # as many as the worker keeps detectors
def _eye(model: keras.Model) -> keras.Model:
    """The same network, ending in all its maps at once."""
    return keras.Model(model.input, {layer.name: layer.output for layer in _shown(model)})


def _seen(network: Network, crops: Pixels) -> Iterator[dict[str, Floats]]:
    """By layer, the maps of some crops at a time; every batch has one size, as for scores."""
    eye = _eye(network.model)
    for batch, count in batches(crops, network.weights.input_size):
        seen = eye.predict_on_batch(batch)
        yield {layer: maps[:count] for layer, maps in seen.items()}


def _sees(model: keras.Model) -> dict[int, int]:
    """How many pixels across a point depends on, by the identity of the tensor that it is in."""
    found = {id(model.inputs[0]): (1, 1)}  # pixels, and how far apart neighbours are in the picture
    for layer in model.layers[1:]:
        before = layer.input if isinstance(layer.input, list) else [layer.input]
        sees, step = max(found[id(tensor)] for tensor in before)
        found[id(layer.output)] = (sees + (_reach(layer) - 1) * step, step * _stride(layer))
    return {tensor: sees for tensor, (sees, _) in found.items()}


def _reach(layer: keras.layers.Layer) -> int:
    """How many points across of what it is given a layer takes for one of its own."""
    kernel, *_ = getattr(layer, "kernel_size", getattr(layer, "pool_size", (1,)))
    dilation, *_ = getattr(layer, "dilation_rate", (1,))
    return int((kernel - 1) * dilation + 1)


def _stride(layer: keras.layers.Layer) -> int:
    stride, *_ = getattr(layer, "strides", (1,))
    return int(stride)
