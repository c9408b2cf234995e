"""The chart of cost and generality: who is on the front, and that every network can be told."""

from __future__ import annotations

import pytest

from meso.charts import pareto, pareto_in_words
from meso.charts.pareto import front, plain
from meso.charts.svg import svg

pytestmark = pytest.mark.slow

POINTS = {
    "large": (400e6, 0.71),
    "small": (57e6, 0.62),
    "dear": (300e6, 0.61),
    "tiny": (5.2e6, 0.55),
}
AXES = {"cost": "multiplications", "gain": "AUC on other kinds"}


class TestTheFront:
    def test_leaves_out_what_costs_more_and_is_worse(self):
        assert front(POINTS) == ["tiny", "small", "large"]

    def test_of_two_that_cost_the_same_has_the_better(self):
        assert front({"worse": (1e6, 0.5), "better": (1e6, 0.6)}) == ["better"]

    def test_of_two_as_good_has_the_cheaper(self):
        assert front({"dear": (2e6, 0.6), "cheap": (1e6, 0.6)}) == ["cheap"]


@pytest.fixture(scope="module")
def figure():
    return pareto(POINTS, **AXES)


class TestTheChart:
    def test_has_each_network_at_its_cost_in_powers_of_ten(self, figure):
        (small,) = [trace for trace in figure.data if trace.name == "small"]
        assert small.x[0] == pytest.approx(7.756, abs=1e-3)
        assert small.y == (0.62,)
        assert small.customdata == ("57 M",)

    def test_joins_the_front_from_cheap_to_dear(self, figure):
        line = figure.data[0]
        assert line.y == (0.55, 0.62, 0.71)
        assert list(line.x) == sorted(line.x)

    def test_marks_no_two_networks_alike(self, figure):
        looks = {(trace.marker.color, trace.marker.symbol) for trace in figure.data[1:]}
        assert len(looks) == len(POINTS)

    def test_says_what_the_ticks_are(self, figure):
        assert list(figure.layout.xaxis.ticktext) == ["1.0 M", "10 M", "100 M", "1.0 G"]
        low, high = figure.layout.yaxis.range
        assert low == 0.5
        assert 0.71 < high <= 0.8

    def test_stays_within_its_axes(self, figure):
        left, right = figure.layout.xaxis.range
        low, high = figure.layout.yaxis.range
        for trace in figure.data:
            assert all(left <= x <= right for x in trace.x)
            assert all(low <= y <= high for y in trace.y)

    def test_can_be_drawn_as_a_still_picture(self, figure):
        picture = str(svg(figure, title="Cost", alt="as told"))
        assert picture.startswith("<svg")
        assert "tiny" in picture
        assert "100 M" in picture

    def test_worse_than_a_coin_is_shown_too(self):
        low, _ = pareto({"bad": (1e6, 0.31)}, **AXES).layout.yaxis.range
        assert low <= 0.31


class TestInWords:
    def test_tells_every_network_and_the_front(self):
        words = pareto_in_words(POINTS, **AXES)
        assert "dear 300 M, 0.61" in words
        assert words.endswith("On the front: tiny, small, large.")


@pytest.mark.parametrize(
    ("number", "words"), [(57e6, "57 M"), (1.3e9, "1.3 G"), (4_621, "4.6 k"), (9, "9")]
)
def test_large_numbers_are_said_in_short(number, words):
    assert plain(number) == words
