from __future__ import annotations

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from meso.detection.decide import Rule
from meso.detection.detector import Detector
from meso.models.weights import Weights
from tests.faces.marked import find_marked, lossless_clip

BRIGHTNESS = Weights(
    name="brightness",
    architecture="brightness",
    path=Path("brightness.weights.h5"),
    sha256="b5" * 32,
    licence="Apache-2.0",
    note="no training",
    threshold=0.5,
    band=0.0,
    input_size=256,
)


class Brightness:
    """A network to which a bright face is fake: the score is its grey, of 255."""

    def __init__(self):
        self.weights = BRIGHTNESS
        self.calls = []

    @property
    def crops(self):
        """The faces that it was given first; tighter and wider crops come after them."""
        return self.calls[0] if self.calls else None

    def fake_scores(self, crops):
        self.calls.append(crops.copy())
        return (np.median(crops, axis=(1, 2, 3)) / 255).astype(np.float32)


@pytest.fixture
def network():
    return Brightness()


@pytest.fixture
def bright_is_fake(network):
    """A detector that goes by the marks and the brightness of faces: real but for the networks."""
    return Detector(network, find_marked, Rule())


@pytest.fixture
def detect(bright_is_fake):
    """Score pictures as the frames of a clip; by default all of them."""

    def score(*pictures, **options):
        clip = BytesIO(lossless_clip(list(pictures)))
        return bright_is_fake.detect_stream(clip, "clip.mkv", **({"frames": 128} | options))

    return score
