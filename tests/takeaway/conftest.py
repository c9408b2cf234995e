from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meso.models.weights import Weights
from meso.values import Box, NotScored
from tests.reports import report_of


@pytest.fixture
def clip():
    """Two people in three frames of five; of one frame nobody, and a face that is too small."""
    report = report_of(
        [(0, 0, 0.1), (25, 0, 0.2), (25, 1, 0.7), (100, 1, 0.9)],
        looked_at=[0, 25, 50, 75, 100],
        missed=[
            NotScored(50, 2.0, "no face"),
            NotScored(75, 3.0, "too small", Box(1, 2, 31, 42)),
        ],
        reasons=("The mean score 0.25 is below the threshold 0.50.",),
        cautions=("The face is small.",),
        error_rate=0.083,
        probability=0.2,
    )
    return replace(report, boxes=tuple(Box(n, 20 + n, 110 + n, 150 + n) for n in range(4)))


@pytest.fixture
def photo():
    """A photo of three people."""
    return report_of([(0, 0, 0.2), (0, 1, 0.8), (0, 2, 0.4)], looked_at=[0], kind="image")


@pytest.fixture
def weights(clip):
    """What is known of the network that scored the clip."""
    return Weights(
        name=clip.model,
        architecture=clip.model,
        path=Path("meso4.weights.h5"),
        sha256=clip.weights_sha256,
        licence="teaching only",
        note="faces painted by a child",
        threshold=0.5,
        band=0.0,
        input_size=256,
    )
