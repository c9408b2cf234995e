"""Commands that use a network: detect, app, models, weights import."""

from __future__ import annotations

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import click

import meso
from meso.cli.terminal import FILE, bar, in_words
from meso.detection.as_json import as_json
from meso.models.weights import default_name, known, named
from meso.service.quiet import quiet_start
from meso.values import Progress, Report, Stage, Tell

APP = Path(__file__).parents[2] / "app.py"


@click.command()
@click.argument("path", type=FILE, required=False)
@click.option("--sample", is_flag=True, help="Score the clip that the project makes itself.")
@click.option("--model", help="Name of a network, as `meso models` lists them.")
@click.option(
    "--frames", type=click.IntRange(1, 128), default=32, show_default=True, help="Frames to score."
)
@click.option("--json", "wants_json", is_flag=True, help="Print the whole report as JSON.")
def detect(
    path: Path | None, *, sample: bool, model: str | None, frames: int, wants_json: bool
) -> None:
    """Score the faces in PATH, a photo or a video, and print the verdict.

    \b
        meso detect --sample
        meso detect clip.mp4 --frames 64 --json
    """
    if (path is None) != sample:
        raise click.UsageError("Give the PATH of a photo or a video, or --sample.")
    with bar("Looking") as tell:
        report = _report(path, model, frames, tell)
    click.echo(json.dumps(as_json(report), indent=2) if wants_json else in_words(report))


@click.command()
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def app(options: tuple[str, ...]) -> None:
    """Open the page in the browser; OPTIONS go to streamlit.

    \b
        meso app
        meso app -- --server.port 8600
    """
    raise SystemExit(
        subprocess.call([sys.executable, "-m", "streamlit", "run", str(APP), *options])
    )


@click.command()
def models() -> None:
    """List the networks in weights/, a line each.

    \b
        meso models
    """
    default = default_name()
    for network in known().values():
        mark = " (default)" if network.name == default else ""
        click.echo(
            f"{network.name + mark:26} {network.architecture:16} "
            f"threshold {network.threshold:.2f}  {network.note}"
        )


@click.group()
def weights() -> None:
    """Bring networks in."""


@weights.command("import")
@click.argument("file", type=FILE)
@click.option("--name", help="What to call it; the default is the file's name.")
def import_weights(file: Path, *, name: str | None) -> None:
    """Install FILE, one of the four weights files that the authors of MesoNet published.

    There 1 means real; installed, 1 means fake.

    \b
        meso weights import Meso4_DF.h5
    """
    with quiet_start():
        from meso.models.published import import_published

    installed = import_published(file, name=name).name
    click.echo(f"{installed} is installed. Try it: meso detect --sample --model {installed}")


def _report(path: Path | None, model: str | None, frames: int, tell: Tell) -> Report:
    """The report on the file, or on the sample."""
    if model:
        named(model)  # a wrong name is told before TensorFlow takes its seconds
    with quiet_start():
        detector = meso.load_detector(model)
    if path:
        return detector.detect(path, frames=frames, progress=_told(tell))
    from meso.service.sample import make

    name, data = make("clip")
    return detector.detect_stream(BytesIO(data), name, frames=frames, progress=_told(tell))


def _told(tell: Tell) -> Progress:
    def progress(stage: Stage, done: int, of: int) -> None:
        if stage == "find":
            tell(done, of)

    return progress
