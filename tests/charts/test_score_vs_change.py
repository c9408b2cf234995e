"""The scores of a face over a slider: where the points, the mark and the levels are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meso.charts import ChangedScores, change_in_words, score_vs_change

SCORES = ChangedScores(
    axis="JPEG quality",
    positions=["100", "90", "50", "5"],
    scores=[0.1, 0.3, 0.8, 0.05],
    chosen=2,
    before=0.12,
    threshold=0.6,
)


@pytest.fixture
def figure():
    return score_vs_change(SCORES)


def test_every_position_is_a_point_with_its_score(figure):
    curve = figure.data[0]
    assert list(zip(curve.customdata, curve.y, strict=True)) == [
        ("100", 0.1),
        ("90", 0.3),
        ("50", 0.8),
        ("5", 0.05),
    ]


def test_positions_are_evenly_apart_as_on_the_slider(figure):
    assert figure.data[0].x == (0, 1, 2, 3)


def test_the_mark_is_on_the_chosen_point(figure):
    mark = figure.data[1]
    assert (mark.x, mark.y, mark.marker.symbol) == ((2,), (0.8,), "diamond")


def test_the_threshold_and_the_score_before_are_lines_with_their_numbers(figure):
    assert [line.y0 for line in figure.layout.shapes] == [0.6, 0.12]
    assert [note.text for note in figure.layout.annotations] == [
        "threshold<br>0.60",
        "as it is<br>0.12",
    ]


def test_both_ends_of_the_score_are_named(figure):
    assert figure.layout.yaxis.range == (0, 1)
    assert {"0 real", "1 fake"} <= set(figure.layout.yaxis.ticktext)


@pytest.mark.parametrize("count", [1, 2, 9, 13, 40])
def test_a_phone_has_room_for_the_names_below(count):
    names = [str(place) for place in range(count)]
    many = replace(SCORES, positions=names, scores=[0.5] * count, chosen=0)
    axis = score_vs_change(many).layout.xaxis
    assert 1 <= len(axis.ticktext) <= 7
    assert [names[tick] for tick in axis.tickvals] == list(axis.ticktext)


def test_the_words_say_what_the_chart_shows():
    assert change_in_words(SCORES) == (
        "Chart of the fake score, from 0 (real) to 1 (fake), over JPEG quality, from 100 to 5. "
        "Scores from 0.05 to 0.80. At 50: 0.80. Threshold 0.60, as it is 0.12."
    )
