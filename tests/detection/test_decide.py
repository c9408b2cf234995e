from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meso.detection.decide import REDUCTIONS, Rule, decide
from meso.detection.reductions import SHARES
from meso.errors import UnknownName
from meso.models.calibration import Calibration, ErrorRate
from meso.values import FaceScores

PLAIN = Rule(fewest_frames=1)
in_range = st.floats(0, 1, width=32)


def scores(*entries):
    """Face scores from pairs (frame, fake score)."""
    frame, fake_score = np.array(entries, float).reshape(-1, 2).T
    return FaceScores(
        frame=frame.astype(np.int64),
        seconds=(frame / 25).astype(np.float32),
        person=np.zeros(len(frame), np.int64),
        fake_score=fake_score.astype(np.float32),
    )


def each_frame(*fake_scores):
    return scores(*enumerate(fake_scores))


class TestDecide:
    def test_a_mean_at_the_threshold_is_fake(self):
        assert decide(each_frame(0.25, 0.75), looked_at=2).label == "fake"

    def test_a_mean_below_the_threshold_is_real(self):
        assert decide(each_frame(0.2, 0.7), looked_at=2).label == "real"

    def test_the_threshold_can_be_moved(self):
        rule = replace(PLAIN, threshold=0.75)
        assert decide(each_frame(0.5, 0.9), rule, looked_at=2).label == "real"
        assert decide(each_frame(0.5, 1.0), rule, looked_at=2).label == "fake"

    def test_one_fake_face_among_real_ones_makes_its_frame_fake(self):
        assert decide(scores((0, 0.1), (0, 0.9)), looked_at=1).score == pytest.approx(0.9)

    def test_a_crowded_frame_weighs_no_more_than_any_other(self):
        crowded = [(0, 1.0)] * 9
        assert decide(scores(*crowded, (1, 0.0)), looked_at=2).score == pytest.approx(0.5)

    def test_says_what_it_stands_on(self):
        rule = Rule(threshold=0.625, reduction="median")
        verdict = decide(scores((0, 0.1), (0, 0.75), (3, 0.75), (9, 1)), rule, looked_at=3)
        assert (verdict.score, verdict.threshold) == (0.75, 0.625)
        assert (verdict.reduction, verdict.frames) == ("median", 3)
        assert verdict.reasons == ("The median score 0.75 is at or above the threshold 0.62.",)
        assert verdict.error_rate is None

    def test_a_photo_is_decided_on_its_one_frame(self):
        assert decide(each_frame(0.9), looked_at=1).label == "fake"
        assert decide(each_frame(0.1), looked_at=1).label == "real"

    def test_a_photo_has_no_mean(self):
        verdict = decide(each_frame(0.25), looked_at=1)
        assert verdict.reasons == ("The score 0.25 is below the threshold 0.50.",)

    def test_a_score_next_to_the_threshold_is_written_with_more_digits(self):
        verdict = decide(each_frame(0.4984, 0.4984), looked_at=2)
        assert verdict.reasons == ("The mean score 0.4984 is below the threshold 0.5000.",)

    def test_without_a_score_is_impossible(self):
        with pytest.raises(ValueError, match="no score to decide on"):
            decide(scores(), looked_at=32)

    @settings(deadline=None)
    @given(
        st.lists(in_range, min_size=5, max_size=40),
        st.sampled_from(sorted(REDUCTIONS.keys() - SHARES)),
    )
    def test_agrees_with_its_own_score_and_stays_between_its_frames(self, fake_scores, reduction):
        rule = Rule(reduction=reduction)
        verdict = decide(each_frame(*fake_scores), rule, looked_at=len(fake_scores))
        side = "fake" if verdict.score >= 0.5 else "real"
        assert verdict.label == ("uncertain" if verdict.codes == ("run_disagrees",) else side)
        assert min(fake_scores) - 1e-6 <= verdict.score <= max(fake_scores) + 1e-6


