"""The command that watches a webcam, a file or a stream: watch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

import meso
from meso.cli.keep import write_text
from meso.cli.terminal import NewFile
from meso.detection.as_json import Json
from meso.detection.rule import DEFAULT_RULE
from meso.detection.watch import Moment, Watch
from meso.detection.watch_words import (
    gap_as_json,
    gap_in_words,
    moment_as_json,
    moment_in_words,
    watched_as_json,
    watched_in_words,
)
from meso.detection.watched import Watched
from meso.errors import NoFaceFound
from meso.media.live import check, name_of, watched
from meso.media.newest import Gap, Happening
from meso.models.weights import Weights, named
from meso.service.lean import lean_start
from meso.service.quiet import quiet_start
from meso.values import SMALLEST_FACE

HOP = 1.0  # seconds from one line to the next


@click.command()
@click.argument("source")
@click.option(
    "--seconds",
    type=click.FloatRange(1, 600),
    default=16.0,
    show_default=True,
    help="How long the window is that is judged.",
)
@click.option(
    "--every",
    type=click.FloatRange(0.02, 60),
    default=0.5,
    show_default=True,
    help="Seconds from one frame that is looked at to the next.",
)
@click.option("--live", is_flag=True, help="Play a file at real speed, as a stream would come.")
@click.option("--model", help="Name of a network, as `meso models` lists them.")
@click.option("--json", "wants_json", is_flag=True, help="Print a JSON object a line.")
@click.option("--chart", type=NewFile(".html"), help="At the end, draw score versus time there.")
def watch(
    source: str,
    *,
    live: bool,
    model: str | None,
    wants_json: bool,
    chart: Path | None,
    **window: float,
) -> None:
    """Score the faces of a stream as it comes, and judge its last seconds again and again.

    SOURCE is the number of a webcam (0 is the first one), a video file, or an address that begins
    with rtsp:// or http://. A line a second tells the verdict; Ctrl-C ends it. A machine that is
    too slow leaves frames out. A stream that breaks off is tried again for two minutes, and the
    gap is told.

    \b
        meso watch 0
        meso watch clip.mp4 --chart clip.html
        meso watch rtsp://camera.example/door --json
    """
    _refuse_short_windows(**window)
    check(source)
    if model:
        named(model)
    with quiet_start(), lean_start():
        detector = meso.load_detector(model)
    watching = Watch(detector.network, detector.find, detector.rule, **window)
    so_far = Watched(step=max(HOP, window["every"]))
    teller = Teller(name_of(source), as_json=wants_json)
    teller.start(detector.network.weights, **window)
    with suppress(KeyboardInterrupt):
        _follow(watched(source, every=window["every"], live=live), watching, so_far, teller)
    teller.end(so_far, watching.seconds)
    if not so_far.scored:
        raise NoFaceFound(
            teller.name,
            looked_at=so_far.looked_at,
            too_small=so_far.too_small,
            smallest=SMALLEST_FACE,
        )
    if chart:
        _draw(chart, so_far, watching, detector.network.weights, teller.name)


class Teller:
    """Says what happens, a line each: to people in words, to programs as JSON."""

    def __init__(self, name: str, *, as_json: bool) -> None:
        """name: of the source, as it may be shown."""
        self.name = name
        self._as_json = as_json

    def start(self, weights: Weights, *, seconds: float, every: float) -> None:
        """What is watched, and by which network."""
        self._tell(
            {
                "kind": "start",
                "source": self.name,
                "model": weights.name,
                "weights_sha256": weights.sha256,
                "window": seconds,
                "every": every,
            },
            f"Watching {self.name} by {weights.name}; 0 is real, 1 is fake. Ctrl-C ends it.",
        )

    def moment(self, moment: Moment, left_out: int) -> None:
        """The verdict on the last seconds."""
        self._tell(moment_as_json(moment, left_out=left_out), moment_in_words(moment))

    def gap(self, gap: Gap) -> None:
        """A time without a picture."""
        self._tell(gap_as_json(*gap), gap_in_words(*gap))

    def end(self, so_far: Watched, length: float) -> None:
        """What it came to."""
        words = watched_in_words(so_far, self.name, length=length)
        self._tell(watched_as_json(so_far), "\n".join(words))

    def _tell(self, said: Json, words: str) -> None:
        click.echo(json.dumps(said) if self._as_json else words)


def _refuse_short_windows(*, seconds: float, every: float) -> None:
    fewest = DEFAULT_RULE.fewest_frames
    if seconds < fewest * every:
        raise click.UsageError(
            f"A verdict needs {fewest} frames: --seconds must be at least {fewest} times --every."
        )


def _follow(
    happenings: Iterator[Happening], watching: Watch, so_far: Watched, teller: Teller
) -> None:
    told = -1
    for happening in happenings:
        if isinstance(happening, Gap):
            teller.gap(happening)
            if happening.end is not None:
                so_far.add_gap(happening.begin, happening.end)
            continue
        moment = watching.at(happening.frame)
        so_far.add(moment, left_out=happening.left_out)
        if (hop := int(moment.seen.seconds // HOP)) > told:
            teller.moment(moment, happening.left_out)
            told = hop


def _draw(path: Path, so_far: Watched, watching: Watch, weights: Weights, name: str) -> None:
    from meso.takeaway.of_a_watch import as_page  # Plotly, which others do without

    today = date.today()
    length, threshold = watching.seconds, watching.threshold
    write_text(path, as_page(so_far, name, weights, length=length, threshold=threshold, on=today))
