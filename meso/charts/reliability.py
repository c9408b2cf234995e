"""What validation says of probabilities in; the charts of how far they can be trusted out."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from meso.charts.style import BLUE, CLEAR, GREY, GRID, VERMILION

HEIGHT = 340  # pixels
LARGEST, SMALLEST = 26, 8  # pixels of a mark
Doubles = NDArray[np.float64]


def reliability_diagram(likely: Doubles, share: Doubles, items: Doubles) -> go.Figure:
    """Plot how many were fake of those that were called so probably fake.

    likely: (bins,) mean probability of fake of each bin, in [0, 1]
    share:  (bins,) share of fakes in it, in [0, 1]
    items:  (bins,) how many photos or clips it stands on; a mark is as large as that

    On the dashed line, probabilities keep their word; below it, too much is called fake.
    """
    figure = go.Figure(
        go.Scatter(
            x=likely.tolist(),
            y=share.tolist(),
            customdata=items.tolist(),
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker={"size": _sizes(items), "color": BLUE},
            cliponaxis=False,
            hovertemplate="said %{x:.0%}, were %{y:.0%} of %{customdata:.0f}<extra></extra>",
        )
    )
    dashed = {"color": GREY, "dash": "dash", "width": 2}
    figure.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line=dashed, layer="below")
    return _styled(figure, "probability of fake", "share that was fake", highest=1.0)


def coverage_risk(
    coverage: Doubles, risk: Doubles, *, chosen: tuple[float, float] | None = None
) -> go.Figure:
    """Plot the error of the surest verdicts over the share of items that get one.

    coverage, risk: (items,) each in [0, 1], the surest item first
    chosen:         coverage and risk of the band in use, as a mark
    """
    curve = go.Scatter(
        x=coverage.tolist(),
        y=risk.tolist(),
        mode="lines",
        line={"color": BLUE, "width": 2},
        hovertemplate="verdicts on %{x:.0%}: %{y:.0%} wrong<extra></extra>",
    )
    figure = go.Figure([curve, *([_mark(*chosen)] if chosen else [])])
    highest = float(np.max([*risk, *(chosen or ())[1:], 0.1])) * 1.1
    return _styled(figure, "share that gets a verdict", "share of verdicts wrong", highest=highest)


def _mark(coverage: float, risk: float) -> go.Scatter:
    return go.Scatter(
        x=[coverage],
        y=[risk],
        mode="markers",
        marker={"size": 14, "color": VERMILION, "symbol": "diamond"},
        hovertemplate="in use: verdicts on %{x:.0%}, %{y:.0%} wrong<extra></extra>",
    )


def _sizes(items: Doubles) -> list[float]:
    """In pixels; the area grows with the number of items."""
    share = np.sqrt(items / max(float(items.max(initial=0)), 1))
    sizes: list[float] = (SMALLEST + (LARGEST - SMALLEST) * share).tolist()
    return sizes


def _styled(figure: go.Figure, x_title: str, y_title: str, *, highest: float) -> go.Figure:
    axis = {"tickformat": ".0%", "gridcolor": GRID, "zeroline": False}
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 20, "t": 12, "b": 8, "pad": 0},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hovermode="closest",
        showlegend=False,
        xaxis=axis | {"title": x_title, "range": [0, 1]},
        yaxis=axis | {"title": y_title, "range": [0, min(highest, 1.0)]},
    )
