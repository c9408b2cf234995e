"""Numbers of an experiment whose answers are known."""

from __future__ import annotations

import numpy as np
import pytest

from meso.experiments.results import cka, over_seeds
from meso.experiments.rows import Row, as_csv

pytestmark = pytest.mark.slow


class TestCka:
    @pytest.fixture
    def seen(self):
        return np.random.default_rng(0).normal(size=(300, 12)).astype(np.float32)

    def test_of_the_same_but_for_turning_scaling_and_moving_is_1(self, seen):
        turned, _ = np.linalg.qr(np.random.default_rng(1).normal(size=(12, 12)))
        assert cka(seen, seen @ turned * 7 + 3) == pytest.approx(1)

    def test_of_what_has_nothing_in_common_is_near_0(self, seen):
        assert cka(seen, np.random.default_rng(2).normal(size=(300, 9))) < 0.1

    def test_of_half_in_common_is_in_between_and_goes_both_ways(self, seen):
        half = np.concatenate([seen[:, :6], np.random.default_rng(2).normal(size=(300, 6))], axis=1)
        assert 0.3 < cka(seen, half) < 0.8
        assert cka(seen, half) == pytest.approx(cka(half, seen))


class TestOverSeeds:
    def test_is_the_mean_with_students_interval(self):
        """Of 1 to 5: mean 3, standard error √0.5, and t of 4 degrees of freedom is 2.776."""
        found = over_seeds([1, 2, 3, 4, 5])
        assert (found.low, found.value, found.high) == pytest.approx((1.037, 3, 4.963), abs=1e-3)

    def test_of_one_has_no_interval(self):
        assert over_seeds([0.7]).value == 0.7
        assert np.isnan(over_seeds([0.7]).low)


class TestCsv:
    def test_is_long_with_a_row_a_measurement(self):
        assert as_csv(Row, [Row("a", "b", "few-shot 5", 1, 0.51239, 1.0, 0.25, 40)]) == (
            "source,target,what,seed,auc,recall_real,recall_fake,n\n"
            "a,b,few-shot 5,1,0.5124,1.0000,0.2500,40\n"
        )
