"""The name of a network in, a ready detector out. Loads TensorFlow, so it is imported late."""

from __future__ import annotations

from meso.detection.detector import Detector
from meso.detection.rule import rule_for
from meso.faces.find import Mtcnn
from meso.models.network import load_network
from meso.values import Finder


def load_detector(name: str | None = None, *, find: Finder | None = None) -> Detector:
    """Load a network of weights/ (None: the default one) and the finder, unless one is given.

    Raises UnknownName for a network that is not in weights/ and BadWeights for an altered file.
    """
    network = load_network(name)
    rule, photo_rule = rule_for(network.weights, "video"), rule_for(network.weights, "image")
    return Detector(network, find or Mtcnn(), rule, photo_rule=photo_rule)