class TestACalibratedNetwork:
    RATES = (ErrorRate(0.5, 40, 0.25), ErrorRate(1.0, 60, 0.125))
    RULE = Rule(threshold=0.5, calibration=Calibration(2.0, 0.0, 0.1, RATES))

    def test_tells_how_probable_a_fake_is_and_how_often_such_scores_are_misjudged(self):
        verdict = decide(each_frame(*[0.75] * 5), self.RULE, looked_at=5)
        assert verdict.label == "fake"
        assert verdict.probability == pytest.approx(0.9)
        assert verdict.error_rate == 0.125
        assert decide(each_frame(*[0.25] * 5), self.RULE, looked_at=5).error_rate == 0.25

    def test_is_unsure_of_probabilities_near_a_half_not_of_scores(self):
        assert decide(each_frame(0.54), self.RULE, looked_at=1).codes == ("in_band",)
        assert decide(each_frame(0.56), self.RULE, looked_at=1).label == "fake"

    def test_has_misjudged_nothing_that_it_did_not_judge(self):
        verdict = decide(each_frame(0.51), self.RULE, looked_at=1)
        assert verdict.error_rate is None
        assert verdict.probability > 0.5

    def test_was_not_measured_with_another_threshold(self):
        moved = replace(self.RULE, threshold=0.6)
        verdict = decide(each_frame(0.9), moved, looked_at=1)
        assert verdict.error_rate is None
        assert verdict.probability is not None

    def test_was_not_measured_with_another_reduction(self):
        verdict = decide(each_frame(0.9), replace(self.RULE, reduction="median"), looked_at=1)
        assert (verdict.probability, verdict.error_rate) == (None, None)


class TestDoubts:
    def test_few_scored_frames_of_many_give_no_verdict(self):
        verdict = decide(each_frame(*[1.0] * 4), looked_at=32)
        assert verdict.label == "uncertain"
        (reason,) = verdict.reasons
        assert reason.startswith("Only 4 of the 32 frames looked at show a face")
        assert reason.endswith("a verdict needs 5.")

    def test_enough_scored_frames_do(self):
        assert decide(each_frame(*[1.0] * 5), looked_at=32).label == "fake"

    def test_nobody_needs_more_frames_than_were_looked_at(self):
        assert decide(each_frame(*[1.0] * 3), looked_at=3).label == "fake"
        assert decide(each_frame(*[1.0] * 2), looked_at=3).label == "uncertain"

    @pytest.mark.parametrize("score", [0.47, 0.5, 0.53])
    def test_a_score_near_the_threshold_is_too_near_to_call(self, score):
        verdict = decide(each_frame(score), replace(PLAIN, band=0.05), looked_at=1)
        assert verdict.label == "uncertain"
        assert "within 0.05 of the threshold 0.50" in verdict.reasons[0]

    @pytest.mark.parametrize(("score", "label"), [(0.44, "real"), (0.56, "fake")])
    def test_one_farther_away_is_not(self, score, label):
        assert decide(each_frame(score), replace(PLAIN, band=0.05), looked_at=1).label == label

    def test_each_is_told(self):
        verdict = decide(each_frame(0.5), Rule(band=0.1), looked_at=32)
        assert verdict.codes == ("few_frames", "in_band")
        assert len(verdict.reasons) == 2

    def test_leave_the_score_as_it_is(self):
        assert decide(each_frame(0.75), looked_at=32).score == 0.75


class TestReductions:
    @pytest.mark.parametrize(
        ("reduction", "score"),
        [("mean", 0.25), ("median", 0.125), ("most fake tenth", 0.875)],
    )
    def test_make_one_number_of_the_frames(self, reduction, score):
        fifty = each_frame(*[0.875] * 5, *[0.375] * 10, *[0.125] * 35)
        assert decide(fifty, Rule(reduction=reduction), looked_at=50).score == score

    def test_most_fake_tenth_takes_three_frames_at_least(self):
        rule = replace(PLAIN, reduction="most fake tenth")
        ten = each_frame(1.0, 0.5, 0.0, *[0.0] * 7)
        assert decide(ten, rule, looked_at=10).score == pytest.approx(0.5)
        assert decide(each_frame(1.0, 0.5), rule, looked_at=2).score == pytest.approx(0.75)

    def test_the_default_is_the_mean(self):
        assert Rule().reduction == "mean"

    def test_an_unknown_one_is_named_with_what_is_near(self):
        with pytest.raises(UnknownName, match=r"no reduction named meen\. Did you mean mean"):
            decide(each_frame(0.5), Rule(reduction="meen"), looked_at=1)
