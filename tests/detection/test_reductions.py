"""How the frames of a clip become one number, and what counts as a run."""

from __future__ import annotations

import numpy as np
import pytest

from meso.detection.decide import Rule, decide
from meso.detection.reductions import REDUCTIONS, telling_run
from tests.detection.test_decide import each_frame

SURE = [0.9] * 12 + [0.1] * 17  # 12 of 29 frames are surely fake: more than 40 %


def reduced(reduction, scores, threshold=0.5):
    return REDUCTIONS[reduction](np.array(scores, np.float32), threshold)


class TestTheLongestRun:
    @pytest.mark.parametrize(
        ("scores", "run"),
        [
            ([0.9, 0.1, 0.6, 0.5, 0.7, 0.1, 0.8, 0.8], (2, 5)),
            ([0.9, 0.9, 0.1, 0.9, 0.9, 0.1], (0, 2)),
            ([0.1, 0.1, 0.9, 0.9], (2, 4)),
            ([0.9, 0.9], (0, 2)),
            ([0.1, 0.9, 0.1], (0, 0)),
            ([0.1] * 8, (0, 0)),
            ([0.9] * 3 + [0.1] * 10, (0, 0)),
            ([0.9] * 3 + [0.1] * 9, (0, 3)),
        ],
    )
    def test_is_told_if_it_lasts_a_quarter_of_the_frames_and_two_at_least(self, scores, run):
        found = telling_run(np.array(scores), 0.5)
        assert (found.start, found.stop) == run

    def test_is_what_counts_where_there_is_one(self):
        assert reduced("longest run", [0.75, 1, 0, 0, 0]) == 0.875
        assert reduced("longest run", [1, 0, 0, 0]) == 0.25


class TestTheFakeShare:
    def test_counts_frames_from_the_threshold_on(self):
        assert reduced("fake share", [0.5, 0.9, 0.4, 0.1, 0.2]) == pytest.approx(0.4)
        assert reduced("fake share", [0.5, 0.9, 0.4, 0.1, 0.2], threshold=0.15) == 0.8

    def test_is_fake_from_half_of_the_frames_on_wherever_the_threshold_is(self):
        rule = Rule(threshold=0.8, reduction="fake share")
        verdict = decide(each_frame(0.9, 0.1, 0.9, 0.1, 0.1, 0.9), rule, looked_at=6)
        assert (verdict.label, verdict.score, verdict.threshold) == ("fake", 0.5, 0.5)


class TestTheConfidentRule:
    def test_goes_by_the_surely_fake_frames_where_two_in_five_and_a_dozen_agree(self):
        assert reduced("confident", SURE) == pytest.approx(0.9)

    @pytest.mark.parametrize("scores", [SURE[1:], [*SURE, 0.1]])
    def test_is_the_mean_where_fewer_do(self, scores):
        assert reduced("confident", scores) == pytest.approx(np.mean(scores))

    def test_goes_by_the_surely_real_frames_where_nine_in_ten_agree(self):
        assert reduced("confident", [0.1] * 19 + [0.9]) == pytest.approx(0.1)
        assert reduced("confident", [0.1] * 9 + [0.9]) == pytest.approx(0.18)
