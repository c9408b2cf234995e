from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from meso.models.weights import Weights, register, sha256

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PHOTO = files("skimage") / "data" / "astronaut.png"
LINES = """
import json, sys
import meso
from meso.detection.as_json import as_json
print(json.dumps([as_json(meso.detect(sys.argv[1], model=name)) for name in [None, "mine"]]))
"""


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    """A folder with one network, whose numbers are random."""
    import keras

    from meso.models.architectures import BUILDERS

    folder = tmp_path_factory.mktemp("weights")
    path = folder / "mine.weights.h5"
    keras.utils.set_random_seed(5)
    BUILDERS["meso4"]().save_weights(path)
    mine = Weights("mine", "meso4", path, sha256(path), "Apache-2.0", "nothing", 0.25, 0.0, 256)
    register(mine, folder)
    return mine


@pytest.fixture(scope="module")
def reports(weights, tmp_path_factory):
    """The astronaut's photo detected twice, by name and by default, from an empty folder."""
    variables = {"MESO_WEIGHTS": str(weights.path.parent), "PYTHONPATH": str(ROOT)}
    printed = subprocess.check_output(
        [sys.executable, "-c", LINES, str(PHOTO)],
        cwd=tmp_path_factory.mktemp("empty"),
        env=os.environ | variables,
        text=True,
    )
    return json.loads(printed)


class TestLoadDetector:
    def test_joins_the_real_finder_and_the_network(self, reports, weights):
        report, _ = reports
        (frame,) = report["frames"]
        (face,) = frame["faces"]
        left, top, right, bottom = face["box"]
        assert left < 204 < 246 < right
        assert top < 101 < 141 < bottom
        assert 0 < face["fake_score"] < 1
        assert (report["kind"], report["source"]) == ("image", "astronaut.png")
        assert (report["model"], report["weights_sha256"]) == ("mine", weights.sha256)

    def test_takes_the_threshold_of_the_network(self, reports):
        verdict = reports[0]["verdict"]
        assert verdict["threshold"] == 0.25
        assert verdict["label"] == ("fake" if verdict["score"] >= 0.25 else "real")

    def test_gives_the_same_scores_when_loaded_anew(self, reports):
        first, second = ({**report, "seconds": None} for report in reports)
        assert first == second
