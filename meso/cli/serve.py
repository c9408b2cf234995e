"""Commands that serve others: app, the page for oneself or for a class; serve, for programs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click

from meso.cli.api import start_api
from meso.cli.classroom import open_classroom
from meso.experiments.read_run import VARIABLE as VARIABLE_OF_EXPERIMENTS
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
    "--experiments",
    type=click.Path(exists=True, file_okay=False, resolve_path=True),
    help="A folder with runs of `meso overlap`, which all visitors see, with small pictures.",
)
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
    experiments: str | None,
    quiz: str | None,
) -> None:
    """Open the page in the browser; OPTIONS go to streamlit.

    Only this machine reaches the page, unless --classroom opens it to a class.

    \b
        meso app
        meso app --classroom
        meso app --quiz FOLDER
        meso app --experiments runs
        meso app -- --server.headless true
    """
    if address and not classroom:
        raise click.UsageError("--address is for --classroom: else only this machine is served.")
    check_all()
    environment = dict(os.environ)
    at = [f"--server.port={port}"] if port else []
    if quiz:
        environment[FOLDER] = quiz
    if experiments:
        environment[VARIABLE_OF_EXPERIMENTS] = experiments
    if classroom:
        room = open_classroom(address, port)
        at, environment[VARIABLE] = room.options, room.code
        click.echo(room.invitation)
    command = [sys.executable, "-m", SERVER, "run", str(APP), *at, *options]
    raise SystemExit(subprocess.call(command, env=environment))


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Serve it at this address; one that others reach needs --code.",
)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8600, show_default=True, help="Serve it there."
)
@click.option("--model", help="The network that is used where a request names none.")
@click.option(
    "--code",
    "with_code",
    is_flag=True,
    help=f"Answer only who sends an access code: a new one, or that in {VARIABLE}.",
)
def serve(*, host: str, port: int, model: str | None, with_code: bool) -> None:
    """Answer other programs: a file in over HTTP, its report out as JSON.

    Only this machine reaches it, unless --host opens it to a network.

    \b
        meso serve
        meso serve --port 9000 --model meso4
        meso serve --host 192.168.1.5 --code
    """
    start_api(host, port, model, with_code=with_code)
