"""How well each source's features serve each target in; a heat-map to click on out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

import plotly.graph_objects as go

from meso.charts.style import CLEAR

Matrix = Mapping[str, Mapping[str, float]]  # AUC by source and target; nan: not measured

ROW = 44  # pixels
FRAME = (("black", 6), ("white", 2))  # one on the other: one of them stands out of any blue
# Light to dark in one hue of growing strength: told apart by lightness alone (ColorBrewer's Blues).
SCALE = [
    [0.0, "#f7fbff"],
    [0.25, "#c6dbef"],
    [0.5, "#6baed6"],
    [0.75, "#2171b5"],
    [1.0, "#08306b"],
]


def overlap_heatmap(
    auc: Matrix,
    *,
    what: str = "AUC after retraining the classifier",
    beside: Mapping[str, float] | None = None,
    fresh: Collection[tuple[str, str]] = (),
    chosen: tuple[str, str] | None = None,
) -> go.Figure:
    """Plot a row a source, a column a target; 0.5 is as good as a coin, 1 is perfect.

    Every field shows its number. Plotly lets points be chosen by a click, and a heat-map has none,
    so an unseen point lies on each field, with target and source as its x and y. All of the field
    takes the click: nowhere in it is another point nearer.

    beside: by target, a number for brackets below each field's own: that of a control
    fresh:  sources and targets whose number is to have a star
    chosen: source and target of the field that is framed, if it is on the map
    """
    sources = list(auc)
    targets = list(next(iter(auc.values())))
    numbers = [[_text(auc, (s, t), beside or {}, fresh) for t in targets] for s in sources]
    figure = go.Figure([_fields(auc, targets, numbers), _points(auc, targets)])
    figure.update_layout(
        title=what,
        height=150 + ROW * len(sources),
        margin={"l": 8, "r": 8, "t": 48, "b": 8},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        hoverdistance=-1,  # whichever point is nearest, however far
        xaxis=_axis("judged on", [-0.5, len(targets) - 0.5]),
        yaxis=_axis("learned from", [len(sources) - 0.5, -0.5]),
    )
    source, target = chosen or ("", "")
    if source in sources and target in targets:
        _frame(figure, sources.index(source) / len(sources), targets.index(target) / len(targets))
    return figure


def _fields(auc: Matrix, targets: Sequence[str], numbers: Sequence[Sequence[str]]) -> go.Heatmap:
    return go.Heatmap(
        z=[[auc[source][target] for target in targets] for source in auc],
        x=targets,
        y=list(auc),
        zmin=0.5,
        zmax=1.0,
        colorscale=SCALE,
        text=numbers,
        texttemplate="%{text}",
        xgap=2,
        ygap=2,
        colorbar={"title": "AUC", "thickness": 12},
        hoverinfo="skip",
    )


def _points(auc: Matrix, targets: Sequence[str]) -> go.Scatter:
    """One in the middle of each field: not seen, but what the mouse is told of the field."""
    pairs = [(source, target) for source in auc for target in targets]
    return go.Scatter(
        x=[target for _, target in pairs],
        y=[source for source, _ in pairs],
        customdata=[_said(auc[source][target]) for source, target in pairs],
        mode="markers",
        marker={"opacity": 0, "color": "#444444"},  # the grey that Plotly gives a heat-map's words
        hovertemplate="learned from %{y}<br>judged on %{x}<br>%{customdata}<extra></extra>",
        showlegend=False,
    )


def _said(auc: float) -> str:
    return "not measured" if math.isnan(auc) else f"AUC {auc:.2f}"


def _axis(title: str, ends: Sequence[float]) -> dict[str, object]:
    """The fields to their very edges; a drag moves nothing, so that a shaky click is one."""
    return {
        "title": title,
        "type": "category",
        "automargin": True,
        "range": ends,
        "fixedrange": True,
    }


def _frame(figure: go.Figure, down: float, right: float) -> None:
    """A line round the field that begins so far down and to the right, in shares of the map."""
    heat = figure.data[0]
    for colour, width in FRAME:
        figure.add_shape(
            xref="paper",  # in the units of the axes its outer half would be cut off at the edge
            yref="paper",
            x0=right,
            x1=right + 1 / len(heat.x),
            y0=1 - down,
            y1=1 - down - 1 / len(heat.y),
            line={"color": colour, "width": width},
        )


def _text(
    auc: Matrix,
    pair: tuple[str, str],
    beside: Mapping[str, float],
    fresh: Collection[tuple[str, str]],
) -> str:
    source, target = pair
    if math.isnan(auc[source][target]):
        return ""
    number = f"{auc[source][target]:.2f}{'*' if pair in fresh else ''}"
    control = beside.get(target, math.nan)
    return number if math.isnan(control) else f"{number}<br>({control:.2f})"


def overlap_alt_text(auc: Matrix) -> str:
    """The chart in words, for who cannot see it: each source's best and worst other target."""
    return " ".join(["Heat-map of AUC.", *(_in_words(source, row) for source, row in auc.items())])


def _in_words(source: str, row: Mapping[str, float]) -> str:
    others = {to: value for to, value in row.items() if to != source and not math.isnan(value)}
    own = f" {row[source]:.2f} on itself," if source in row else ""
    if not others:
        return f"Learned from {source}:{own or ' nothing measured'}."
    best, worst = max(others, key=others.__getitem__), min(others, key=others.__getitem__)
    return (
        f"Learned from {source}:{own} best on {best} with {others[best]:.2f}, worst on {worst} "
        f"with {others[worst]:.2f}."
    )
