"""Folders of generated files in; files scored a second, and what a million minutes cost, out.

    python -m benchmarks.scale [--files 240] [--runs 3] [--write]
        [--core-hour 0.04] [--gpu-hour 1.00] [--gpu-clips CLIPS_A_SECOND]

The speed is that of `meso batch`, alone and on Ray. The first quarter of a folder is not counted:
workers may still be loading. The prices are yours; the defaults are assumptions, in any money.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from importlib.metadata import version
from pathlib import Path
from shutil import copyfile
from statistics import median
from time import perf_counter
from typing import NamedTuple

import click
import cv2
from skimage.data import astronaut

from benchmarks.clips import Clip, made
from benchmarks.measure import cost_of, interleaved, middle
from benchmarks.page import PAGE, finish, table
from meso.detection.batch import Looks, Wanted, files_in, looker, one_by_one
from meso.detection.load import load_detector
from meso.detection.on_ray import actors
from meso.media.read import AnySize
from meso.models.weights import default_name, named

SCALE = PAGE.with_name("scale.md")
SIDE = 208  # pixels of a photo that shows the face
NOT_COUNTED = 4  # a part of so many
ONE = Clip(720)
COSTED = [Clip(height, seconds) for height in (360, 720, 1080, 2160) for seconds in (10, 60)]
MINUTE, HOUR, MILLION = 60, 3600, 1_000_000

Way = tuple[str, int]  # a name and how many workers
WAYS: list[Way] = [("meso batch", 1), ("meso batch --ray", 1), ("meso batch --ray", 2)]


class Prices(NamedTuple):
    """What an hour costs; gpu_clips: that one GPU was seen to score a second, None: never seen."""

    core_hour: float
    gpu_hour: float
    gpu_clips: float | None


def fill_with_photos(folder: Path, files: int) -> None:
    """Put so many small photos there, cut out elsewhere each time."""
    pixels = cv2.cvtColor(astronaut(), cv2.COLOR_RGB2BGR)
    for number in range(files):
        left, top = 110 + number % 20, number // 20 % 20
        cv2.imwrite(str(folder / f"{number:05}.jpg"), pixels[top : top + SIDE, left : left + SIDE])


def fill_with_clips(folder: Path, files: int) -> None:
    """Put so many copies of one clip there."""
    first = made(folder, ONE)
    for number in range(files - 1):
        copyfile(first, folder / f"{number:05}.mp4")


def speeds(folder: Path, *, runs: int) -> dict[Way, float]:
    """Files a second, for each way to look at the folder: the medians."""
    wanted = Wanted(named(default_name()))
    alone = partial(one_by_one, looker(folder, wanted))
    found: dict[Way, list[float]] = defaultdict(list)
    for _ in range(runs):  # a round has one of each, so that load hits all alike
        for way in WAYS:
            on_ray = way[0].endswith("--ray")
            looks = actors(folder, wanted, workers=way[1]) if on_ray else nullcontext(alone)
            found[way].append(speed(files_in(folder), looks))
    return {way: median(each) for way, each in found.items()}


def speed(files: Sequence[str], looks: AbstractContextManager[Looks]) -> float:
    """Files a second, from the end of the first quarter on."""
    with looks as look:
        done = [perf_counter() for _ in look(files)]
    begin = len(files) // NOT_COUNTED
    return (len(files) - 1 - begin) / (done[-1] - done[begin])


def told_speeds(kind: str, count: int, found: Mapping[Way, float], *, runs: int) -> str:
    """A row a way: what it does, what a worker does, and that beside the single worker's."""
    head = [f"{count} {kind}", "workers", "files / s", "files / s / worker", "efficiency"]
    rows = [
        [
            name,
            workers,
            f"{files:.2f}",
            f"{files / workers:.2f}",
            f"{files / workers / found[name, 1]:.0%}",
        ]
        for (name, workers), files in found.items()
    ]
    return f"Medians of {runs} runs, Ray {version('ray')}.\n\n{table(head, rows)}"


