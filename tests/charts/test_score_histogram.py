"""The scores of a folder as a histogram, and in words."""

from __future__ import annotations

import pytest

from meso.charts import histogram_in_words, score_histogram
from meso.charts.score_scale import COLOUR

SCORES = {"fake": [0.97, 0.98, 1.0], "real": [0.0, 0.02, 0.26, 0.04], "uncertain": [0.52]}


@pytest.fixture
def figure():
    return score_histogram(SCORES, [0.43, 0.5])


def test_counts_every_score_once(figure):
    assert {bars.name: sum(bars.y) for bars in figure.data} == {
        "real": 4,
        "fake": 3,
        "can't tell": 1,
    }


def test_stacks_the_verdicts_in_their_colours(figure):
    assert figure.layout.barmode == "stack"
    assert [bars.marker.color for bars in figure.data] == [
        COLOUR[label] for label in ("real", "fake", "uncertain")
    ]


def test_puts_a_score_of_1_into_the_last_bar(figure):
    fake = figure.data[1]
    assert (fake.x[-1], fake.y[-1]) == (pytest.approx(0.975), 3)


def test_dashes_a_line_at_each_threshold(figure):
    lines = figure.layout.shapes
    assert [(line.x0, line.x1, line.line.dash) for line in lines] == [
        (0.43, 0.43, "dash"),
        (0.5, 0.5, "dash"),
    ]


def test_leaves_out_a_verdict_that_nobody_got():
    (bars,) = score_histogram({"real": [0.1]}, []).data
    assert bars.name == "real"


@pytest.mark.parametrize(("files", "step"), [(3, 1), (300, None)])
def test_has_no_tick_between_whole_numbers(files, step):
    assert score_histogram({"real": [0.1] * files}, []).layout.yaxis.dtick == step


def test_is_told_in_words():
    assert histogram_in_words(SCORES, [0.5]) == (
        "Histogram of 8 scores from 0 (real) to 1 (fake): 3 fake, 4 real, 1 can't tell. "
        "Most of them, 3, lie from 0.00 to 0.05. Fake begins at 0.50."
    )
