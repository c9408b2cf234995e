"""A chart in; the same as a still SVG picture out, for where no script runs.

It draws what the charts of a report are made of: curves with gaps, lines and areas across, labels,
ticks that are named, and a legend. Text has the colour of the page's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from meso.charts.style import GREY
from meso.markup import Markup, tag, together

WIDTH = 720  # pixels, before the page scales it
LINE = 17  # pixels from one line of text to the next
LEFT = 76  # pixels for the labels of the y axis
ROW = LINE + 4  # pixels from one row of the legend to the next
SAMPLE, APART = 38, 16  # pixels before and behind a name in the legend
SIGN = 7.7  # pixels that a sign of 13 takes on average in a wide font
UP = 5  # pixels from the middle of a line of text to its foot
DASHES = {"solid": "none", "dash": "9 6", "dot": "2 4"}
ANCHORS = {"left": "start", "right": "end"}


@dataclass(frozen=True)
class Plot:
    """Where the curves are drawn, in pixels, and which values its edges stand for."""

    left: float
    top: float
    right: float
    bottom: float
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float, ref: str | None = None) -> float:
        """Where a value is; with the ref of a whole axis, a share of its length."""
        return self.left + _share(value, ref, self.x_range) * (self.right - self.left)

    def y(self, value: float, ref: str | None = None) -> float:
        """The same, from the bottom up."""
        return self.bottom - _share(value, ref, self.y_range) * (self.bottom - self.top)


def svg(figure: go.Figure, *, title: str, alt: str, width: int = WIDTH) -> Markup:
    """Draw the figure; title and alt are what a screen reader says.

    width: in pixels, beside a height of the figure's own; the page may scale the whole
    """
    layout, named = figure.layout, list(_legend(figure))
    places = list(_places([name for name, _ in named], width))
    below = LINE * (_tick_lines(layout.xaxis) + bool(layout.xaxis.title.text)) + 20
    legend = ROW * (1 + max((row for _, row in places), default=-1))
    plot = _plot(layout, width, layout.height - below - legend)
    parts = [
        *_axes(layout, plot),
        *(_shape(shape, plot) for shape in layout.shapes),
        *(_curve(trace, plot) for trace in figure.data),
        *(_label(note, plot) for note in layout.annotations),
        *(
            _entry(x, plot.bottom + below + ROW * row, *entry)
            for (x, row), entry in zip(places, named, strict=True)
        ),
    ]
    return tag(
        "svg",
        tag("title", title),
        tag("desc", alt),
        *parts,
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_label=f"{title}. {alt}",
        viewBox=f"0 0 {width} {layout.height}",
        font_size=13,
        fill="currentColor",
    )


def _plot(layout: go.Layout, width: int, bottom: float) -> Plot:
    left = 16 if layout.yaxis.visible is False else LEFT
    ranges = tuple(layout.xaxis.range), tuple(layout.yaxis.range)
    return Plot(left, layout.margin.t, width - layout.margin.r, bottom, *ranges)


def _share(value: float, ref: str | None, within: tuple[float, float]) -> float:
    if ref and ref.endswith(("domain", "paper")):
        return value
    low, high = within
    return (value - low) / (high - low)


def _axes(layout: go.Layout, plot: Plot) -> Iterator[Markup]:
    """The ticks and what they say, a line across at each tick of y, and the titles."""
    for value, words in zip(layout.xaxis.tickvals, layout.xaxis.ticktext, strict=True):
        anchor = _at_the_edge(plot, value) if layout.yaxis.visible is False else "middle"
        yield _text(words, plot.x(value), plot.bottom + LINE, anchor)
    middle = (plot.left + plot.right) / 2
    below = plot.bottom + LINE * (_tick_lines(layout.xaxis) + 1)
    yield _text(layout.xaxis.title.text or "", middle, below, "middle")
    if layout.yaxis.visible is False:
        return
    for value, words in zip(layout.yaxis.tickvals, layout.yaxis.ticktext, strict=True):
        y = plot.y(value)
        yield _line((plot.left, y), (plot.right, y), stroke=GREY, opacity=0.4)
        yield _text(words, plot.left - 8, y + UP, "end")
    yield _upright(layout.yaxis.title.text, 14, (plot.top + plot.bottom) / 2)


def _at_the_edge(plot: Plot, value: float) -> str:
    return {plot.x_range[0]: "start", plot.x_range[1]: "end"}.get(value, "middle")


def _shape(shape: Any, plot: Plot) -> Markup:
    x0, x1 = (plot.x(x, shape.xref) for x in (shape.x0, shape.x1))
    y0, y1 = (plot.y(y, shape.yref) for y in (shape.y0, shape.y1))
    if shape.type == "line":
        return _line((x0, y0), (x1, y1), **_stroke(shape.line))
    size = {"x": x0, "y": min(y0, y1), "width": x1 - x0, "height": abs(y1 - y0)}
    return tag("rect", **size, fill=shape.fillcolor)


def _curve(trace: go.Scatter, plot: Plot) -> Markup:
    points = [
        None if y is None else (plot.x(x), plot.y(y)) for x, y in zip(trace.x, trace.y, strict=True)
    ]
    line = tag("path", d=_path(points), fill="none", **_stroke(trace.line))
    drawn = [line] if "lines" in trace.mode else []
    return together([*drawn, *(_mark(trace.marker, *point) for point in points if point)])


def _path(points: list[tuple[float, float] | None]) -> str:
    """Lines from point to point, broken where there is none."""
    begun, steps = False, []
    for point in points:
        if point:
            steps.append(f"{'L' if begun else 'M'}{point[0]:.1f} {point[1]:.1f}")
        begun = point is not None
    return "".join(steps)


def _mark(marker: Any, x: float, y: float) -> Markup:
    half = marker.size / 2
    if marker.symbol == "circle":
        return tag("circle", cx=round(x, 1), cy=round(y, 1), r=half, fill=marker.color)
    corners = " ".join(
        f"{x + half * right:.1f},{y + half * down:.1f}" for right, down in CORNERS[marker.symbol]
    )
    return tag("polygon", points=corners, fill=marker.color)


_ARM = 0.35  # half the breadth of a cross's arms
CORNERS: dict[str, list[tuple[float, float]]] = {
    "square": [(-1, -1), (1, -1), (1, 1), (-1, 1)],
    "diamond": [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)],
    "triangle-up": [(0, -1.2), (1.2, 1), (-1.2, 1)],
    "cross": [
        *((-_ARM, -1), (_ARM, -1), (_ARM, -_ARM), (1, -_ARM), (1, _ARM), (_ARM, _ARM)),
        *((_ARM, 1), (-_ARM, 1), (-_ARM, _ARM), (-1, _ARM), (-1, -_ARM), (-_ARM, -_ARM)),
    ],
}


def _label(note: Any, plot: Plot) -> Markup:
    lines = note.text.split("<br>")
    up = len(lines) - 1 if note.yanchor == "bottom" else (len(lines) - 1) / 2
    foot = plot.y(note.y) - LINE * up + (-UP if note.yanchor == "bottom" else UP)
    x = plot.x(note.x, note.xref) + (note.xshift or 0)
    return _text(note.text, x, foot, ANCHORS.get(note.xanchor, "middle"))


def _legend(figure: go.Figure) -> Iterator[tuple[str, Any]]:
    """Whatever has a name there, with the curve or the area that it names."""
    if not figure.layout.showlegend:
        return
    yield from ((trace.name, trace) for trace in figure.data)
    yield from ((shape.name, shape) for shape in figure.layout.shapes if shape.showlegend)


def _places(names: Sequence[str], width: float) -> Iterator[tuple[float, int]]:
    """Where each entry of the legend begins and in which row, as many to a row as it has room."""
    x, row = float(LEFT), 0
    for name in names:
        end = x + SAMPLE + SIGN * len(name)
        if end > width and x > LEFT:
            x, row = float(LEFT), row + 1
            end = x + SAMPLE + SIGN * len(name)
        yield x, row
        x = end + APART


def _entry(x: float, y: float, name: str, of: Any) -> Markup:
    sample = (
        _line((x, y), (x + 30, y), **_stroke(of.line)) + _mark(of.marker, x + 15, y)
        if isinstance(of, go.Scatter)
        else tag("rect", x=x, y=y - 7, width=30, height=14, fill=of.fillcolor)
    )
    return together([Markup(sample), _text(name, x + SAMPLE, y + UP, "start")])


def _stroke(line: Any) -> dict[str, str | float]:
    dash = DASHES.get(line.dash or "solid", (line.dash or "").replace("px", "").replace(",", " "))
    return {"stroke": line.color, "stroke_width": line.width, "stroke_dasharray": dash}


def _line(start: tuple[float, float], end: tuple[float, float], **look: str | float) -> Markup:
    (x1, y1), (x2, y2) = start, end
    return tag("line", x1=round(x1, 1), y1=round(y1, 1), x2=round(x2, 1), y2=round(y2, 1), **look)


def _text(words: str, x: float, foot: float, anchor: str) -> Markup:
    """Words in as many lines as they have."""
    lines = [
        tag("text", line, x=round(x, 1), y=round(foot + LINE * number, 1), text_anchor=anchor)
        for number, line in enumerate(words.split("<br>"))
        if line
    ]
    return together(lines)


def _upright(words: str, x: float, y: float) -> Markup:
    turned = f"translate({x} {y:.1f}) rotate(-90)"
    return tag("text", words, transform=turned, text_anchor="middle")


def _tick_lines(axis: Any) -> int:
    return max(len(words.split("<br>")) for words in map(str, axis.ticktext))
