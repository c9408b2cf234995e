"""What is kept of a watch that goes on for hours: counters, the highest scores, a few points."""

from __future__ import annotations

import json

import numpy as np
import pytest

from meso.detection.watch import Moment, Seen
from meso.detection.watch_words import (
    gap_as_json,
    gap_in_words,
    moment_as_json,
    moment_in_words,
    watched_as_json,
    watched_in_words,
)
from meso.detection.watched import MOST_POINTS, Watched
from meso.values import Box, Verdict

pytestmark = pytest.mark.slow


def moment(seconds, score=None, window=None, *, person=0, label="real", why=""):
    """A moment in which one face has this score, or nobody is seen."""
    faces = 0 if score is None else 1
    seen = Seen(
        frame=round(25 * seconds),
        seconds=seconds,
        person=np.array([person] * faces, np.int64),
        fake_score=np.array([score] * faces, np.float32),
        qualities=np.ones((faces, 3)),
        boxes=(Box(10, 20, 110, 150),) * faces,
        too_small=0,
    )
    verdict = None if window is None else Verdict(label, window, 0.5, "mean", 8, ("It is so.",))
    return Moment(seen, looked_at=8, scored=8, people=(person,), verdict=verdict, why=why)


@pytest.fixture
def so_far():
    watched = Watched()
    for each in [
        moment(0.0, 0.25, why="Too early."),
        moment(0.5, 0.5, 0.375),
        moment(1.0, 0.75, 0.5, label="fake", person=1),
        moment(1.5, None, 0.625, label="uncertain"),
    ]:
        watched.add(each, left_out=3)
    watched.add_gap(1.5, 4.0)
    return watched


class TestWhatIsCounted:
    def test_is_everything_that_happened(self, so_far):
        assert (so_far.looked_at, so_far.scored, so_far.left_out) == (4, 3, 3)
        assert (so_far.people, so_far.seconds) == (2, 1.5)
        assert (so_far.gaps, so_far.missing) == (1, 2.5)
        assert so_far.verdicts == {None: 1, "real": 1, "fake": 1, "uncertain": 1}
        assert so_far.most_fake == (0.625, 1.5)


class TestTheCurve:
    def test_has_the_highest_scores_of_each_step(self, so_far):
        assert [*so_far.points()] == [(0.0, (0.5, 0.375)), (1.0, (0.75, 0.625))]

    def test_breaks_where_steps_are_missing(self):
        watched = Watched()
        for seconds in (0.0, 1.0, 5.0):
            watched.add(moment(seconds, 0.25, 0.25), left_out=0)
        assert [*watched.points()][2:] == [(2.0, (None, None)), (5.0, (0.25, 0.25))]

    def test_has_no_number_where_nobody_was_seen(self):
        watched = Watched()
        watched.add(moment(0.0), left_out=0)
        assert [*watched.points()] == [(0.0, (None, None))]

    def test_of_a_day_has_few_points_and_loses_no_peak(self):
        watched = Watched()
        for second in range(0, 86_400, 10):
            high = second == 40_000
            watched.add(moment(second, 0.25, 0.875 if high else 0.125), left_out=0)
        points = [*watched.points()]
        assert MOST_POINTS / 2 < len(points) <= MOST_POINTS
        assert watched.step == 256
        assert max(point.window for _, point in points) == 0.875
        assert [seconds for seconds, _ in points] == [256 * n for n in range(len(points))]


class TestInWords:
    def test_a_moment_is_one_line_with_both_scores_and_the_reason(self):
        line = moment_in_words(moment(12.5, 0.75, 0.5, label="fake"))
        assert line.split() == ["12.5", "s", "Fake", "0.50", "(frame", "0.75)", "It", "is", "so."]

    def test_without_a_verdict_there_is_no_number_for_one(self):
        line = moment_in_words(moment(12.5, why="No face to score in the last 4 s."))
        assert "12.5 s  no verdict  –" in line
        assert line.endswith("No face to score in the last 4 s.")

    def test_a_gap_says_from_when_to_when_and_why(self):
        assert gap_in_words(1, None, "lost") == "No picture from 1.0 s on: lost."
        assert gap_in_words(1, 2.5, "lost") == "No picture from 1.0 s to 2.5 s: lost."

    def test_the_end_tells_all_that_was_counted(self, so_far):
        said = [*watched_in_words(so_far, "door", length=4)]
        assert said == [
            "door: watched for 1.5 s; 4 frames looked at, 3 with a face to score, "
            "2 people told apart.",
            "3 frames were left out: this machine was too slow to look at more.",
            "No picture came 1 time, for 2.5 s together.",
            "After each frame the last 4 s were judged: 1 × Real, 1 × Fake, 1 × Can't tell, "
            "1 × no verdict.",
            "The most fake were those before 1.5 s: 0.62 (0 real, 1 fake).",
            said[-1],
        ]
        assert "was not measured, so do not rely on one" in said[-1]


class TestAsJson:
    def test_a_moment_has_the_scores_faces_and_verdict(self):
        said = json.loads(json.dumps(moment_as_json(moment(1.0, 0.75, 0.5), left_out=2)))
        assert (said["kind"], said["seconds"], said["left_out"]) == ("window", 1.0, 2)
        assert said["faces"] == [{"person": 0, "box": [10, 20, 110, 150], "fake_score": 0.75}]
        assert (said["fake_score"], said["verdict"]["score"]) == (0.75, 0.5)

    def test_what_has_no_score_is_null(self):
        said = moment_as_json(moment(1.0, why="Nobody."), left_out=0)
        assert (said["fake_score"], said["verdict"], said["faces"]) == (None, None, [])
        assert said["why"] == "Nobody."

    def test_a_gap_and_the_end_are_objects_too(self, so_far):
        assert gap_as_json(1, None, "lost") == {
            "kind": "gap", "begin": 1, "end": None, "why": "lost"
        }  # fmt: skip
        said = json.loads(json.dumps(watched_as_json(so_far)))
        assert (said["kind"], said["most_fake"], said["most_fake_at"]) == ("end", 0.625, 1.5)
        assert said["verdicts"] == {"none": 1, "real": 1, "fake": 1, "uncertain": 1}
