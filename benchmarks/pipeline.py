"""Clips in; the cost of a naive pipeline, of ours and of the least possible, side by side, out.

    python -m benchmarks.pipeline CLIP… [--runs 5] [--frames 32] [--model NAME] [--write]

The three take turns, the naive one in a process of its own; each turn of the others begins with a
run that is not counted, for theirs are so short that a cold start would weigh. The least possible,
the floor, decodes the same frames and puts the same crops through the compiled network in batches:
it neither finds nor crops.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import numpy as np
from mtcnn import MTCNN

from benchmarks.agreement import Seen, seen_in
from benchmarks.compared import ASIDE, Measured, Ran, comparison, costs
from benchmarks.measure import Watch, with_peak
from benchmarks.naive import aside, naive
from benchmarks.network import ENGINES
from benchmarks.page import finish
from meso.detection.decide import decide
from meso.detection.load import load_detector
from meso.detection.rule import rule_for
from meso.media import open_media
from meso.media.read import AnySize
from meso.models.network import BATCH, load_network, to_size
from meso.models.weights import default_name
from meso.values import Pixels, Report

FLOOR_ENGINE, FLOOR_BATCH = "tf.function", BATCH
SET_UP_BY_US = ("TF_ENABLE_ONEDNN_OPTS", "TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")


class Processes:
    """One for the naive pipeline, one for ours and the floor, each with what it needs loaded.

    So each has the memory and the TensorFlow of its own: the naive one as TensorFlow is where
    nobody sets it up.
    """

    def __init__(self, model: str | None, *, frames: int) -> None:
        self._naive, self._ours = (
            ProcessPoolExecutor(1, get_context("spawn"), begin, (model, frames))
            for begin in (_begin_naive, _begin_ours)
        )
        with _without(SET_UP_BY_US):
            self._naive.submit(os.getpid).result()  # starts it

    def measured(self, path: Path, *, runs: int) -> Measured:
        """Run the three in turn on a clip; one round before counts only for memory."""
        clip = Measured(path.name)
        for number in range(runs + 1):
            ran_in, wanted = self._round(path)
            for pipeline, ran in ran_in.items():
                if number:
                    clip.watches.setdefault(pipeline, []).append(ran.watch)
                clip.seen |= {pipeline: ran.seen} if ran.seen else {}
                clip.peaks.setdefault(pipeline, ran.peak)
        clip.aside = self._naive.submit(_run_aside, path, {*sorted(wanted)[::ASIDE]}).result()
        return clip

    def _round(self, path: Path) -> tuple[dict[str, Ran], set[int]]:
        ours, floor, wanted = self._ours.submit(_run_ours, path).result()
        naive = self._naive.submit(_run_naive, path, wanted).result()
        return {"naive": naive, "ours": ours, "floor": floor}, wanted


_of_this_process: dict[str, Any] = {}  # what a process of Processes has loaded


@contextmanager
def _without(variables: Sequence[str]) -> Iterator[None]:
    kept = {name: os.environ.pop(name) for name in variables if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


def _begin_naive(model: str | None, _: int) -> None:
    for variable in SET_UP_BY_US:  # by the modules of ours that it imports, too
        os.environ.pop(variable, None)
    network = load_network(model)
    rule = rule_for(network.weights, "video")
    _of_this_process.update(network=network, mtcnn=MTCNN(), rule=rule)


def _run_naive(path: Path, wanted: set[int]) -> Ran:
    had, watch = SimpleNamespace(**_of_this_process), Watch()
    seen, peak = with_peak(
        lambda: naive(path, had.mtcnn, had.network.model, wanted=wanted, rule=had.rule, watch=watch)
    )
    return Ran(watch, seen, peak)


def _run_aside(path: Path, wanted: set[int]) -> Seen:
    had = SimpleNamespace(**_of_this_process)
    return aside(path, had.mtcnn, had.network.model, wanted=wanted, rule=had.rule)


def _begin_ours(model: str | None, frames: int) -> None:
    detector = load_detector(model, media=AnySize)
    network = load_network(model)
    engine = ENGINES[FLOOR_ENGINE](network.model)
    size = network.weights.input_size
    _of_this_process.update(detector=detector, engine=engine, size=size, frames=frames)


def _run_ours(path: Path) -> tuple[Ran, Ran, set[int]]:
    had, watch, bare = SimpleNamespace(**_of_this_process), Watch(), Watch()
    had.detector.detect(path, frames=had.frames)  # uncounted: what has idled long begins slowly
    report, peak = with_peak(lambda: _detect(path, had, watch))
    label = decide(report.scores, had.detector.rule, looked_at=len(report.frame)).label
    _, least = with_peak(lambda: _floor(path, report.crops, had, bare))
    ours, floor = Ran(watch, seen_in(report, label), peak), Ran(bare, None, least)
    return ours, floor, {*report.frame.tolist()}


def _detect(path: Path, had: SimpleNamespace, watch: Watch) -> Report:
    with watch("detect"):
        report: Report = had.detector.detect(path, frames=had.frames)
    return report


def _floor(path: Path, crops: Pixels, had: SimpleNamespace, watch: Watch) -> None:
    with watch("decode"), path.open("rb") as stream:
        for _ in open_media(stream, path.name, frames=had.frames, any_size=True).frames:
            pass
    padded = np.zeros((FLOOR_BATCH, *crops.shape[1:]), np.uint8)
    with watch("network"):
        for start in range(0, len(crops), FLOOR_BATCH):
            some = crops[start : start + FLOOR_BATCH]
            padded[: len(some)] = some
            had.engine(to_size(padded, had.size))


@click.command()
@click.argument("clips", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--runs", default=5, show_default=True, help="Rounds, after one that does not count.")
@click.option("--frames", default=32, show_default=True, help="Frames to look at.")
@click.option("--model", help="Name of the network. [default: as in weights/index.toml]")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(clips: Sequence[Path], runs: int, frames: int, model: str | None, write: bool) -> None:
    """Compare the naive pipeline, ours and the floor on CLIPS."""
    processes = Processes(model, frames=frames)
    done = [processes.measured(clip, runs=runs) for clip in clips]
    what = f"Medians of {runs} runs, {frames} frames, network {model or default_name()}."
    finish("pipeline", "\n\n".join([what, costs(done), comparison(done)]), write=write)


if __name__ == "__main__":
    main()
