"""A calibration: one curve from scores to probabilities, and bins of errors along it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meso.models.calibration import Calibration, ErrorRate, from_table, is_calibration, probability

RATES = (ErrorRate(0.3, 40, 0.1), ErrorRate(0.5, 20, 0.4), ErrorRate(1.0, 60, 0.05))
STEEP = Calibration(slope=2.0, offset=-1.0, unsure=0.1, error_rates=RATES)
scores = st.floats(0, 1)
lines = st.tuples(st.floats(0.01, 100), st.floats(-50, 50))


class TestProbability:
    def test_is_a_sigmoid_of_the_logit(self):
        assert Calibration(1.0, 0.0, 0.1, RATES).probability(0.3) == pytest.approx(0.3)
        odds = (0.8 / 0.2) ** 2 * np.exp(-1)
        assert STEEP.probability(0.8) == pytest.approx(odds / (1 + odds))

    def test_is_a_half_at_the_threshold(self):
        assert STEEP.probability(STEEP.threshold) == pytest.approx(0.5)
        assert STEEP.threshold == pytest.approx(1 / (1 + np.exp(-0.5)))

    @given(scores, scores, lines)
    def test_never_falls_with_the_score(self, one, other, line):
        low, high = probability(sorted([one, other]), *line)
        assert 0 <= low <= high <= 1

    @pytest.mark.parametrize("score", [0.0, 1.0])
    def test_is_never_certain(self, score):
        assert 0 < STEEP.probability(score) < 1

    @given(lines)
    def test_has_a_threshold_among_the_scores(self, line):
        assert 0 <= Calibration(*line, 0.1, RATES).threshold <= 1


class TestErrorRate:
    @pytest.mark.parametrize(("score", "share"), [(0.1, 0.1), (0.6, 0.4), (0.9, 0.05), (1, 0.05)])
    def test_is_that_of_the_bin_of_its_probability(self, score, share):
        assert STEEP.error_rate(score) == share

    def test_changes_sides_at_the_threshold(self):
        assert STEEP.error_rate(STEEP.threshold - 1e-6) == 0.4
        assert STEEP.error_rate(STEEP.threshold + 1e-6) == 0.05


class TestTheTable:
    def test_holds_all_there_is(self):
        assert STEEP.as_table() == {
            "calibration": [2.0, -1.0],
            "unsure": 0.1,
            "error_rates": [[0.3, 40, 0.1], [0.5, 20, 0.4], [1.0, 60, 0.05]],
        }
        assert from_table(STEEP.as_table()) == STEEP
        assert is_calibration(STEEP.as_table())

    @pytest.mark.parametrize(
        "change",
        [
            {"calibration": [0, 1]},
            {"calibration": [-1, 1]},
            {"calibration": [1]},
            {"calibration": [float("nan"), 1]},
            {"calibration": "1, 2"},
            {"unsure": 0.6},
            {"unsure": True},
            {"error_rates": []},
            {"error_rates": [[0.5, 10, 0.1]]},
            {"error_rates": [[0.5, 10, 0.1], [0.5, 10, 0.1], [1.0, 10, 0.1]]},
            {"error_rates": [[1.0, 10.5, 0.1]]},
            {"error_rates": [[1.0, 10, 1.1]]},
            {"error_rates": [[1.0, -1, 0.1]]},
            {"error_rates": [1.0, 10, 0.1]},
            {"error_rates": [[1.0, 10]]},
            {"width": 1},
        ],
    )
    def test_is_refused_where_it_makes_no_sense(self, change):
        assert not is_calibration(STEEP.as_table() | change)

    def test_lacks_nothing(self):
        assert not is_calibration({"calibration": [1, 0], "unsure": 0.1})
        assert not is_calibration([1, 0])
