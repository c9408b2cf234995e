"""A verdict in; its score as a mark on the scale from 0 (real) to 1 (fake) out."""

from __future__ import annotations

import plotly.graph_objects as go

from meso.charts.style import BLUE, CLEAR, GREY, VERMILION
from meso.values import Label, Verdict

HEIGHT = 100  # pixels
COLOUR: dict[Label, str] = {"real": BLUE, "fake": VERMILION, "uncertain": GREY}


def score_scale(verdict: Verdict) -> go.Figure:
    """Draw the scale with both its ends in words, the threshold as a tick, the score as a mark."""
    likely = verdict.probability
    known = "" if likely is None else f", {likely:.0%} probably fake"
    figure = go.Figure(
        go.Scatter(
            x=[verdict.score],
            y=[0],
            mode="markers",
            marker={"size": 20, "color": COLOUR[verdict.label], "symbol": "diamond"},
            cliponaxis=False,
            hovertemplate=f"score %{{x:.2f}}{known}<extra></extra>",
        )
    )
    figure.add_shape(type="line", x0=0, x1=1, y0=0, y1=0, line={"color": GREY, "width": 4})
    threshold = verdict.threshold
    tick = {"color": GREY, "width": 2, "dash": "dash"}
    figure.add_shape(type="line", x0=threshold, x1=threshold, y0=-1, y1=1, line=tick)
    figure.add_annotation(
        text=f"fake from {threshold:.2f} →",
        x=threshold,
        y=1,
        xanchor="left" if threshold < 0.6 else "right",  # where there is room, on a phone too
        yanchor="bottom",
        showarrow=False,
    )
    for shape in figure.layout.shapes:
        shape.layer = "below"
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 16, "r": 20, "t": 22, "b": 26},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        xaxis={
            "range": [0, 1],
            "tickvals": [0, 1],
            "ticktext": ["0 real", "1 fake"],
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
        },
        yaxis={"range": [-1, 1], "visible": False, "fixedrange": True},
    )
    return figure
