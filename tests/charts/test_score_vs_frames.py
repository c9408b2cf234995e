"""The chart of fake score over frames: what is drawn where, and what is not drawn."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meso.charts import alt_text, score_vs_frames
from meso.charts.score_vs_frames import LABEL

pytestmark = pytest.mark.slow

SCORE = st.floats(0, 1)
FEW = settings(
    max_examples=30,  # each draws a figure
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)


def curves(report):
    return {curve.name: curve for curve in score_vs_frames(report).data}


def shades(report):
    return [
        (shape.x0, shape.x1) for shape in score_vs_frames(report).layout.shapes if shape.fillcolor
    ]


def lines(report):
    return {
        shape.line.dash: shape.y0
        for shape in score_vs_frames(report).layout.shapes
        if shape.line.dash
    }


def labels(report):
    return {label.text: label.y for label in score_vs_frames(report).layout.annotations}


class TestTheCurves:
    def test_there_is_one_for_each_person(self, clip):
        assert list(curves(clip)) == ["person 1", "person 2"]

    def test_a_point_is_at_its_frames_index(self, clip):
        assert curves(clip)["person 1"].x == (0, 25, 50, 75, 100, 1600)

    def test_a_point_is_at_its_score(self, clip):
        assert curves(clip)["person 1"].y[:2] == pytest.approx((0.1, 0.2))

    def test_each_person_has_a_gap_where_it_was_not_scored(self, clip):
        assert [score is None for score in curves(clip)["person 2"].y] == [1, 0, 1, 1, 1, 0]

    def test_no_line_crosses_a_gap(self, clip):
        assert not any(curve.connectgaps for curve in curves(clip).values())

    def test_no_score_was_made_up(self, clip):
        drawn = [y for curve in curves(clip).values() for y in curve.y if y is not None]
        assert sorted(drawn) == pytest.approx(sorted(clip.scores.fake_score.tolist()))

    def test_a_point_tells_its_time(self, clip):
        assert curves(clip)["person 1"].customdata[1] == "1.0 s"
        assert curves(clip)["person 1"].customdata[-1] == "1:04.0"
        assert "%{customdata}" in curves(clip)["person 1"].hovertemplate


class TestFramesWithoutAFaceToScore:
    def test_neighbours_are_one_shade_up_to_halfway_to_the_next(self, clip):
        assert shades(clip) == [(37.5, 87.5)]

    def test_there_is_no_shade_without_a_gap(self, alone):
        assert shades(alone) == []

    def test_the_first_and_the_last_frame_can_be_shaded(self, only_in_the_middle):
        assert shades(only_in_the_middle) == [(0, 5), (15, 20)]

    def test_the_legend_names_two_shades_once(self, only_in_the_middle):
        layout = score_vs_frames(only_in_the_middle).layout
        assert layout.showlegend
        assert [shape.name for shape in layout.shapes if shape.showlegend] == ["no face to score"]


class TestThresholdAndMean:
    def test_threshold_is_dashed_and_mean_is_dotted(self, with_levels):
        assert lines(with_levels(0.5, 0.25)) == {"dash": 0.5, "dot": 0.25}

    def test_each_label_is_beside_its_line(self, with_levels):
        assert labels(with_levels(0.5, 0.25)) == {"threshold<br>0.50": 0.5, "mean<br>0.25": 0.25}

    def test_labels_are_right_of_the_plot_where_no_curve_is(self, clip):
        for label in score_vs_frames(clip).layout.annotations:
            assert (label.xref, label.x, label.xanchor) == ("paper", 1, "left")

    @FEW
    @given(threshold=SCORE, score=SCORE)
    def test_labels_never_meet_and_stay_beside_the_plot(self, with_levels, threshold, score):
        low, high = sorted(labels(with_levels(threshold, score)).values())
        assert high - low >= LABEL - 1e-9
        assert low >= LABEL / 2 - 1e-9
        assert high <= 1 - LABEL / 2 + 1e-9

    @given(threshold=SCORE, score=SCORE)
    @FEW
    def test_the_higher_line_has_the_higher_label(self, with_levels, threshold, score):
        threshold_label, score_label = labels(with_levels(threshold, score)).values()
        assert (threshold_label > score_label) == (threshold > score)


class TestOtherLevels:
    def test_take_the_place_of_the_reports_own(self, clip):
        figure = score_vs_frames(clip, {"threshold": 0.75, "median": 0.25})
        assert [(label.text, label.y) for label in figure.layout.annotations] == [
            ("threshold<br>0.75", 0.75),
            ("median<br>0.25", 0.25),
        ]
        dashed = [(shape.line.dash, shape.y0) for shape in figure.layout.shapes if shape.line.dash]
        assert dashed == [("dash", 0.75), ("dot", 0.25)]

    def test_may_be_one_which_stays_beside_the_plot(self, clip):
        (label,) = score_vs_frames(clip, {"threshold": 1.0}).layout.annotations
        assert (label.text, label.y) == ("threshold<br>1.00", 1 - LABEL / 2)

    def test_leave_the_curves_as_they_are(self, clip):
        assert score_vs_frames(clip, {"threshold": 0.75}).data == score_vs_frames(clip).data

    def test_are_told_in_words(self, clip):
        told = alt_text(clip, {"threshold": 0.75, "median": 0.25})
        assert "Threshold 0.75, median 0.25." in told
        assert "mean 0.40. Frames" not in told


class TestTheAxes:
    def test_the_score_goes_from_0_to_1_and_both_ends_are_words(self, clip):
        axis = score_vs_frames(clip).layout.yaxis
        assert axis.range == (0, 1)
        assert (axis.ticktext[0], axis.ticktext[-1]) == ("0 real", "1 fake")

    def test_frames_are_marked_with_their_time(self, clip):
        axis = score_vs_frames(clip).layout.xaxis
        assert (axis.tickvals[0], axis.ticktext[0]) == (0, "0<br>0.0 s")
        assert axis.ticktext[-1] == "1600<br>1:04.0"

    def test_every_frame_is_in_view(self, clip):
        left, right = score_vs_frames(clip).layout.xaxis.range
        assert left < 0
        assert right > 1600


class TestAPhoto:
    def test_everyone_is_a_point_over_the_one_frame(self, photo):
        assert {name: (c.x, c.y) for name, c in curves(photo).items()} == {
            "person 1": ((0,), pytest.approx((0.2,))),
            "person 2": ((0,), pytest.approx((0.7,))),
        }

    def test_the_point_is_in_the_middle_under_the_word_photo(self, photo):
        axis = score_vs_frames(photo).layout.xaxis
        assert sum(axis.range) == 0
        assert axis.ticktext == ("the photo",)

    def test_its_score_is_not_called_a_mean(self, photo):
        assert "score<br>0.70" in labels(photo)


class TestInWords:
    def test_tells_the_people_the_levels_and_the_gaps(self, clip):
        assert alt_text(clip) == (
            "Chart of the fake score, from 0 (real) to 1 (fake), over 6 frames, from 0.0 s to "
            "1:04.0. Person 1: 4 frames, scores from 0.10 to 1.00, mean 0.40. Person 2: 2 frames, "
            "scores from 0.00 to 0.90, mean 0.45. Threshold 0.50, mean 0.40. Frames without a "
            "face to score: 2."
        )

    def test_a_photo_has_no_times_and_no_means(self, photo):
        assert alt_text(photo) == (
            "Chart of the fake score, from 0 (real) to 1 (fake), over one photo. "
            "Person 1: 0.20. Person 2: 0.70. Threshold 0.50, score 0.70."
        )


def test_the_page_shows_through(clip):
    layout = score_vs_frames(clip).layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == "rgba(0, 0, 0, 0)"


def test_the_figure_is_plain_data(clip):
    assert "bdata" not in score_vs_frames(clip).to_json()
    assert not any(isinstance(curve.y, np.ndarray) for curve in score_vs_frames(clip).data)


class TestAChosenFrame:
    def test_is_marked_by_an_upright_line_behind_the_curves(self, clip):
        before, after = (score_vs_frames(clip, chosen=frame) for frame in (None, 100))
        (line,) = after.layout.shapes[len(before.layout.shapes) :]
        assert (line.x0, line.x1, line.layer) == (100, 100, "below")

    def test_of_0_is_a_frame_like_any_other(self, clip):
        shapes = score_vs_frames(clip, chosen=0).layout.shapes
        assert [shape.x0 for shape in shapes if shape.x0 == shape.x1] == [0]
