"""The scores of many files in; how they are spread, as a chart and in words, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import get_args

import numpy as np
import plotly.graph_objects as go

from meso.charts.score_scale import COLOUR
from meso.charts.style import CLEAR, GREY, GRID
from meso.values import Ints, Label

HEIGHT = 280  # pixels
BINS = 20
EDGES = np.linspace(0, 1, BINS + 1)
NAMES: dict[Label, str] = {"real": "real", "fake": "fake", "uncertain": "can't tell"}

Scores = Mapping[Label, Sequence[float]]  # of the files with that verdict


def score_histogram(scores: Scores, thresholds: Sequence[float]) -> go.Figure:
    """Count the scores in steps of 0.05, by verdict, with a dashed line at each threshold."""
    figure = go.Figure(
        [_bars(label, scores[label]) for label in get_args(Label) if label in scores]
    )
    for threshold in thresholds:
        figure.add_vline(threshold, line={"color": GREY, "dash": "dash", "width": 2})
    highest = max(sum(bars.y[place] for bars in figure.data) for place in range(BINS))
    whole = {"dtick": 1} if highest < 6 else {}  # else a short axis has ticks between the numbers
    axis = {"zeroline": False, "fixedrange": True, "gridcolor": GRID}
    return figure.update_layout(
        height=HEIGHT,
        barmode="stack",
        bargap=0.05,
        margin={"l": 8, "r": 16, "t": 12, "b": 8, "pad": 0},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=True,
        legend={
            "orientation": "h",
            "traceorder": "normal",
            "yref": "container",
            "y": 0,
            "yanchor": "bottom",
        },
        xaxis=axis | {"title": "fake score (0 real, 1 fake)", "range": [0, 1], "showgrid": False},
        yaxis=axis | whole | {"title": "how many", "tickformat": ",d"},
    )


def histogram_in_words(scores: Scores, thresholds: Sequence[float]) -> str:
    """The chart in words, for who cannot see it."""
    counts = sum(_counts(scores[label]) for label in scores)
    most = int(np.argmax(counts))
    verdicts = ", ".join(f"{len(scores[label])} {NAMES[label]}" for label in scores)
    return " ".join(
        [
            f"Histogram of {np.sum(counts)} scores from 0 (real) to 1 (fake): {verdicts}.",
            f"Most of them, {np.max(counts)}, lie from {EDGES[most]:.2f} to {EDGES[most + 1]:.2f}.",
            *(f"Fake begins at {threshold:.2f}." for threshold in thresholds),
        ]
    )


def _bars(label: Label, scores: Sequence[float]) -> go.Bar:
    return go.Bar(
        x=((EDGES[:-1] + EDGES[1:]) / 2).tolist(),
        y=_counts(scores).tolist(),
        width=1 / BINS,
        name=NAMES[label],
        marker={"color": COLOUR[label]},
        customdata=[f"{low:.2f} to {high:.2f}" for low, high in pairwise(EDGES)],
        hovertemplate="%{customdata}: %{y} %{fullData.name}<extra></extra>",
    )


def _counts(scores: Sequence[float]) -> Ints:
    counts: Ints = np.histogram(scores, EDGES)[0]
    return counts
