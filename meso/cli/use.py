"""Commands that use a network or bring one in: detect, models, weights import, weights pair."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import BinaryIO

import click

import meso
from meso.cli.keep import write
from meso.cli.terminal import ANY_SIZE, FILE, NewFile, bar, document_in_words, in_words
from meso.detection.as_json import as_json
from meso.detection.detector import Detector
from meso.detection.documents import DocumentReport, document_as_json, report_on
from meso.media import isolate
from meso.media.carried import Carried, Document
from meso.media.document_kinds import is_document
from meso.media.take_apart import read_document
from meso.models.weights import default_name, known, named
from meso.service.lean import lean_start
from meso.service.quiet import quiet_start
from meso.values import Progress, Report, Stage, Tell

NOT_OF_DOCUMENTS = (
    "--report and --csv are for a photo or a video; the report on a document is printed, or given "
    "as JSON by --json."
)


@click.command()
@click.argument("path", type=FILE, required=False)
@click.option("--sample", is_flag=True, help="Score the clip that the project makes itself.")
@click.option("--model", help="Name of a network, as `meso models` lists them.")
@click.option(
    "--frames", type=click.IntRange(1, 128), default=32, show_default=True, help="Frames to score."
)
@click.option("--any-size", is_flag=True, help=ANY_SIZE)
@click.option("--json", "wants_json", is_flag=True, help="Print the whole report as JSON.")
@click.option(
    "--report", "page", type=NewFile(".html"), help="Write it as a page, to keep and to print."
)
@click.option("--csv", "table", type=NewFile(".csv"), help="Write every score as a table.")
def detect(
    path: Path | None,
    *,
    sample: bool,
    model: str | None,
    frames: int,
    any_size: bool,
    wants_json: bool,
    **files: Path | None,
) -> None:
    """Score the faces in PATH and print the verdict.

    PATH is a photo or a video; or a mail, a saved web page or a PDF, whose pictures are then scored
    one by one. What a document only points to is not fetched.

    \b
        meso detect --sample
        meso detect clip.mp4 --frames 64 --json
        meso detect clip.mp4 --report clip.html --csv clip.csv
        meso detect newsletter.eml
    """
    if (path is None) != sample:
        raise click.UsageError("Give the PATH of a photo, a video or a document, or --sample.")
    detector = _detector(model, any_size=any_size)
    with _opened(path) as (stream, name), bar("Looking") as tell:
        if is_document(stream):
            if any(files.values()):
                raise click.UsageError(NOT_OF_DOCUMENTS)
            document = _in_document(read_document(stream, name), detector, frames, tell)
            said, words = document_as_json(document), document_in_words(document)
        else:
            report = detector.detect_stream(stream, name, frames=frames, progress=_told(tell))
            said, words = as_json(report), in_words(report)
            write(report, **files)
    click.echo(json.dumps(said, indent=2) if wants_json else words)


@click.command()
@click.option("--devices", is_flag=True, help="Say what they run on here, too (loads TensorFlow).")
def models(devices: bool) -> None:
    """List the networks in weights/, a line each.

    \b
        meso models
        meso models --devices
    """
    default = default_name()
    for network in known().values():
        mark = " (default)" if network.name == default else ""
        click.echo(
            f"{network.name + mark:26} {network.architecture:17} "
            f"threshold {network.threshold:.2f}  {network.note}"
        )
    if devices:
        with quiet_start():
            from meso.models.devices import device

            click.echo(f"They run on {device()}.")


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

    _say_installed(import_published(file, name=name).name)


@weights.command("pair")
@click.argument("whole")
@click.argument("patches")
@click.argument("name")
def pair_weights(whole: str, patches: str, name: str) -> None:
    """Install, as NAME, one network that says what WHOLE and PATCHES say on average.

    WHOLE is an efficientnet_lite and PATCHES a lite_short, both installed and calibrated. Nothing
    is trained; calibrate and measure the pair as any other network. An older pair of that name is
    replaced.

    \b
        meso weights pair efficientnet_lite lite_short lite_pair
    """
    for part in (whole, patches):
        named(part)  # a wrong name is told before the seconds that loading takes
    with quiet_start():
        from meso.models.network import load_network
        from meso.models.pair import pair, refuse_name

        refuse_name(name)
        pair(load_network(whole), load_network(patches), name)
    _say_installed(name)


def _say_installed(name: str) -> None:
    click.echo(f"{name} is installed. Try it: meso detect --sample --model {name}")


@contextmanager
def _opened(path: Path | None) -> Iterator[tuple[BinaryIO, str]]:
    """The file and its name; without a path, the sample clip."""
    if path:
        with path.open("rb") as stream:
            yield stream, path.name
        return
    from meso.service.sample import make

    name, data = make("clip")
    yield BytesIO(data), name


def _detector(model: str | None, *, any_size: bool) -> Detector:
    if model:
        named(model)  # a wrong name is told before TensorFlow takes its seconds
    with quiet_start(), lean_start():
        return meso.load_detector(model, any_size=any_size)


def _in_document(document: Document, detector: Detector, frames: int, tell: Tell) -> DocumentReport:
    """A report on each thing that the document carries; one step of the bar each."""
    done = count()
    apart = detector.with_media(isolate)  # a document was put together by somebody else

    def detect(carried: Carried) -> Report:
        tell(next(done), len(document.carried))
        return apart.detect_stream(BytesIO(carried.data), carried.name, frames=frames)

    return report_on(document, detect)


def _told(tell: Tell) -> Progress:
    def progress(stage: Stage, done: int, of: int) -> None:
        if stage == "find":
            tell(done, of)

    return progress
