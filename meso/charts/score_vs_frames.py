"""A report in; the chart of fake score over frames, and its description in words, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import plotly.graph_objects as go

from meso.charts.style import CLEAR, GREY, GRID, SHADE, clock, person_look, person_name
from meso.values import Report

HEIGHT = 340  # pixels, without the legend: as a whole on a phone held upright
LEGEND_ROW = 22  # pixels; on a phone each person has a row
LABEL = 0.16  # height of a two-line label, as a share of the y axis
LINES = {"showgrid": False, "zeroline": False, "showline": True, "mirror": True, "linecolor": GRID}
FIXED = {"fixedrange": True}  # a drag over the chart moves nothing: frames are picked by a click
DASHES = "dash", "dot"  # of the levels, in their order
HOVER = "%{fullData.name}<br>frame %{x} (%{customdata})<br>fake score %{y:.2f}<extra></extra>"

Levels = Mapping[str, float]  # the name of a line across the chart, and its fake score; two at most


def score_vs_frames(
    report: Report, levels: Levels | None = None, *, chosen: int | None = None
) -> go.Figure:
    """Plot each person's fake score over the frame's index, with the threshold and the mean.

    levels: lines to draw in place of those of the report's verdict
    chosen: the index of a frame to mark with an upright line

    A point's x is its frame's index, so that a click on it can be traced back to the frame. A
    curve breaks where a frame shows no scored face of its person; a frame that shows no scored
    face at all is shaded.
    """
    figure = go.Figure([_curve(report, person) for person in report.scores.people])
    _shade_gaps(figure, report)
    draw_levels(figure, levels or _levels(report))
    if chosen is not None:
        figure.add_vline(chosen, line={"color": GREY, "width": 6}, opacity=0.4, layer="below")
    figure.update_layout(
        height=HEIGHT + LEGEND_ROW * len(figure.data),
        margin={"l": 8, "r": 78, "t": 12, "b": 8, "pad": 0},  # r: room for the labels of the levels
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hovermode="closest",
        showlegend=len(figure.data) > 1 or _has_gaps(report),
        legend={"orientation": "h", "yref": "container", "y": 0, "yanchor": "bottom"},
        xaxis=_frame_axis(report),
        yaxis=score_axis(),
    )
    return figure


def alt_text(report: Report, levels: Levels | None = None) -> str:
    """The chart in words, for who cannot see it; levels: as in `score_vs_frames`."""
    heights = ", ".join(f"{name} {y:.2f}" for name, y in (levels or _levels(report)).items())
    looked_at = len(report.frame)
    unscored = looked_at - len(np.unique(report.scores.frame))
    span = f"{looked_at} frames, from {clock(report.seconds[0])} to {clock(report.seconds[-1])}"
    return " ".join(
        [
            "Chart of the fake score, from 0 (real) to 1 (fake), over",
            "one photo." if report.kind == "image" else f"{span}.",
            *(_person_in_words(report, person) for person in report.scores.people),
            f"{heights.capitalize()}.",
            *([f"Frames without a face to score: {unscored}."] if unscored else []),
        ]
    )


def _person_in_words(report: Report, person: int) -> str:
    scores = report.scores.of(person).fake_score
    name = person_name(person).capitalize()
    if len(scores) == 1:
        return f"{name}: {scores[0]:.2f}."
    return (
        f"{name}: {len(scores)} frames, scores from {scores.min():.2f} to {scores.max():.2f}, "
        f"mean {scores.mean():.2f}."
    )


def _curve(report: Report, person: int) -> go.Scatter:
    mine = report.scores.of(person)
    score = dict(zip(mine.frame.tolist(), mine.fake_score.tolist(), strict=True))
    return go.Scatter(
        x=report.frame.tolist(),
        y=[score.get(frame) for frame in report.frame.tolist()],
        customdata=[clock(seconds) for seconds in report.seconds],
        name=person_name(person),
        mode="lines+markers",
        connectgaps=False,
        cliponaxis=False,  # whole markers at 0 and at 1
        hovertemplate=HOVER,
        **person_look(person, frames=len(report.frame)),
    )


def _has_gaps(report: Report) -> bool:
    return not np.isin(report.frame, report.scores.frame).all()


def _gaps(report: Report) -> Iterator[tuple[float, float]]:
    """Where frames without a scored face begin and end, halfway to the frames beside them."""
    frame = report.frame.astype(float)
    edges = np.concatenate([frame[:1], (frame[1:] + frame[:-1]) / 2, frame[-1:]])
    missing = ~np.isin(report.frame, report.scores.frame)
    turns = np.flatnonzero(np.diff(missing, prepend=False, append=False))
    for begin, end in zip(turns[::2], turns[1::2], strict=True):
        yield float(edges[begin]), float(edges[end])


def _shade_gaps(figure: go.Figure, report: Report) -> None:
    for place, (begin, end) in enumerate(_gaps(report)):
        figure.add_vrect(
            begin,
            end,
            fillcolor=SHADE,
            line_width=0,
            layer="below",
            name="no face to score",
            showlegend=place == 0,
        )


def _levels(report: Report) -> Levels:
    verdict = report.verdict
    score = "score" if report.kind == "image" else verdict.reduction
    return {"threshold": verdict.threshold, score: verdict.score}


def draw_levels(figure: go.Figure, levels: Levels) -> None:
    """Threshold and mean, labelled outside the plot, where no curve comes."""
    places = zip(levels.items(), _apart(*levels.values()), DASHES, strict=False)
    for (name, level), y, dash in places:
        figure.add_hline(level, line={"color": GREY, "dash": dash, "width": 2}, layer="below")
        figure.add_annotation(
            text=f"{name}<br>{level:.2f}",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=y,
            yanchor="middle",
            align="left",
            showarrow=False,
        )


def _apart(first: float, *second: float) -> list[float]:
    """Heights for the labels of levels: on their level, or just far enough apart to read."""
    heights: list[float] = np.clip([first, *second], LABEL / 2, 1 - LABEL / 2).tolist()
    low, high = min(heights), max(heights)
    if second and high - low < LABEL:
        middle = float(np.clip((low + high) / 2, LABEL, 1 - LABEL))
        low, high = middle - LABEL / 2, middle + LABEL / 2
        return [low, high] if first <= second[0] else [high, low]
    return heights


def _frame_axis(report: Report) -> dict[str, object]:
    if report.kind == "image":
        return LINES | FIXED | {"tickvals": [0], "ticktext": ["the photo"], "range": [-1, 1]}
    ticks = np.linspace(0, len(report.frame) - 1, min(len(report.frame), 5)).round().astype(int)
    spare = max(1.0, 0.02 * float(report.frame[-1] - report.frame[0]))  # whole markers at the ends
    return (
        LINES
        | FIXED
        | {
            "ticks": "outside",
            "ticklen": 8,  # the first label keeps clear of "0 real" on a phone
            "tickcolor": GRID,
            "title": "frame, and its time in the video",
            "tickvals": report.frame[ticks].tolist(),
            "ticktext": [
                f"{report.frame[tick]}<br>{clock(report.seconds[tick])}" for tick in ticks
            ],
            "range": [float(report.frame[0]) - spare, float(report.frame[-1]) + spare],
        }
    )


def score_axis() -> dict[str, object]:
    """From 0 (real) to 1 (fake), both ends named."""
    return FIXED | {
        "title": "fake score",
        "range": [0, 1],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": ["0 real", "0.25", "0.5", "0.75", "1 fake"],
        "gridcolor": GRID,
        "zeroline": False,
    }
