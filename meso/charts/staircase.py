"""Accuracies of networks, step by step, in; where they go in one chart, and in words, out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from meso.charts.style import CLEAR, GREY, GRID, person_look

HEIGHT = 440  # pixels
COIN = 0.5
Stairs = Mapping[str, Sequence[float]]  # by network: its accuracy at each step; nan: not measured


def staircase(stairs: Stairs, steps: Sequence[str]) -> go.Figure:
    """Plot a line a network, from the easiest step to the hardest.

    steps: what each is called; lines of text are parted by <br>
    """
    figure = go.Figure([_line(name, place, stairs[name]) for place, name in enumerate(stairs)])
    figure.add_hline(COIN, line={"color": GREY, "dash": "dash", "width": 1.5}, layer="below")
    lowest = min((value for line in stairs.values() for value in line if value == value), default=1)
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 12, "b": 8},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        xaxis={
            "title": "",
            "showgrid": False,
            "tickvals": [*range(len(steps))],
            "ticktext": [*steps],
            "tickangle": 0,
            "range": [-0.4, len(steps) - 0.6],
        },
        yaxis={"title": "faces judged rightly", "gridcolor": GRID, **_shares(lowest)},
    )


def staircase_in_words(stairs: Stairs, steps: Sequence[str]) -> str:
    """The chart in words, for who cannot see it."""
    names = [step.replace("<br>", " ") for step in steps]
    return " ".join(
        [
            f"Chart of the share of faces judged rightly, at {len(names)} steps.",
            *(f"Trained on {name}: {_in_words(line, names)}." for name, line in stairs.items()),
        ]
    )


def _in_words(line: Sequence[float], names: Sequence[str]) -> str:
    measured = zip(names, line, strict=True)
    return ", ".join(f"{name} {share:.0%}" for name, share in measured if not math.isnan(share))


def _line(name: str, place: int, shares: Sequence[float]) -> go.Scatter:
    return go.Scatter(
        x=[*range(len(shares))],
        y=[None if math.isnan(share) else share for share in shares],
        name=name,
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        hovertemplate="trained on %{fullData.name}<br>%{y:.1%}<extra></extra>",
        **person_look(place, frames=12),
    )


def _shares(lowest: float) -> dict[str, object]:
    """From below the lowest to 100 %, a tick each tenth."""
    tenth = min(4, math.floor(10 * lowest))
    ticks = [share / 10 for share in range(tenth, 11)]
    return {
        "tickvals": ticks,
        "ticktext": [f"{share:.0%}" for share in ticks],
        "range": [ticks[0], 1.01],
    }