def seconds_of_cpu(folder: Path, *, runs: int) -> dict[Clip, float]:
    """What each of the clips costs when it is scored, whole: the medians."""
    detector = load_detector(media=AnySize)
    works: dict[Clip, Callable[[], object]] = {
        clip: partial(detector.detect, made(folder, clip)) for clip in COSTED
    }
    for work in works.values():
        work()  # to warm up
    costs = interleaved(
        {clip.name: partial(cost_of, work) for clip, work in works.items()}, runs=runs
    )
    return {clip: middle(costs[clip.name]).cpu for clip in works}


def cost_rows(cpu: Mapping[Clip, float], prices: Prices) -> list[list[str]]:
    """A row a clip: what it, a minute and a million minutes of such clips take and cost."""
    rows = []
    for clip, seconds in cpu.items():
        minute = seconds * MINUTE / clip.seconds
        core_hours = minute * MILLION / HOUR
        cost = f"{core_hours * prices.core_hour:,.0f}"
        rows.append([_named(clip), f"{seconds:.2f}", f"{minute:.2f}", f"{core_hours:,.0f}", cost])
    return rows


def gpu_rows(cpu: Mapping[Clip, float], prices: Prices) -> list[list[str]]:
    """One CPU core beside one GPU, for a million minutes of the same clips."""
    clips = MILLION * MINUTE / ONE.seconds
    rows = []
    for what, a_second, price in (
        ("a CPU core", 1 / cpu[ONE], prices.core_hour),
        ("a GPU", prices.gpu_clips, prices.gpu_hour),
    ):
        hours = clips / a_second / HOUR if a_second else None
        told = [f"{a_second:.2f}", f"{hours:,.0f}", f"{hours * price:,.0f}"] if hours else []
        rows.append([what, *(told or ["not measured"] * 3)])
    return rows


def told_costs(cpu: Mapping[Clip, float], prices: Prices, *, runs: int) -> str:
    """What a million minutes take and cost, by resolution and length, and what a GPU would."""
    core, gpu, _ = prices
    head = ["clips of", "CPU s", "CPU s a minute", "core-hours a million minutes", "cost"]
    beside = [_named(ONE), "clips / s", "hours a million minutes", "cost"]
    enough = gpu / core / cpu[ONE]
    return (
        f"Medians of {runs} runs, 32 frames a clip, 1 face. Assumed and not measured: an hour of "
        f"a CPU core costs {core:g}, of a GPU {gpu:g}.\n\n{table(head, cost_rows(cpu, prices))}"
        f"\n\n{table(beside, gpu_rows(cpu, prices))}\n\n"
        f"At these prices a GPU is cheaper where it scores more than {enough:.0f} clips a second."
    )


def _named(clip: Clip) -> str:
    return f"{clip.height}p, {clip.seconds} s"


@click.command()
@click.option("--files", default=240, show_default=True, help="Photos; of clips a fifth of it.")
@click.option("--runs", default=3, show_default=True, help="How often each is measured.")
@click.option("--core-hour", default=0.04, show_default=True, help="Price of a CPU core's hour.")
@click.option("--gpu-hour", default=1.0, show_default=True, help="Price of a GPU's hour.")
@click.option("--gpu-clips", type=float, help="Clips (720p, 10 s) that a GPU scored a second.")
@click.option("--write", is_flag=True, help="Put the result into docs/scale.md.")
def main(
    files: int,
    runs: int,
    core_hour: float,
    gpu_hour: float,
    gpu_clips: float | None,
    write: bool,
) -> None:
    """Measure how `meso batch` grows with workers, and reckon what a million minutes cost."""
    for kind, (fill, count) in {
        "photos": (fill_with_photos, files),
        "clips": (fill_with_clips, files // 5),
    }.items():
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder), count)
            text = told_speeds(kind, count, speeds(Path(folder), runs=runs), runs=runs)
        finish(f"scale: {kind}", text, write=write, page=SCALE)
    with tempfile.TemporaryDirectory() as folder:
        cpu = seconds_of_cpu(Path(folder), runs=runs)
    text = told_costs(cpu, Prices(core_hour, gpu_hour, gpu_clips), runs=runs)
    finish("scale: cost", text, write=write, page=SCALE)


if __name__ == "__main__":
    main()
