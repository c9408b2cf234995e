"""The scores of one face changed less and more in; their curve, and it in words, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from meso.charts.score_vs_frames import LINES, draw_levels, score_axis
from meso.charts.style import BLUE, CLEAR, VERMILION

HEIGHT = 300  # pixels
MOST_TICKS = 7  # as many as a phone has room for


@dataclass(frozen=True)
class ChangedScores:
    """What a face scores at each position of a slider.

    axis:      what the slider changes
    positions: the name of each
    scores:    the fake score at each
    chosen:    place of the position that is shown beside the curve
    before:    fake score of the face as it is
    threshold: where fake begins
    """

    axis: str
    positions: Sequence[str]
    scores: Sequence[float]
    chosen: int
    before: float
    threshold: float


def score_vs_change(changed: ChangedScores) -> go.Figure:
    """Plot the score over the slider's positions, which are evenly apart whatever they mean."""
    figure = go.Figure([_curve(changed), _mark(changed)])
    draw_levels(figure, {"threshold": changed.threshold, "as it is": changed.before})
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 78, "t": 12, "b": 8, "pad": 0},  # r: room for the labels of the levels
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=False,
        hovermode="closest",
        xaxis=_position_axis(changed),
        yaxis=score_axis(),
    )


def change_in_words(changed: ChangedScores) -> str:
    """The chart in words, for who cannot see it."""
    first, last, here = (changed.positions[place] for place in (0, -1, changed.chosen))
    return (
        f"Chart of the fake score, from 0 (real) to 1 (fake), over {changed.axis}, from {first} to "
        f"{last}. Scores from {min(changed.scores):.2f} to {max(changed.scores):.2f}. At {here}: "
        f"{changed.scores[changed.chosen]:.2f}. Threshold {changed.threshold:.2f}, as it is "
        f"{changed.before:.2f}."
    )


def _curve(changed: ChangedScores) -> go.Scatter:
    return go.Scatter(
        x=list(range(len(changed.scores))),
        y=list(changed.scores),
        customdata=list(changed.positions),
        mode="lines+markers",
        line={"color": BLUE, "width": 2},
        marker={"color": BLUE, "size": 6},
        cliponaxis=False,
        hovertemplate=f"{changed.axis}: %{{customdata}}<br>fake score %{{y:.2f}}<extra></extra>",
    )


def _mark(changed: ChangedScores) -> go.Scatter:
    return go.Scatter(
        x=[changed.chosen],
        y=[changed.scores[changed.chosen]],
        mode="markers",
        marker={"color": VERMILION, "size": 16, "symbol": "diamond"},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _position_axis(changed: ChangedScores) -> dict[str, object]:
    last = len(changed.positions) - 1
    step = -(-last // (MOST_TICKS - 1)) or 1
    ticks = list(range(0, last + 1, step))
    return LINES | {
        "title": changed.axis,
        "ticks": "outside",
        "tickvals": ticks,
        "ticktext": [changed.positions[tick] for tick in ticks],
        "tickangle": 0,
        "range": [-0.4, last + 0.4],
        "fixedrange": True,
    }
