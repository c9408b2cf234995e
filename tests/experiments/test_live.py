"""One field retrained for the page: as the experiment does it, told and stopped on the way."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from meso.errors import BadWeights, Cancelled
from meso.experiments.files import BadRun, Files
from meso.experiments.live import retrain
from meso.experiments.settings import OVERLAP
from tests.runs import FACES, IS_FAKE, SETTINGS, write_run

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_run(tmp_path_factory.mktemp("runs") / "mine", features=True)


def asked(folder, tell=lambda done, of: None, **changed):
    field = {"source": "striped", "target": "dotted", "few": 0, "seed": 3} | changed
    return retrain(None, folder=folder, tell=tell, **field)


@pytest.fixture(scope="module")
def live(folder):
    return asked(folder)


class TestARetraining:
    def test_learns_what_the_features_tell(self, live):
        assert live.scores.shape == (FACES,)
        assert live.row.auc > 0.9
        assert live.scores[IS_FAKE].mean() > live.scores[~IS_FAKE].mean() + 0.3

    def test_is_told_as_a_measurement_of_its_field(self, live):
        row = live.row
        assert (row.source, row.target, row.what, row.seed) == ("striped", "dotted", OVERLAP, 3)
        assert row.n == FACES

    def test_is_the_same_again_for_the_same_seed_only(self, folder, live):
        again, other = asked(folder), asked(folder, seed=4)
        np.testing.assert_allclose(again.scores, live.scores, atol=1e-3)
        assert np.abs(other.scores - live.scores).max() > 1e-3

    def test_with_a_few_faces_is_another_measurement(self, folder, live):
        few = asked(folder, few=5)
        assert few.row.what == "few-shot 5"
        assert np.abs(few.scores - live.scores).max() > 1e-3

    def test_tells_how_far_it_is_now_and_then(self, folder):
        told = []
        asked(folder, lambda *at: told.append(at))
        assert told == [(20, 60), (40, 60), (60, 60)]
        assert SETTINGS.steps == 60

    def test_ends_at_once_when_it_is_cancelled(self, folder):
        told = []

        def cancel(done, of):
            told.append(done)
            raise Cancelled("The classifier")

        with pytest.raises(Cancelled):
            asked(folder, cancel)
        assert told == [20]


def test_it_imports_nothing_large_where_the_worker_must_show_that_it_lives():
    """SciPy's statistics alone hold Python up for seconds on a busy machine."""
    lines = "import sys, meso.experiments.live, meso.experiments.measure; print(*sys.modules)"
    printed = subprocess.check_output([sys.executable, "-c", lines], cwd=ROOT, text=True)
    assert not {"scipy", "cv2", "keras", "pandas", "sklearn"} & {*printed.split()}


class TestADamagedRun:
    @pytest.fixture
    def run(self, tmp_path):
        return write_run(tmp_path / "mine", features=True)

    @pytest.mark.parametrize(
        "arrays",
        [
            {
                "train": np.zeros((FACES, 7), np.float16),
                "held_out": np.zeros((FACES, 7), np.float16),
            },
            {"train": np.zeros((3, 1024), np.float16), "held_out": np.zeros((3, 1024), np.float16)},
            {"train": np.zeros((FACES, 1024), np.float16)},
            {"train": np.array(["a"] * FACES), "held_out": np.array(["a"] * FACES)},
        ],
        ids=["other network", "other faces", "half", "words"],
    )
    def test_is_told_by_the_file(self, run, arrays):
        np.savez(Files(run).features("striped", "dotted"), **arrays)
        with pytest.raises(BadRun, match=r"features/striped/dotted\.npz"):
            asked(run)

    def test_without_its_network_is_told_too(self, run):
        Files(run).network("striped").write_bytes(b"no network")
        with pytest.raises(BadWeights, match="striped"):
            asked(run)
