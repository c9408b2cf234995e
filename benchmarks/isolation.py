"""Generated uploads in; what a process for each of them costs, beside decoding in one's own, out.

    python -m benchmarks.isolation [--runs 5] [--frames 32] [--write]

The CPU time is that of both processes. Of a clip the frames are drawn and let go.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import click
from PIL import Image
from skimage.data import astronaut

from benchmarks.clips import Clip, made
from benchmarks.measure import Cost, interleaved, middle
from benchmarks.page import finish, table
from meso.media import isolate, read
from meso.media.read import Opens

HEIGHTS = (720, 1080)  # of the clips, 10 seconds each
PHOTO = (4000, 3000)  # 12 million pixels, as from a phone
HEAD = ["upload", "in one's own: CPU s (wall s)", "in its own", "more: CPU s", "more: wall s"]


def uploads(folder: Path) -> dict[str, bytes]:
    """A photo and clips, by what they are."""
    photo = BytesIO()
    Image.fromarray(astronaut()).resize(PHOTO).save(photo, "JPEG")
    clips = {f"{height}p, 10 s": made(folder, Clip(height)).read_bytes() for height in HEIGHTS}
    return {"a photo of 12 million pixels": photo.getvalue(), **clips}


def decoded(media: Opens, upload: bytes, frames: int) -> Cost:
    """What drawing the frames costs, this process and those that it began taken together."""
    cpu, wall = _cpu(), time.perf_counter()
    for _ in media.open_media(BytesIO(upload), "upload", frames=frames).frames:
        pass
    return Cost(_cpu() - cpu, time.perf_counter() - wall)


def _cpu() -> float:
    return sum(os.times()[:4])


def row(what: str, here: Cost, apart: Cost) -> list[str]:
    """A line of the table."""
    costs = [f"{cost.cpu:.2f} ({cost.wall:.2f})" for cost in (here, apart)]
    return [what, *costs, f"{apart.cpu - here.cpu:.2f}", f"{apart.wall - here.wall:.2f}"]


@click.command()
@click.option("--runs", default=5, show_default=True, help="How often each is measured.")
@click.option("--frames", default=32, show_default=True, help="How many of a clip.")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(runs: int, frames: int, write: bool) -> None:
    """Measure what decoding each upload in a process of its own costs."""
    with tempfile.TemporaryDirectory() as folder:
        files = uploads(Path(folder))
    works: dict[str, Callable[[], Cost]] = {}
    for what, upload in files.items():
        works[what] = partial(decoded, read, upload, frames)
        works[f"{what}, apart"] = partial(decoded, isolate, upload, frames)
    costs = {what: middle(each) for what, each in interleaved(works, runs=runs).items()}
    rows = [row(what, costs[what], costs[f"{what}, apart"]) for what in files]
    text = f"Medians of {runs} runs, {frames} frames of a clip.\n\n{table(HEAD, rows)}"
    finish("isolation", text, write=write)


if __name__ == "__main__":
    main()
