"""The heat-map of a matrix: every number readable, and where it belongs."""

from __future__ import annotations

import pytest

from meso.charts import overlap_alt_text, overlap_heatmap

pytestmark = pytest.mark.slow

AUC = {
    "faceswap": {"faceswap": 0.92, "stylegan": 0.63, "dfdc": 0.51},
    "stylegan": {"faceswap": 0.55, "stylegan": 0.98, "dfdc": float("nan")},
    "random": {"faceswap": 0.59, "stylegan": 0.53, "dfdc": 0.5},
}


def brightness(colour):
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class TestTheHeatMap:
    @pytest.fixture
    def field(self):
        return overlap_heatmap(AUC).data[0]

    def test_has_a_row_a_source_and_a_column_a_target(self, field):
        assert field.y == ("faceswap", "stylegan", "random")
        assert field.x == ("faceswap", "stylegan", "dfdc")
        assert field.z[0] == [0.92, 0.63, 0.51]
        assert field.z[2] == [0.59, 0.53, 0.5]

    def test_shows_the_first_source_on_top_and_no_more_than_the_fields(self):
        layout = overlap_heatmap(AUC).layout
        assert layout.yaxis.range == (2.5, -0.5)
        assert layout.xaxis.range == (-0.5, 2.5)

    def test_writes_the_number_into_each_field(self, field):
        assert field.texttemplate == "%{text}"
        assert [*map(list, field.text)] == [
            ["0.92", "0.63", "0.51"],
            ["0.55", "0.98", ""],
            ["0.59", "0.53", "0.50"],
        ]

    def test_has_a_control_in_brackets_below_each_number(self):
        field = overlap_heatmap(AUC, beside=AUC["random"]).data[0]
        assert [*field.text[0]] == ["0.92<br>(0.59)", "0.63<br>(0.53)", "0.51<br>(0.50)"]

    def test_marks_what_is_fresh_with_a_star(self):
        field = overlap_heatmap(AUC, fresh={("stylegan", "faceswap")}).data[0]
        assert [*field.text[1]] == ["0.55*", "0.98", ""]

    def test_begins_at_the_coin_and_ends_at_perfect(self, field):
        assert (field.zmin, field.zmax) == (0.5, 1)

    def test_is_read_without_colours(self, field):
        light = [brightness(colour) for _, colour in field.colorscale]
        assert light == sorted(light, reverse=True)
        assert light[0] - light[-1] > 150

    def test_says_what_it_shows(self):
        figure = overlap_heatmap(AUC, what="AUC with nothing retrained")
        assert figure.layout.title.text == "AUC with nothing retrained"
        assert figure.layout.xaxis.title.text == "judged on"
        assert figure.layout.yaxis.title.text == "learned from"


class TestAClick:
    """Plotly lets nothing but points be chosen: one lies on each field."""

    @pytest.fixture
    def figure(self):
        return overlap_heatmap(AUC)

    def test_finds_the_target_as_x_and_the_source_as_y(self, figure):
        points = figure.data[1]
        pairs = [*zip(points.y, points.x, strict=True)]
        assert pairs == [(source, target) for source in AUC for target in AUC["random"]]

    def test_finds_the_nearest_point_from_all_over_the_field(self, figure):
        assert figure.layout.hoverdistance == -1
        assert figure.data[0].hoverinfo == "skip"

    def test_of_a_shaky_hand_moves_nothing(self, figure):
        assert figure.layout.xaxis.fixedrange
        assert figure.layout.yaxis.fixedrange

    def test_sees_no_point(self, figure):
        assert figure.data[1].marker.opacity == 0


class TestUnderTheMouse:
    def test_stand_source_target_and_number(self):
        points = overlap_heatmap(AUC).data[1]
        lines = points.hovertemplate.removesuffix("<extra></extra>").split("<br>")
        assert lines == ["learned from %{y}", "judged on %{x}", "%{customdata}"]
        assert points.customdata[:3] == ("AUC 0.92", "AUC 0.63", "AUC 0.51")

    def test_a_field_that_was_not_measured_says_so(self):
        assert overlap_heatmap(AUC).data[1].customdata[5] == "not measured"


class TestTheChosenField:
    def test_is_framed(self):
        shapes = overlap_heatmap(AUC, chosen=("stylegan", "dfdc")).layout.shapes
        for shape in shapes:
            assert (shape.x0, shape.x1) == pytest.approx((2 / 3, 1))
            assert (shape.y0, shape.y1) == pytest.approx((2 / 3, 1 / 3))  # from the bottom up

    def test_has_a_frame_that_stands_out_of_every_field(self):
        dark, light = overlap_heatmap(AUC, chosen=("stylegan", "dfdc")).layout.shapes
        assert (dark.line.color, light.line.color) == ("black", "white")
        assert dark.line.width >= light.line.width + 4  # two pixels on either side

    @pytest.mark.parametrize("chosen", [None, ("all", "dfdc"), ("faceswap", "random")])
    def test_has_none_where_it_is_not_on_the_map(self, chosen):
        assert not overlap_heatmap(AUC, chosen=chosen).layout.shapes


class TestInWords:
    def test_names_the_best_and_the_worst_of_each(self):
        words = overlap_alt_text(AUC)
        assert (
            "Learned from faceswap: 0.92 on itself, best on stylegan with 0.63, worst on dfdc "
            "with 0.51."
        ) in words
        assert "Learned from random: best on faceswap with 0.59" in words

    def test_leaves_out_what_was_not_measured(self):
        assert "nan" not in overlap_alt_text(AUC)
