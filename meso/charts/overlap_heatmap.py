"""How well each source's features serve each target in; a heat-map with the numbers out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

import plotly.graph_objects as go

from meso.charts.style import CLEAR

Matrix = Mapping[str, Mapping[str, float]]  # AUC by source and target; nan: not measured

ROW = 44  # pixels
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
) -> go.Figure:
    """Plot a row a source, a column a target; 0.5 is as good as a coin, 1 is perfect.

    Every field shows its number. A field's x and y are the names, so a click leads to the pair.

    beside: by target, a number for brackets below each field's own: that of a control
    fresh:  sources and targets whose number is to have a star
    """
    sources = list(auc)
    targets = list(next(iter(auc.values())))
    figure = go.Figure(
        go.Heatmap(
            z=[[auc[source][target] for target in targets] for source in sources],
            x=targets,
            y=sources,
            zmin=0.5,
            zmax=1.0,
            colorscale=SCALE,
            text=[[_text(auc, (s, t), beside or {}, fresh) for t in targets] for s in sources],
            texttemplate="%{text}",
            xgap=2,
            ygap=2,
            colorbar={"title": "AUC", "thickness": 12},
            hovertemplate="learned from %{y}<br>judged on %{x}<br>AUC %{z:.2f}<extra></extra>",
        )
    )
    return figure.update_layout(
        title=what,
        height=150 + ROW * len(sources),
        margin={"l": 8, "r": 8, "t": 48, "b": 8},
        paper_bgcolor=CLEAR,
        plot_bgcolor=CLEAR,
        xaxis={"title": "judged on", "side": "bottom", "type": "category", "automargin": True},
        yaxis={
            "title": "learned from",
            "autorange": "reversed",
            "type": "category",
            "automargin": True,
        },
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
