"""The scores of a stream, step by step, in; their curves over time, and these in words, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from meso.charts.score_vs_frames import FIXED, HEIGHT, LINES, draw_levels, score_axis
from meso.charts.style import BLUE, CLEAR, GREY, GRID, clock

TICKS = 6
CROWDED = 100  # points; from there on markers would hide the line


@dataclass(frozen=True)
class ScoresOverTime:
    """What a stream scored, in the order of time; None: there is no score, and the curve breaks.

    seconds:   when each step begins
    frames:    the highest score of a single frame in each
    windows:   the highest score of a window in each
    step:      how long one is, in seconds
    length:    of a window, in seconds
    threshold: where fake begins
    """

    seconds: Sequence[float]
    frames: Sequence[float | None]
    windows: Sequence[float | None]
    step: float
    length: float
    threshold: float


def score_vs_time(scores: ScoresOverTime) -> go.Figure:
    """Plot the windows' scores over time, and behind them those of single frames."""
    curves = [
        _curve(scores, scores.frames, "single frames", colour=GREY, width=1),
        _curve(scores, scores.windows, f"the last {scores.length:g} s", colour=BLUE, width=2),
    ]
    figure = go.Figure(curves)
    draw_levels(figure, {"threshold": scores.threshold})
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 78, "t": 12, "b": 8, "pad": 0},  # r: room for the level's label
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        xaxis=_time_axis(scores),
        yaxis=score_axis(),
    )


def time_in_words(scores: ScoresOverTime) -> str:
    """The chart in words, for who cannot see it."""
    span = f"from {clock(scores.seconds[0])} to {clock(scores.seconds[-1])}"
    windows = [score for score in scores.windows if score is not None]
    told = f"from {min(windows):.2f} to {max(windows):.2f}" if windows else "none"
    return (
        f"Chart of the fake score, from 0 (real) to 1 (fake), over time, {span}. Scores of the "
        f"last {scores.length:g} s: {told}. Threshold {scores.threshold:.2f}."
    )


def _curve(
    scores: ScoresOverTime, heights: Sequence[float | None], name: str, *, colour: str, width: int
) -> go.Scatter:
    size = (2 if len(scores.seconds) > CROWDED else 4) + width
    return go.Scatter(
        x=[*scores.seconds],
        y=[*heights],
        customdata=[clock(seconds) for seconds in scores.seconds],
        name=name,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        line={"color": colour, "width": width},
        marker={"color": colour, "symbol": "circle", "size": size},
        hovertemplate="%{fullData.name}<br>%{customdata}<br>fake score %{y:.2f}<extra></extra>",
    )


def _time_axis(scores: ScoresOverTime) -> dict[str, object]:
    first, last = scores.seconds[0], scores.seconds[-1]
    ticks = np.linspace(first, last, min(len(scores.seconds), TICKS)).tolist()
    spare = max(0.02 * (last - first), scores.step / 2)
    return (
        LINES
        | FIXED
        | {
            "title": f"time; each point is the highest of {scores.step:g} s",
            "ticks": "outside",
            "tickcolor": GRID,
            "tickvals": ticks,
            "ticktext": [clock(tick) for tick in ticks],
            "range": [first - spare, last + spare],
        }
    )
