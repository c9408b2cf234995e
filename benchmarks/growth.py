"""Generated clips in; how the cost grows with length, resolution, faces and frames out.

    python -m benchmarks.growth [AXIS…] [--runs 3] [--write]

The clips are made in a temporary folder and go with it. A run is `Detector.detect`, whole; the
decoding of the same frames is measured beside it, alone. The memory is that of a fresh process.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from benchmarks.clips import Clip, made
from benchmarks.fresh import fresh_peak
from benchmarks.measure import Cost, cost_of, interleaved, middle
from benchmarks.page import finish, table
from meso.detection.detector import Detector
from meso.detection.load import load_detector
from meso.media import open_media
from meso.media.read import AnySize


class Point(NamedTuple):
    """One row of an axis: its name, its clip, and how many frames are asked for."""

    name: str
    clip: Clip
    frames: int = 32


PHONE = 50  # frames to the next key frame: 2 seconds
AXES: dict[str, list[Point]] = {
    "length": [
        Point(f"{seconds} s, a key frame every {gop / 25:.0f} s", Clip(seconds=seconds, gop=gop))
        for gop in (PHONE, 250)
        for seconds in (10, 60, 600)
    ],
    "resolution": [Point(f"{height}p", Clip(height)) for height in (360, 720, 1080, 2160)],
    "faces": [Point(f"{faces} in a frame", Clip(faces=faces)) for faces in (1, 2, 5, 10, 20)],
    "frames": [Point(f"{frames} frames", Clip(), frames) for frames in (8, 16, 32, 64, 128)],
}


def measured(
    points: Sequence[Point], detector: Detector, folder: Path, *, runs: int
) -> list[list[str]]:
    """The rows of an axis; each clip is run once before, to warm up."""
    paths = [made(folder, point.clip) for point in points]
    whole = [
        partial(detector.detect, path, frames=point.frames)
        for path, point in zip(paths, points, strict=True)
    ]
    faces = [len(work().crops) for work in whole]
    peaks = [
        fresh_peak("detect", str(path), "--any-size", "--frames", str(point.frames))
        for path, point in zip(paths, points, strict=True)
    ]
    works: dict[str, Callable[[], Cost]] = {}
    for point, path, work in zip(points, paths, whole, strict=True):
        works[point.name] = partial(cost_of, work)
        works[f"decode {point.name}"] = partial(cost_of, partial(decode, path, point.frames))
    costs = {name: middle(each) for name, each in interleaved(works, runs=runs).items()}
    least = costs[points[0].name].cpu
    return [
        _row(point.name, costs, least, faces=seen, peak=peak)
        for point, seen, peak in zip(points, faces, peaks, strict=True)
    ]


def _row(
    name: str, costs: Mapping[str, Cost], least: float, *, faces: int, peak: float | None
) -> list[str]:
    cpu, wall = costs[name]
    decoding = costs[f"decode {name}"].cpu
    memory = f"{peak:.0f}" if peak else "unknown"
    return [
        name,
        f"{cpu:.2f} ({wall:.2f})",
        f"{decoding:.2f}",
        f"{cpu / least:.1f}",
        str(faces),
        memory,
    ]


def decode(path: Path, frames: int) -> None:
    """Draw the frames and let them go."""
    with path.open("rb") as stream:
        for _ in open_media(stream, path.name, frames=frames, any_size=True).frames:
            pass


@click.command()
@click.argument("axes", nargs=-1, type=click.Choice(list(AXES)))
@click.option("--runs", default=3, show_default=True, help="How often each is measured.")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(axes: Sequence[str], runs: int, write: bool) -> None:
    """Measure how the cost grows along AXES, or along all."""
    detector = load_detector(media=AnySize)
    with tempfile.TemporaryDirectory() as folder:
        for axis in axes or AXES:
            rows = measured(AXES[axis], detector, Path(folder), runs=runs)
            head = [
                axis,
                "CPU s (wall s)",
                "decoding, CPU s",
                "× the first",
                "faces",
                "peak MB, fresh",
            ]
            what = (
                f"Medians of {runs} runs; 1080p, 10 s, 1 face, 32 frames where not said otherwise."
            )
            finish(f"growth: {axis}", f"{what}\n\n{table(head, rows)}", write=write)


if __name__ == "__main__":
    main()
