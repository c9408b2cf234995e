"""The chart of a stream: two curves over time that break where there is no score."""

from __future__ import annotations

import pytest

from meso.charts import ScoresOverTime, score_vs_time, time_in_words
from meso.charts.svg import svg

pytestmark = pytest.mark.slow

SCORES = ScoresOverTime(
    seconds=(0.0, 2.0, 4.0, 6.0, 64.0),
    frames=(0.25, 0.5, None, None, 0.75),
    windows=(None, 0.375, None, None, 0.625),
    step=2.0,
    length=16.0,
    threshold=0.5,
)


class TestTheCurves:
    def test_are_those_of_windows_and_single_frames_over_time(self):
        frames, windows = score_vs_time(SCORES).data
        assert (frames.name, windows.name) == ("single frames", "the last 16 s")
        assert frames.x == windows.x == SCORES.seconds
        assert (frames.y, windows.y) == (SCORES.frames, SCORES.windows)
        assert not frames.connectgaps

    def test_stand_beside_where_fake_begins(self):
        figure = score_vs_time(SCORES)
        assert [note.text for note in figure.layout.annotations] == ["threshold<br>0.50"]
        assert figure.layout.yaxis.range == (0, 1)

    def test_say_what_a_point_stands_for(self):
        axis = score_vs_time(SCORES).layout.xaxis
        assert axis.title.text == "time; each point is the highest of 2 s"
        assert axis.ticktext[-1] == "1:04.0"


class TestAsAPicture:
    def test_is_drawn_without_a_script(self):
        drawn = svg(score_vs_time(SCORES), title="Fake score over time", alt="words")
        assert drawn.count("<path") == 2
        assert "the last 16 s" in drawn

    def test_of_a_single_moment_is_drawn_too(self):
        one = ScoresOverTime((0.0,), (0.25,), (None,), 1.0, 16.0, 0.5)
        assert "<circle" in svg(score_vs_time(one), title="t", alt="a")


class TestInWords:
    def test_says_what_it_shows(self):
        assert time_in_words(SCORES) == (
            "Chart of the fake score, from 0 (real) to 1 (fake), over time, from 0.0 s to 1:04.0. "
            "Scores of the last 16 s: from 0.38 to 0.62. Threshold 0.50."
        )
