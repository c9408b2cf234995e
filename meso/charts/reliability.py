"""How far probabilities keep their word, and the surest err, in; a chart of each out."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from meso.charts.style import BLUE, CLEAR, GREY, GRID, VERMILION
from meso.models.reliability import CoverageRisk, Reliability
from meso.values import Ints

HEIGHT = 340  # pixels
LARGEST, SMALLEST = 26, 8  # pixels of a mark


def reliability_diagram(found: Reliability) -> go.Figure:
    """Plot how many were fake of those that were called so probably fake.

    On the dashed line, probabilities keep their word; below it, too much is called fake. A mark is
    as large as the photos or clips that it stands on are many.
    """
    figure = go.Figure(
        go.Scatter(
            x=found.said.tolist(),
            y=found.true.tolist(),
            customdata=found.items.tolist(),
            mode="lines+markers",
            line={"color": BLUE, "width": 2},
            marker={"size": _sizes(found.items), "color": BLUE},
            cliponaxis=False,
            hovertemplate="said %{x:.0%}, were %{y:.0%} of %{customdata}<extra></extra>",
        )
    )
    dashed = {"color": GREY, "dash": "dash", "width": 2}
    figure.add_shape(type="line", x0=0, y0=0, x1=1, y1=1, line=dashed, layer="below")
    return _styled(figure, "probability of fake", "share that was fake", highest=1.0)


def coverage_risk(found: CoverageRisk, *, in_use: tuple[float, float] | None = None) -> go.Figure:
    """Plot the error of the surest verdicts over the share of items that get one.

    in_use: coverage and risk of the band in use, as a mark
    """
    curve = go.Scatter(
        x=found.coverage.tolist(),
        y=found.risk.tolist(),
        mode="lines",
        line={"color": BLUE, "width": 2},
        hovertemplate="verdicts on %{x:.0%}: %{y:.0%} wrong<extra></extra>",
    )
    figure = go.Figure([curve, *([_mark(*in_use)] if in_use else [])])
    highest = float(np.max([*found.risk, *(in_use or ())[1:], 0.1])) * 1.1
    return _styled(figure, "share that gets a verdict", "share of verdicts wrong", highest=highest)


def _mark(coverage: float, risk: float) -> go.Scatter:
    return go.Scatter(
        x=[coverage],
        y=[risk],
        mode="markers",
        marker={"size": 14, "color": VERMILION, "symbol": "diamond"},
        hovertemplate="in use: verdicts on %{x:.0%}, %{y:.0%} wrong<extra></extra>",
    )


def _sizes(items: Ints) -> list[float]:
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
