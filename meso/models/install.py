"""A network with its numbers in; its file in the folder of weights, and its entry there, out."""

from __future__ import annotations

from pathlib import Path

import keras

from meso.models.index import SUFFIX
from meso.models.network import save_weights
from meso.models.weights import Weights, check_name, register, sha256


def install(network: keras.Model, name: str, folder: Path, *, licence: str, note: str) -> Weights:
    """Write the numbers into `folder` and list them there under `name`, in place of older ones.

    The threshold is the paper's, 0.5, until `meso calibrate` finds a better one. Raises BadWeights
    for a name that cannot be used.
    """
    check_name(name)
    path = folder / f"{name}{SUFFIX}"
    save_weights(network, path)
    weights = Weights(
        name=name,
        architecture=network.name,
        path=path,
        sha256=sha256(path),
        licence=licence,
        note=note,
        threshold=0.5,
        band=0.0,
        input_size=network.input_shape[1],
    )
    register(weights, folder)
    return weights
