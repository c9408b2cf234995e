"""The name of a network in, a ready detector out. Loads TensorFlow, so it is imported late."""

from __future__ import annotations

from meso.detection.decide import Rule
from meso.detection.detector import Detector
from meso.faces.find import Mtcnn
from meso.models.network import load_network
from meso.values import Finder


def load_detector(name: str | None = None, *, find: Finder | None = None) -> Detector:
    """Load a network of weights/ (None: the default one) and the finder, unless one is given.

    Raises UnknownName for a network that is not in weights/ and BadWeights for an altered file.
    """
    network = load_network(name)
    weights = network.weights
    rule = Rule(threshold=weights.threshold, band=weights.band)
    return Detector(network, find or Mtcnn(), rule)
