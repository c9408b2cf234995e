"""What speaks against a verdict: which of it takes the verdict away, and which is only told."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest

from meso.detection.decide import Rule, decide
from meso.detection.doubts import BLURRED, COMPRESSED, DARK, DECISIVE, SMALL
from meso.detection.rule import DEFAULT_RULE
from meso.values import Code, Evidence
from tests.detection.test_decide import each_frame

REAL = each_frame(*[0.25] * 8)


def zoomed(tighter, usual, wider):
    """The scores of three frames, cut out in three ways."""
    return np.array([[tighter] * 3, [usual] * 3, [wider] * 3], np.float32)


GOOD = Evidence(
    zoomed=zoomed(0.25, 0.25, 0.25), sharpness=0.03, brightness=100, width=200, bits_per_pixel=0.1
)


def verdict_with(scores=REAL, rule=DEFAULT_RULE, **changes):
    looked_at = len(scores.frame)
    return decide(scores, rule, looked_at=looked_at, evidence=replace(GOOD, **changes))


class TestGoodPictures:
    def test_raise_no_doubt(self):
        verdict = verdict_with()
        assert (verdict.label, verdict.codes, verdict.cautions) == ("real", (), ())

    def test_nor_do_pictures_of_which_nothing_is_known(self):
        assert decide(REAL, looked_at=8).codes == ()


PICTURES = [
    ("blurred", "sharpness", BLURRED),
    ("dark", "brightness", DARK),
    ("small", "width", SMALL),
    ("compressed", "bits_per_pixel", COMPRESSED),
]


@pytest.mark.parametrize(("code", "measure", "limit"), PICTURES)
class TestPictures:
    def test_are_doubted_below_the_limit_and_not_from_it_on(self, code, measure, limit):
        assert verdict_with(**{measure: 0.99 * limit}).codes == (code,)
        assert verdict_with(**{measure: limit}).codes == ()

    def test_lose_the_verdict_only_where_errors_are_known_to_be_more_frequent(
        self, code, measure, limit
    ):
        verdict = verdict_with(**{measure: 0.99 * limit})
        told, other = verdict.cautions, verdict.reasons
        if code in DECISIVE:
            told, other = other, told
        assert verdict.label == ("uncertain" if code in DECISIVE else "real")
        assert len(told) == 1
        assert not any(sentence in told for sentence in other)


def test_a_photo_has_no_bit_rate_to_doubt():
    assert verdict_with(bits_per_pixel=0.0).codes == ()


def test_a_caution_leaves_the_reason_in_its_place():
    verdict = verdict_with(width=70)
    assert verdict.reasons == ("The mean score 0.25 is below the threshold 0.50.",)
    assert "70 pixels wide" in verdict.cautions[0]


class TestOtherCrops:
    @pytest.mark.parametrize("scores", [(0.6, 0.25, 0.25), (0.25, 0.25, 0.5), (0.4, 0.6, 0.7)])
    def test_that_turn_the_verdict_are_told(self, scores):
        verdict = verdict_with(zoomed=zoomed(*scores))
        assert (verdict.label, verdict.codes) == ("real", ("crops_disagree",))
        for score in scores:
            label = "fake" if score >= 0.5 else "real"
            assert f"{score:.2f} ({label})" in verdict.cautions[0]

    def test_that_only_move_the_score_do_not(self):
        assert verdict_with(zoomed=zoomed(0.05, 0.25, 0.45)).codes == ()

    def test_are_judged_by_the_threshold_in_use(self):
        rule = Rule(threshold=0.4)
        doubted = verdict_with(rule=rule, zoomed=zoomed(0.05, 0.25, 0.45))
        assert doubted.codes == ("crops_disagree",)

    def test_may_be_missing(self):
        assert verdict_with(zoomed=np.empty((3, 0), np.float32)).codes == ()


class TestARun:
    FAKE_IN_THE_MIDDLE = each_frame(*[0.1] * 5, *[0.8] * 3, *[0.1] * 4)

    def test_that_looks_fake_in_a_real_clip_is_told_with_its_seconds(self):
        verdict = verdict_with(self.FAKE_IN_THE_MIDDLE)
        assert (verdict.label, verdict.codes) == ("uncertain", ("run_disagrees",))
        assert verdict.reasons == ("Seconds 0.2 to 0.3 look fake although the whole does not.",)

    def test_that_is_short_is_not(self):
        assert verdict_with(each_frame(*[0.1] * 5, *[0.8] * 2, *[0.1] * 5)).label == "real"

    @pytest.mark.parametrize(("fake", "codes"), [(0.74, ()), (0.76, ("run_disagrees",))])
    def test_must_be_nearer_to_1_than_to_the_threshold(self, fake, codes):
        hovering = each_frame(*[0.3] * 6, *[fake] * 4, *[0.2] * 2)
        assert verdict_with(hovering).codes == codes

    @pytest.mark.parametrize("beside", [[], [0.55] * 4, [0.1, *[0.55] * 5]])
    def test_is_told_whatever_stands_beside_it(self, beside):
        scores = [*[0.95] * 5, *beside, *[0.1] * (20 - len(beside) - 5)]
        assert verdict_with(each_frame(*scores)).codes == ("run_disagrees",)

    def test_in_a_fake_clip_agrees(self):
        assert verdict_with(each_frame(*[0.9] * 3, 0.2)).label == "fake"


class TestTheRule:
    def test_knows_no_code_that_does_not_exist(self):
        assert set(get_args(Code)) >= DECISIVE

    def test_tells_reasons_before_cautions(self):
        verdict = verdict_with(width=70, brightness=10)
        assert verdict.codes == ("dark", "small")
