"""How far probabilities can be trusted, as pictures."""

from __future__ import annotations

import numpy as np
import pytest

from meso.charts import coverage_risk, reliability_diagram
from meso.models.reliability import CoverageRisk, Reliability

BINS = Reliability(
    said=np.array([0.1, 0.4, 0.9]),
    true=np.array([0.2, 0.3, 0.7]),
    share=np.array([0.1, 0.2, 0.7]),
    items=np.array([4, 16, 64]),
)
SUREST = CoverageRisk(np.array([0.25, 0.5, 1.0]), np.array([0.0, 0.05, 0.3]))


class TestTheReliabilityDiagram:
    @pytest.fixture
    def figure(self):
        return reliability_diagram(BINS)

    def test_has_a_point_for_each_bin(self, figure):
        (curve,) = figure.data
        assert curve.x == (0.1, 0.4, 0.9)
        assert curve.y == (0.2, 0.3, 0.7)
        assert curve.customdata == (4, 16, 64)

    def test_marks_grow_with_what_they_stand_on(self, figure):
        small, middle, large = figure.data[0].marker.size
        assert small < middle < large

    def test_dashes_the_line_on_which_probabilities_keep_their_word(self, figure):
        (line,) = figure.layout.shapes
        assert (line.x0, line.y0, line.x1, line.y1, line.line.dash) == (0, 0, 1, 1, "dash")

    def test_names_both_axes_from_0_to_1(self, figure):
        assert figure.layout.xaxis.title.text == "probability of fake"
        assert figure.layout.yaxis.title.text == "share that was fake"
        assert figure.layout.xaxis.range == figure.layout.yaxis.range == (0, 1)


class TestTheCoverageRiskCurve:
    def test_goes_from_the_surest_to_all(self):
        (curve,) = coverage_risk(SUREST).data
        assert curve.x == (0.25, 0.5, 1.0)
        assert curve.y == (0.0, 0.05, 0.3)

    def test_marks_the_band_in_use(self):
        curve, mark = coverage_risk(SUREST, in_use=(0.75, 0.1)).data
        assert (mark.x, mark.y) == ((0.75,), (0.1,))
        assert mark.marker.color != curve.line.color

    def test_leaves_room_above_the_highest_risk(self):
        low, high = coverage_risk(SUREST).layout.yaxis.range
        assert low == 0
        assert 0.3 < high < 0.5
        assert coverage_risk(SUREST._replace(risk=np.ones(3))).layout.yaxis.range[1] == 1

    def test_of_nothing_is_empty(self):
        (curve,) = coverage_risk(CoverageRisk(np.empty(0), np.empty(0))).data
        assert curve.x == ()
