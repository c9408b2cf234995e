"""A whole EfficientNet-Lite0 and its first three stages, each trained; the pair of them, out."""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np

from meso.errors import BadWeights
from meso.models.architectures import BUILDERS
from meso.models.calibration import Calibration
from meso.models.efficientnet_lite import PATCHES
from meso.models.install import install
from meso.models.network import Network
from meso.models.weights import WEIGHTS, Weights, check_name

PARTS = ("efficientnet_lite", "lite_short")  # the architectures, in the order of their features


def pair(whole: Network, patches: Network, name: str, *, folder: Path = WEIGHTS) -> Weights:
    """Install the pair: one network that says what both of them say on the mean.

    The mean is that of their log-odds, each calibrated on validation people, so that the score of
    the surer one counts for more only as far as it is right to be surer. Nothing is trained.

    whole, patches: of the architectures `PARTS`, for faces of one size, calibrated for photos
    Raises BadWeights for others, or a name that cannot be used.
    """
    check_name(name)
    of = (whole.weights.name, patches.weights.name)
    note = f"the mean of what {of[0]} and {of[1]} say"
    licence = whole.weights.licence  # of the one that was trained on more
    return install(paired(whole, patches), name, folder, licence=licence, note=note)


def paired(whole: Network, patches: Network) -> keras.Model:
    """The same without installing it."""
    model = BUILDERS["lite_pair"](input_size=whole.weights.input_size)
    kernels, bias = [], np.zeros(1)
    for network, architecture in zip((whole, patches), PARTS, strict=True):
        calibration = _calibration(network.weights, architecture, whole.weights.input_size)
        mark = PATCHES if network is patches else ""
        for layer in network.model.layers:
            if layer.weights and layer.name != "fake_score":
                model.get_layer(_marked(layer.name, mark)).set_weights(layer.get_weights())
        kernel, offset = network.model.get_layer("fake_score").get_weights()
        kernels.append(calibration.slope * kernel / len(PARTS))
        bias += (calibration.slope * offset + calibration.offset) / len(PARTS)
    model.get_layer("fake_score").set_weights([np.concatenate(kernels), bias])
    return model


def _marked(layer: str, mark: str) -> str:
    """As in "look_1_1_patch_norm"."""
    name, kind = layer.rsplit("_", 1)
    return f"{name}{mark}_{kind}"


def _calibration(weights: Weights, architecture: str, side: int) -> Calibration:
    if weights.architecture != architecture:
        raise BadWeights(
            f"{weights.name} is of the architecture {weights.architecture}, not {architecture}: a "
            f"pair is made of {' and '.join(PARTS)}, in this order."
        )
    if weights.input_size != side:
        raise BadWeights(
            f"{weights.name} takes faces of {weights.input_size} pixels, not {side}: one face goes "
            "to both parts of a pair. Train one of them anew at the size of the other."
        )
    if weights.image is None:
        raise BadWeights(
            f"{weights.name} is not calibrated, so nobody knows how much its score should count. "
            f"Type meso calibrate {weights.name} FACES first."
        )
    return weights.image
