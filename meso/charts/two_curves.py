"""Two reports in; both curves of fake score over time in one chart, and in words, out."""

from __future__ import annotations

import plotly.graph_objects as go

from meso.charts.score_vs_frames import score_axis
from meso.charts.style import CLEAR, GRID, clock, person_look
from meso.values import Report

HEIGHT = 340  # pixels
HOVER = "%{fullData.name}<br>%{customdata}<br>fake score %{y:.2f}<extra></extra>"

Named = tuple[str, Report]  # what the curve is called, and whose it is


def two_curves(one: Named, other: Named) -> go.Figure:
    """Plot the fake scores of two reports over time, each with a dashed line where fake begins.

    A frame is as fake as its most fake face; a curve breaks where a frame shows no scored face.
    """
    figure = go.Figure([_curve(*named, place) for place, named in enumerate((one, other))])
    for curve, (_, report) in zip(figure.data, (one, other), strict=True):
        line = {"color": curve.line.color, "dash": "dash", "width": 1.5}
        figure.add_hline(report.verdict.threshold, line=line, layer="below")
    return figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 16, "t": 12, "b": 8, "pad": 0},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hovermode="closest",
        showlegend=True,
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        xaxis=_time_axis(one[1], other[1]),
        yaxis=score_axis(),
    )


def two_curves_in_words(one: Named, other: Named) -> str:
    """The chart in words, for who cannot see it."""
    return " ".join(
        [
            "Chart of two curves of the fake score, from 0 (real) to 1 (fake).",
            *(_in_words(name, report) for name, report in (one, other)),
        ]
    )


def _in_words(name: str, report: Report) -> str:
    scores = report.scores.per_frame().fake_score
    span = f"{scores.min():.2f} to {scores.max():.2f}" if len(scores) > 1 else f"{scores[0]:.2f}"
    frames = f"{len(scores)} frames" if len(scores) > 1 else "1 frame"
    return f"{name}: {frames}, {span}; fake begins at {report.verdict.threshold:.2f}."


def _curve(name: str, report: Report, place: int) -> go.Scatter:
    frames = report.scores.per_frame()
    score = dict(zip(frames.frame.tolist(), frames.fake_score.tolist(), strict=True))
    return go.Scatter(
        x=report.seconds.tolist(),
        y=[score.get(frame) for frame in report.frame.tolist()],
        customdata=[clock(seconds) for seconds in report.seconds],
        name=f"{name} (fake from {report.verdict.threshold:.2f})",
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,
        hovertemplate=HOVER,
        **person_look(place, frames=len(report.frame)),
    )


def _time_axis(one: Report, other: Report) -> dict[str, object]:
    last = max(float(report.seconds[-1]) for report in (one, other))
    look = {"showgrid": False, "zeroline": False, "showline": True, "mirror": True}
    if {one.kind, other.kind} == {"image"}:
        ends = {"tickvals": [0], "ticktext": ["the photo"], "range": [-1, 1]}
    else:
        ends = {"title": "seconds into the video", "range": [-0.02 * last - 0.1, last * 1.02 + 0.1]}
    return look | {"linecolor": GRID} | ends
