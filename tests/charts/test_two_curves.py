"""Two curves in one chart: which is whose, and where fake begins for each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meso.charts import two_curves, two_curves_in_words

pytestmark = pytest.mark.slow


@pytest.fixture
def other(clip):
    """The same clip by a network with a higher threshold, to which everything looks less fake."""
    scores = replace(clip.scores, fake_score=clip.scores.fake_score / 2)
    return replace(clip, scores=scores, verdict=replace(clip.verdict, threshold=0.75))


@pytest.fixture
def figure(clip, other):
    return two_curves(("first", clip), ("second", other))


class TestTheCurves:
    def test_are_named_with_where_fake_begins(self, figure):
        assert [curve.name for curve in figure.data] == [
            "first (fake from 0.50)",
            "second (fake from 0.75)",
        ]

    def test_show_each_frames_most_fake_face_over_its_time(self, figure):
        first, second = figure.data
        assert first.x[:2] == (0, 1)
        assert first.y == pytest.approx((0.1, 0.9, None, None, 0.3, 1.0))
        assert second.y == pytest.approx((0.05, 0.45, None, None, 0.15, 0.5))

    def test_break_where_there_is_no_face(self, figure):
        assert not any(curve.connectgaps for curve in figure.data)

    def test_differ_in_more_than_colour(self, figure):
        first, second = figure.data
        assert first.marker.symbol != second.marker.symbol
        assert first.line.dash != second.line.dash


class TestTheThresholds:
    def test_are_dashed_lines_each_in_the_colour_of_its_curve(self, figure):
        lines = [(shape.y0, shape.line.dash, shape.line.color) for shape in figure.layout.shapes]
        colours = [curve.line.color for curve in figure.data]
        assert lines == [(0.5, "dash", colours[0]), (0.75, "dash", colours[1])]


class TestTheAxis:
    def test_holds_the_longer_of_two_clips(self, clip, alone):
        _, right = two_curves(("a", alone), ("b", clip)).layout.xaxis.range
        assert right > 64

    def test_of_two_photos_has_no_time(self, photo):
        axis = two_curves(("a", photo), ("b", photo)).layout.xaxis
        assert axis.ticktext == ("the photo",)


class TestInWords:
    def test_tells_both(self, clip, other):
        assert two_curves_in_words(("first", clip), ("second", other)) == (
            "Chart of two curves of the fake score, from 0 (real) to 1 (fake). first: 4 frames, "
            "0.10 to 1.00; fake begins at 0.50. second: 4 frames, 0.05 to 0.50; fake begins at "
            "0.75."
        )

    def test_of_a_photo_tells_the_one_score(self, photo):
        assert "a: 1 frame, 0.70;" in two_curves_in_words(("a", photo), ("b", photo))
