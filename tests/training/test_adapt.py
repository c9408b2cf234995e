"""A network trained on with a few faces, each time from the same numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadWeights
from meso.models.network import save_weights
from meso.training.adapt import Adapter
from meso.training.fit import compiled
from meso.training.recipes import RECIPES

pytestmark = pytest.mark.slow

RECIPE = replace(RECIPES["forensic-transfer"], epochs=1, steps_per_epoch=2, seed=5)
IS_FAKE = np.arange(6) < 3


@pytest.fixture(scope="module")
def crops():
    """Noise; the fakes are smoother."""
    crops = np.random.default_rng(0).integers(0, 250, (6, 256, 256, 3)).astype(np.uint8)
    crops[IS_FAKE] = crops[IS_FAKE][:, :1]
    return crops


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """The file of a learner, its optimizer's numbers among them."""
    path = tmp_path_factory.mktemp("trained") / "one.weights.h5"
    save_weights(compiled(RECIPE), path)
    return path


@pytest.fixture(scope="module")
def adapter(trained):
    made = Adapter(RECIPE)
    made.load(trained)
    return made


def scores(detector, crops):
    return detector.predict_on_batch(crops)[:, 0]


class TestAdapter:
    def test_changes_the_network(self, adapter, crops):
        before = scores(adapter.unchanged(), crops)
        assert np.abs(scores(adapter.adapted(crops, IS_FAKE, 0), crops) - before).max() > 1e-3

    def test_begins_from_the_file_each_time(self, adapter, crops):
        before = scores(adapter.unchanged(), crops)
        one, again, other = (
            scores(adapter.adapted(crops, IS_FAKE, seed), crops) for seed in (0, 0, 1)
        )
        np.testing.assert_allclose(one, again, atol=1e-4)
        assert np.abs(one - other).max() > 1e-4
        np.testing.assert_array_equal(scores(adapter.unchanged(), crops), before)

    def test_refuses_the_file_of_another_network(self, trained):
        with pytest.raises(BadWeights, match="no weights of meso4"):
            Adapter(RECIPES["smoke"]).load(trained)
