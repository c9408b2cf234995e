"""The `meso` command: what is worked on is an argument, how is an option.

Results go to stdout, progress and what could not be used to stderr. Exit codes: 0 done, whatever
the verdict; 1 a MesoError, in one line; 2 wrong usage.
"""

from __future__ import annotations

import os

import click

import meso
from meso.cli.batch import batch
from meso.cli.calibrate import calibrate
from meso.cli.compare import adapt, generality
from meso.cli.doctor import doctor
from meso.cli.export import export
from meso.cli.make import blend, draw, faces, train
from meso.cli.measure import evaluate
from meso.cli.overlap import overlap
from meso.cli.serve import app, serve
from meso.cli.staircase import staircase
from meso.cli.use import detect, models, weights
from meso.cli.watch import watch
from meso.errors import MesoError


class ShowsMesoErrors(click.Group):
    """Prints a MesoError as one line, without a traceback, and exits with 1."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except MesoError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=ShowsMesoErrors)
@click.version_option(meso.__version__, prog_name="meso")
def cli() -> None:
    """Tell real faces from fake ones in photos and videos."""


OF_USE = (detect, batch, watch, app, serve, doctor, models, weights, export)
OF_RESEARCH = (faces, draw, blend, train, evaluate, calibrate, overlap)
OF_COMPARISON = (staircase, adapt, generality)

for command in (*OF_USE, *OF_RESEARCH, *OF_COMPARISON):
    cli.add_command(command)


def main() -> None:
    """The entry point of the `meso` command."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")  # its start-up messages help nobody here
    cli(prog_name="meso")
