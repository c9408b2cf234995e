"""An experiment on faces in; done, printed and, if asked for, in a page of the docs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copyfile
from typing import Any

import click

from meso.cli.terminal import FILE, FOLDER, FOR_RESULTS, bar
from meso.evaluation.card import write_numbers

Report = Callable[[Any], str]
Command = Callable[..., None]

OF_ALL: tuple[Callable[[Command], Command], ...] = (
    click.argument("faces", type=FOLDER, nargs=-1, required=True),
    click.option("--out", type=FOR_RESULTS, required=True, help="For the run and its results."),
    click.option(
        "--method",
        "methods",
        metavar="NAME",
        multiple=True,
        help="To compare; may be repeated. Without it: all there are, and those of `meso blend`.",
    ),
    click.option(
        "--drawn",
        type=click.IntRange(32),
        default=19_200,
        show_default=True,
        help="Faces that each network is shown in training.",
    ),
    click.option("--write", "page", type=FILE, help="Markdown page with a place named as OUT."),
)


def one_of(networks: Sequence[str]) -> Callable[[Command], Command]:
    """Which network is trained on each method."""
    return click.option(
        "--network",
        "architecture",
        type=click.Choice(networks),
        default="meso4",
        show_default=True,
        help="To train.",
    )


def of_an_experiment(*networks: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """What every experiment is asked; networks: the option that says which are trained."""

    def add(command: Command) -> Command:
        for option in reversed((*OF_ALL, *networks)):
            command = option(command)
        return command

    return add


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
