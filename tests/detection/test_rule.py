"""The rule that a network's entry in the index makes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meso.detection.rule import Rule, rule_for
from meso.models.calibration import Calibration, ErrorRate
from tests.detection.conftest import BRIGHTNESS

VIDEO = Calibration(2.0, -1.0, 0.1, (ErrorRate(1.0, 40, 0.2),))
ENTRY = replace(BRIGHTNESS, threshold=0.4, band=0.05, video=VIDEO)


def test_of_a_calibrated_kind_begins_fake_where_it_is_the_likelier_half():
    rule = rule_for(ENTRY, "video")
    assert rule.calibration == VIDEO
    assert VIDEO.probability(rule.threshold) == pytest.approx(0.5)


def test_of_another_kind_is_the_entrys_threshold_and_band():
    assert rule_for(ENTRY, "image") == Rule(threshold=0.4, band=0.05)


class TestTooNear:
    def test_is_a_matter_of_the_score_without_a_calibration(self):
        rule = rule_for(ENTRY, "image")
        assert [rule.too_near(score) for score in (0.34, 0.36, 0.44, 0.46)] == [False, True] * 1 + [
            True,
            False,
        ]

    def test_is_a_matter_of_the_probability_with_one(self):
        rule = rule_for(ENTRY, "video")
        low, high = (rule.threshold + step for step in (-0.04, 0.04))
        assert rule.too_near(low)
        assert rule.too_near(high)
        assert not rule.too_near(rule.threshold - 0.06)

    def test_moves_along_with_the_threshold(self):
        rule = replace(rule_for(ENTRY, "video"), threshold=0.9)
        assert rule.too_near(0.9)
        assert not rule.too_near(VIDEO.threshold)
