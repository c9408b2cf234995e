"""An experiment on faces in; done, printed and, if asked for, in a page of the docs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any

import click

from meso.cli.terminal import bar
from meso.evaluation.card import write_numbers

Report = Callable[[Any], str]


def carry_out(experiment: Any, report: Report, page: Path | None) -> None:
    """Do what is not done yet of an experiment in its folder, and print what came of it.

    page: gets the tables, at the place that is named as the folder, and the chart of that name
    """
    with bar("Comparing") as tell:
        experiment.run(tell)
    text, out = report(experiment), experiment.folder.out
    click.echo(f"{text}\n\nThe numbers are in {out}.")
    if page:
        write_numbers(page, text, out.name)
        for chart in out.glob(f"{out.name}.svg"):
            copyfile(chart, page.with_name(chart.name))
