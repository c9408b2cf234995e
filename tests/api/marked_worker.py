"""A detector for a worker process: all of it is real but finder and network, which are small."""

from __future__ import annotations

from meso.detection.decide import Rule
from meso.detection.detector import Detector
from meso.media import isolate
from tests.detection.conftest import Brightness
from tests.faces.marked import find_marked


class _Slate(Brightness):
    device = "a slate"


def load(model):
    return Detector(_Slate(), find_marked, Rule(), media=isolate)
