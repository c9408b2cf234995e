"""What networks cost and how well they generalise in; a chart of both, and it in words, out."""

from __future__ import annotations

import math
from collections.abc import Mapping

import plotly.graph_objects as go

from meso.charts.style import CLEAR, GREY, GRID, person_look

HEIGHT = 420  # pixels
FRONT = "the front: nothing cheaper is better"
Points = Mapping[str, tuple[float, float]]  # by network: cost above 0, AUC


def front(points: Points) -> list[str]:
    """Those than which nothing as cheap or cheaper is as good or better; cheap first."""
    cheap_first = sorted(points, key=lambda name: (points[name][0], -points[name][1]))
    found: list[str] = []
    for name in cheap_first:
        if not found or points[name][1] > points[found[-1]][1]:
            found.append(name)
    return found


def pareto(points: Points, *, cost: str, gain: str) -> go.Figure:
    """Plot each network by its cost, each step of ten as wide as the next, and its AUC.

    cost, gain: what the axes are called
    """
    best = [points[name] for name in front(points)]
    line = {"color": GREY, "dash": "dash", "width": 1.5}
    figure = go.Figure([_trace(best, FRONT, "lines+markers", line, {"color": GREY, "size": 2})])
    for place, (name, point) in enumerate(points.items()):
        look = person_look(place, frames=1)
        figure.add_trace(
            _trace([point], name, "markers", look["line"] | {"width": 0}, look["marker"])
        )
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 12, "b": 8},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=True,
        xaxis={"title": cost, "showgrid": False, **_powers([cost for cost, _ in points.values()])},
        yaxis={"title": gain, "gridcolor": GRID, **_auc_axis([auc for _, auc in points.values()])},
    )


def pareto_in_words(points: Points, *, cost: str, gain: str) -> str:
    """The chart in words, for who cannot see it."""
    each = (f"{name} {plain(spent)}, {auc:.2f}" for name, (spent, auc) in points.items())
    return (
        f"Chart of networks by {cost} and {gain}: {'; '.join(each)}. "
        f"On the front: {', '.join(front(points))}."
    )


def plain(number: float) -> str:
    """A large number in a form to read, as in `57 M` or `1.3 G`."""
    for unit, size in (("G", 1e9), ("M", 1e6), ("k", 1e3)):
        if number >= size:
            return f"{number / size:.{1 if number < 10 * size else 0}f} {unit}"
    return f"{number:.0f}"


def _trace(
    points: list[tuple[float, float]],
    name: str,
    mode: str,
    line: Mapping[str, object],
    marker: Mapping[str, object],
) -> go.Scatter:
    return go.Scatter(
        x=[math.log10(spent) for spent, _ in points],
        y=[auc for _, auc in points],
        customdata=[plain(spent) for spent, _ in points],
        name=name,
        mode=mode,
        line=line,
        marker={"symbol": "circle", **marker},
        hovertemplate="%{fullData.name}<br>%{customdata}<br>AUC %{y:.2f}<extra></extra>",
    )


def _powers(costs: list[float]) -> dict[str, object]:
    """A tick at each power of ten, from below the cheapest to above the dearest."""
    low, high = math.floor(math.log10(min(costs))), math.ceil(math.log10(max(costs)))
    ticks = [*range(low, max(high, low + 1) + 1)]
    words = [plain(10**tick) for tick in ticks]
    return {"tickvals": ticks, "ticktext": words, "range": [ticks[0], ticks[-1]]}


def _auc_axis(aucs: list[float]) -> dict[str, object]:
    """From 0.5, a coin's, or below, to above the best, a tick each 0.05."""
    low = min(10, math.floor(20 * min(aucs)))
    high = max(low + 2, math.ceil(20 * max(aucs) + 0.2))
    ticks = [tick / 20 for tick in range(low, high + 1)]
    words = [f"{tick:.2f}" for tick in ticks]
    return {"tickvals": ticks, "ticktext": words, "range": [ticks[0], ticks[-1]]}
