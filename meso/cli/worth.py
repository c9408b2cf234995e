"""What a calibration is worth in; two tables for the terminal and the card, and two charts, out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from meso.detection.calibrate import Worth
from meso.evaluation.read_card import SAID_AND_TRUE, SUREST
from meso.evaluation.table import markdown
from meso.models.reliability import CoverageRisk, Reliability

JUDGED = (1.0, 0.9, 0.75, 0.5)


def tables(worth: Worth) -> str:
    """The reliability and the coverage-risk curve, as Markdown."""
    parts = [
        "What was said of people left out of the fit, and what was true, a tenth of probability a "
        "row:",
        _said_and_true(worth.after),
        "How many verdicts are wrong when only the surest are given:",
        _surest(worth.surest),
    ]
    return "\n\n".join(parts)


def draw(worths: Mapping[str, Worth], folder: Path, model: str) -> None:
    """Write the same as pages, two for what each title names, and say where they are.

    They open without the internet: Plotly's script lies beside them, once.
    """
    from meso.charts import coverage_risk, reliability_diagram  # Plotly, which others do without

    folder.mkdir(parents=True, exist_ok=True)
    for title, worth in worths.items():
        in_use = worth.coverage, worth.error_of_rest
        figures = {
            "reliability": reliability_diagram(worth.after),
            "coverage-risk": coverage_risk(worth.surest, in_use=in_use),
        }
        for chart, figure in figures.items():
            page = folder / f"{model}-{title.lower()}-{chart}.html"
            figure.update_layout(title=f"{model}, {title.lower()}", margin_t=60)
            figure.write_html(page, include_plotlyjs="directory")
    click.echo(f"The charts are in {folder}.")


def _said_and_true(found: Reliability) -> str:
    bins = zip(found.said, found.items, found.true, strict=True)
    lines = [[f"{said:.0%}", str(items), f"{true:.0%}"] for said, items, true in bins]
    return markdown([SAID_AND_TRUE, *lines])


def _surest(found: CoverageRisk) -> str:
    lines = [[f"{share:.0%}", f"{found.at(share):.1%}"] for share in JUDGED]
    return markdown([SUREST, *lines])
