"""The scale from real to fake: where the mark is, and that both ends are named."""

from __future__ import annotations

import pytest

from meso.charts import score_scale
from meso.values import Verdict


def scale(label="real", *, score=0.25, threshold=0.5):
    return score_scale(Verdict(label, score, threshold, "mean", 32))


def test_the_mark_is_at_the_score():
    assert scale(score=0.875).data[0].x == (0.875,)


def test_the_mark_says_how_probable_a_fake_is_where_that_was_measured():
    verdict = Verdict("fake", 0.9, 0.5, "mean", 32, probability=0.83)
    assert ", 83% probably fake" in score_scale(verdict).data[0].hovertemplate
    assert "probably" not in scale().data[0].hovertemplate


def test_both_ends_are_named():
    axis = scale().layout.xaxis
    assert axis.range == (0, 1)
    assert dict(zip(axis.tickvals, axis.ticktext, strict=True)) == {0: "0 real", 1: "1 fake"}


def test_the_threshold_is_a_dashed_tick_with_its_number():
    figure = scale(threshold=0.25)
    (tick,) = [shape for shape in figure.layout.shapes if shape.line.dash == "dash"]
    assert tick.x0 == tick.x1 == 0.25
    assert figure.layout.annotations[0].text == "fake from 0.25 →"


@pytest.mark.parametrize(("threshold", "side"), [(0.0, "left"), (0.5, "left"), (1.0, "right")])
def test_the_label_of_the_threshold_stays_on_the_scale(threshold, side):
    (label,) = scale(threshold=threshold).layout.annotations
    assert (label.x, label.xanchor) == (threshold, side)


def test_each_verdict_has_its_colour():
    marks = {scale(label).data[0].marker.color for label in ("real", "fake", "uncertain")}
    assert len(marks) == 3
