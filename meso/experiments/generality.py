"""A comparison that was run in; what each network costs and how far it generalises, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from meso.charts.pareto import front, pareto, pareto_in_words, plain
from meso.charts.svg import svg
from meso.evaluation.evaluate import Number
from meso.evaluation.table import UNKNOWN, markdown
from meso.experiments.comparison import NetworksCompared
from meso.experiments.results import rows
from meso.experiments.rows import Row, as_csv
from meso.experiments.settings import TRANSFER
from meso.models.cost import Cost

AXES = {"cost": "multiplications for one face", "gain": "AUC on kinds it was not trained on"}


@dataclass(frozen=True)
class Generality:
    """What is known of a network.

    in_domain: AUC on other people and the kind it was trained on
    cross:     AUC on other people and every other kind
    Both are the mean over the networks of that build, with the lowest and the highest.
    """

    cost: Cost
    in_domain: Number
    cross: Number


def report(experiment: NetworksCompared) -> str:
    """Write comparison.csv, the chart as .html and .svg, named as the folder; return the table."""
    measured = rows(experiment)
    networks = experiment.settings.networks
    found = {name: Generality(experiment.cost(name), *_aucs(name, measured)) for name in networks}
    folder, name = experiment.folder, experiment.folder.out.name
    folder.write_text("comparison.csv", as_csv(Row, measured))
    points = {name: (float(one.cost.macs), one.cross.value) for name, one in found.items()}
    figure = pareto(points, **AXES)
    words = pareto_in_words(points, **AXES)
    folder.write_text(f"{name}.svg", str(svg(figure, title="What generality costs", alt=words)))
    figure.write_html(folder.out / f"{name}.html", include_plotlyjs="directory")
    return f"{counts(experiment)}\n\n{table(found)}\n\n![{words}]({name}.svg)"


def table(found: Mapping[str, Generality]) -> str:
    """A row a network, cheapest first, as Markdown."""
    best = front({name: (one.cost.macs, one.cross.value) for name, one in found.items()})
    head = ["network", "parameters", "MACs", "faces a CPU second"]
    head += ["AUC, same kind", "AUC, other kinds", "on the front"]
    cheap_first = sorted(found.items(), key=lambda one: one[1].cost.macs)
    return markdown([head, *(_line(name, one, name in best) for name, one in cheap_first)])


def counts(experiment: NetworksCompared) -> str:
    """A sentence on what was trained and measured on."""
    settings = experiment.settings
    parts = [
        f"{kind} {len(experiment.train[kind])} and {len(experiment.held_out[kind])} "
        f"({len({one.about.person for one in experiment.held_out[kind]})} people)"
        for kind in experiment.kinds
    ]
    return (
        f"{settings.drawn} faces drawn for each network. Faces trained and measured on, half of "
        f"them real: {', '.join(parts)}."
    )


def _aucs(network: str, measured: Sequence[Row]) -> tuple[Number, Number]:
    unchanged = [
        (row.source == f"{network}/{row.target}", row.auc)
        for row in measured
        if row.what == TRANSFER and row.source.startswith(f"{network}/")
    ]
    same, other = ([auc for own, auc in unchanged if own == side] for side in (True, False))
    return _spread(same), _spread(other)


def _spread(aucs: Sequence[float]) -> Number:
    return Number(float(np.mean(aucs)), min(aucs), max(aucs))


def _line(name: str, one: Generality, is_best: bool) -> list[str]:
    return [
        name,
        f"{one.cost.parameters:,}",
        plain(one.cost.macs),
        f"{one.cost.crops_a_second:.0f}",
        *(f"{auc.value:.2f} [{auc.low:.2f}–{auc.high:.2f}]" for auc in (one.in_domain, one.cross)),
        "yes" if is_best else UNKNOWN,
    ]
