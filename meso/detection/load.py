"""The name of a network in, a ready detector out. Loads TensorFlow, so it is imported late."""

from __future__ import annotations

from meso.detection.detector import Detector
from meso.detection.rule import rule_for
from meso.faces.find import chosen_finder
from meso.media import read
from meso.media.read import Opens
from meso.models.network import load_network
from meso.values import Finder


def load_detector(
    name: str | None = None, *, find: Finder | None = None, media: Opens = read
) -> Detector:
    """Load a network of weights/ (None: the default one) and the finder, unless one is given.

    find:  None for MTCNN, or for YuNet where MESO_YUNET in the environment is the path of its file
    media: what opens files; `meso.media.isolate` for those of people who are not trusted

    MTCNN asks TensorFlow for one thread, for the whole process, unless it has started before or
    TF_NUM_INTRAOP_THREADS says otherwise: its pictures are too small to be shared out.

    Raises UnknownName for a network that is not in weights/ and BadWeights for an altered file.
    """
    network = load_network(name)
    rule, photo_rule = rule_for(network.weights, "video"), rule_for(network.weights, "image")
    return Detector(network, find or chosen_finder(), rule, photo_rule=photo_rule, media=media)
