"""The chart of a staircase: a line a network, a step each, and it in words."""

from __future__ import annotations

import math

import pytest

from meso.charts import staircase, staircase_in_words
from meso.charts.svg import svg

pytestmark = pytest.mark.slow

STEPS = ["same people,<br>other frames", "other<br>people", "another<br>method"]
STAIRS = {"dfdc": [0.99, 0.81, 0.38], "stylegan": [math.nan, 0.97, 0.52]}


@pytest.fixture(scope="module")
def figure():
    return staircase(STAIRS, STEPS)


class TestTheChart:
    def test_has_a_line_a_network_with_a_gap_where_nothing_was_measured(self, figure):
        assert [line.name for line in figure.data] == ["dfdc", "stylegan"]
        assert figure.data[0].y == (0.99, 0.81, 0.38)
        assert figure.data[1].y == (None, 0.97, 0.52)

    def test_names_the_steps_from_left_to_right(self, figure):
        assert figure.layout.xaxis.tickvals == (0, 1, 2)
        assert figure.layout.xaxis.ticktext == tuple(STEPS)

    def test_shows_all_of_it_and_the_coin(self, figure):
        low, high = figure.layout.yaxis.range
        assert low < 0.38 < 1 < high
        assert figure.layout.shapes[0].y0 == 0.5

    def test_tells_the_lines_apart_without_colours(self, figure):
        assert figure.data[0].marker.symbol != figure.data[1].marker.symbol

    def test_can_be_a_still_picture(self, figure):
        drawn = str(svg(figure, title="Where 99 % goes", alt="words"))
        assert "stylegan" in drawn
        assert "method" in drawn


def test_in_words_names_each_step_and_leaves_out_what_was_not_measured():
    words = staircase_in_words(STAIRS, STEPS)
    assert "Trained on dfdc: same people, other frames 99%, other people 81%" in words
    assert "Trained on stylegan: other people 97%, another method 52%." in words
    assert "nan" not in words
