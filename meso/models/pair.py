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
from meso.models.weights import WEIGHTS, Weights, check_name, known

PAIR = "lite_pair"
PARTS = ("efficientnet_lite", "lite_short")  # the architectures, in the order of their features


def pair(whole: Network, patches: Network, name: str, *, folder: Path = WEIGHTS) -> Weights:
    """Install the pair: one network whose log-odds are the mean of those of both.

    Each is calibrated on validation people before, so that the surer one counts for more only as
    far as it is right to be surer. Nothing is trained. An older pair of that name is replaced; its
    calibration goes with it.

    whole, patches: of the architectures `PARTS`, for faces of one size, calibrated for photos
    Raises BadWeights for others, a name that cannot be used, or one that another network has.
    """
    refuse_name(name, folder)
    of = (whole.weights, patches.weights)
    note = f"the mean of what {of[0].name} and {of[1].name} say"
    licence = "; ".join(dict.fromkeys(part.licence for part in of))
    return install(paired(whole, patches), name, folder, licence=licence, note=note)


def refuse_name(name: str, folder: Path = WEIGHTS) -> None:
    """Raise BadWeights for a name that cannot be used, or that a network has which is no pair."""
    check_name(name)
    present = known(folder).get(name)
    if present and present.architecture != PAIR:
        raise BadWeights(f"{name} is another network, and no pair. Name the pair otherwise.")


def paired(whole: Network, patches: Network) -> keras.Model:
    """The same without installing it. Raises BadWeights for other networks than `pair` takes."""
    networks = (whole, patches)
    side = whole.weights.input_size
    calibrations = [
        _calibration(network.weights, architecture, side)
        for network, architecture in zip(networks, PARTS, strict=True)
    ]
    model = BUILDERS[PAIR](input_size=side)
    for network, mark in zip(networks, ("", PATCHES), strict=True):
        for layer in network.model.layers:
            if layer.weights and layer.name != "fake_score":
                model.get_layer(_marked(layer.name, mark)).set_weights(layer.get_weights())
    kernels, bias = [], np.zeros(1)
    for network, calibration in zip(networks, calibrations, strict=True):
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
