"""A short training on crops in memory."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.training.recipes import RECIPES
from meso.training.short import train_on

pytestmark = pytest.mark.slow

RECIPE = replace(RECIPES["smoke"], epochs=1, steps_per_epoch=3, learning_rate=1e-3)
IS_FAKE = np.arange(20) < 10


@pytest.fixture(scope="module")
def crops():
    """Noise; the fakes are redder."""
    crops = np.random.default_rng(0).integers(0, 150, (20, 256, 256, 3)).astype(np.uint8)
    crops[IS_FAKE, :, :, 0] += 100
    crops.flags.writeable = False
    return crops


class TestTrainOn:
    def test_learns(self, crops):
        recipe = replace(RECIPE, steps_per_epoch=25, dropout=0.0)
        model = train_on(recipe, crops, IS_FAKE, lambda *at: None)
        scores = np.asarray(model(crops, training=True))[:, 0]  # statistics of 25 steps are raw
        assert scores[IS_FAKE].min() > scores[~IS_FAKE].max()

    def test_gives_the_same_numbers_but_for_rounding_for_the_same_recipe_only(self, crops):
        one, again, other = (
            train_on(replace(RECIPE, seed=seed), crops, IS_FAKE, lambda *at: None).get_weights()
            for seed in (0, 0, 1)
        )
        for mine, same in zip(one, again, strict=True):
            np.testing.assert_allclose(mine, same, atol=1e-5)
        assert any(
            np.abs(mine - theirs).max() > 0.01 for mine, theirs in zip(one, other, strict=True)
        )

    def test_tells_every_step(self, crops):
        told = []
        train_on(RECIPE, crops, IS_FAKE, lambda *at: told.append(at))
        assert told == [(1, 3), (2, 3), (3, 3)]
