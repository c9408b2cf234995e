"""The command that opens the page, for oneself or for a class: app."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from meso.cli.classroom import open_classroom
from meso.models.weights import check_all
from meso.service.access_code import VARIABLE
from meso.service.quiz import FOLDER

APP = Path(__file__).parents[2] / "app.py"
SERVER = "meso.ui.serve"


@click.command()
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.option("--classroom", is_flag=True, help="Serve it to the network, behind an access code.")
@click.option("--address", help="With --classroom: which of this machine's addresses to serve at.")
@click.option("--port", type=click.IntRange(1, 65535), help="Serve it there; else from 8501 on.")
@click.option(
    "--quiz",
    type=click.Path(exists=True, file_okay=False, resolve_path=True),
    help="A folder with photos in `real` and `fake` that all visitors may guess.",
)
def app(
    options: tuple[str, ...],
    *,
    classroom: bool,
    address: str | None,
    port: int | None,
    quiz: str | None,
) -> None:
    """Open the page in the browser; OPTIONS go to streamlit.

    Only this machine reaches the page, unless --classroom opens it to a class.

    \b
        meso app
        meso app --classroom
        meso app --quiz FOLDER
        meso app -- --server.headless true
    """
    if address and not classroom:
        raise click.UsageError("--address is for --classroom: else only this machine is served.")
    check_all()
    environment = dict(os.environ)
    at = [f"--server.port={port}"] if port else []
    if quiz:
        environment[FOLDER] = quiz
    if classroom:
        room = open_classroom(address, port)
        at, environment[VARIABLE] = room.options, room.code
        click.echo(room.invitation)
    command = [sys.executable, "-m", SERVER, "run", str(APP), *at, *options]
    raise SystemExit(subprocess.call(command, env=environment))
