"""A staircase that was run in; its table, its CSV and its chart out."""

from __future__ import annotations

import math
from collections.abc import Callable

from meso.charts.staircase import staircase, staircase_in_words
from meso.charts.svg import svg
from meso.evaluation.table import UNKNOWN, markdown
from meso.experiments.rows import as_csv
from meso.experiments.staircase import Staircase
from meso.experiments.steps import (
    SAME,
    SHARP_METHOD,
    STAIRCASE_CSV,
    STEPS,
    TITLES,
    Step,
    shares,
)

COLUMNS = (*STEPS, SHARP_METHOD)
CLAIM = 0.99


def report(experiment: Staircase) -> str:
    """Write staircase.csv, the chart as .html and .svg, named as the folder; return the table."""
    found = [*experiment.steps()]
    folder, name = experiment.folder, experiment.folder.out.name
    folder.write_text(STAIRCASE_CSV, as_csv(Step, found))
    titles = [TITLES[step] for step in STEPS]
    figure = staircase(shares(found), titles)
    words = staircase_in_words(shares(found), titles)
    folder.write_text(f"{name}.svg", str(svg(figure, title="Where 99 % goes", alt=words)))
    figure.write_html(folder.out / f"{name}.html", include_plotlyjs="directory")
    told = f"{_counts(experiment)}\n\n{claim(found)}\n\n{table(found)}"
    return f"{told}\n\n![{words}]({name}.svg)"


def claim(found: list[Step]) -> str:
    """Whether 99 % holds at the first step, where it should, and of which networks it does not."""
    first = [step for step in found if step.step == SAME]
    if not first:
        return "Nobody has two faces of a class to train on, so no network has a first step."
    below = [f"{step.kind} {step.accuracy:.1%}" for step in first if step.accuracy < CLAIM]
    said = f"**{len(first) - len(below)} of {len(first)} networks reach 99%** on the same people."
    why = f" Below 99% there already: {', '.join(below)}. What these lose is not lost from 99%."
    return said + (why if below else "")


def table(found: list[Step]) -> str:
    """Two tables, a row a network: its accuracy, and its AUC, at each step."""
    return "\n\n".join(
        [
            "**Accuracy** at 0.5, of as many real faces as fakes, and where other people would "
            "leave it. From left to right one thing more is other than in training, first only the "
            "frames; the last column is another method and other people, not compressed further.",
            _matrix(found, _accuracy),
            "**AUC**, the same.",
            _matrix(found, lambda step: f"{step.auc:.2f}"),
        ]
    )


def _matrix(found: list[Step], cell: Callable[[Step], str]) -> str:
    of = {(step.kind, step.step): step for step in found}
    head = ["trained on", *(TITLES[step].replace("<br>", " ") for step in COLUMNS)]
    lines = [
        [kind, *(cell(of[kind, step]) if (kind, step) in of else UNKNOWN for step in COLUMNS)]
        for kind in dict.fromkeys(step.kind for step in found)
    ]
    return markdown([head, *lines])


def _accuracy(step: Step) -> str:
    between = "" if math.isnan(step.low) else f" [{100 * step.low:.0f}–{100 * step.high:.0f}]"
    return f"{step.accuracy:.1%}{between}"


def _counts(experiment: Staircase) -> str:
    settings = experiment.settings
    parts = []
    for kind in experiment.kinds:
        same, others = experiment.same[f"{kind}.same"], experiment.held_out[kind]
        people = len({one.about.person for one in others})
        counts = f"{len(experiment.train[kind])}, {len(same)} and {len(others)} ({people} people)"
        parts.append(f"{kind} {counts}")
    return (
        f"{settings.architecture}, {settings.drawn} faces drawn for each network. Faces trained "
        "on, of the same people and of others, half of them real: "
        f"{', '.join(parts)}. H.264 with a quantiser of {settings.light}, then {settings.heavy}."
    )
