"""Clips in; the cost of a naive pipeline, of ours and of the least possible, side by side, out.

    python -m benchmarks.pipeline CLIP… [--runs 5] [--frames 32] [--model NAME] [--write]

The three take turns in one process. The least possible, the floor, decodes the same frames and
puts the same crops through the compiled network in batches: it neither finds nor crops.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import click
import numpy as np
from mtcnn import MTCNN

from benchmarks.agreement import Agreement, Seen, agreement, seen_in
from benchmarks.measure import Cost, Watch, middle, with_peak
from benchmarks.naive import naive
from benchmarks.network import ENGINES, Engine
from benchmarks.page import finish, table
from meso.detection.decide import decide
from meso.detection.detector import Detector
from meso.detection.load import load_detector
from meso.media import open_media
from meso.models.network import BATCH, Network, load_network, to_size
from meso.values import Report

FLOOR_ENGINE, FLOOR_BATCH = "tf.function", BATCH  # the cheapest of 4 to 32
STAGES = {
    "naive": ["decode", "find", "score"],
    "ours": ["detect"],
    "floor": ["decode", "network"],
}


@dataclass
class Loaded:
    """What is loaded once, before anything is measured."""

    network: Network
    detector: Detector
    mtcnn: MTCNN
    engine: Engine
    frames: int


@dataclass
class Measured:
    """A clip's costs, one Watch a run, by pipeline; what each saw; the most memory, in MB."""

    name: str
    watches: dict[str, list[Watch]] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    peaks: dict[str, float | None] = field(default_factory=dict)

    def middle(self, pipeline: str, stage: str | None = None) -> Cost:
        """The medians over the runs, of one stage or of all."""
        watches = self.watches[pipeline]
        return middle([watch.stages[stage] if stage else watch.total for watch in watches])

    def ratio(self, one: str, other: str) -> float:
        """The median over the rounds of how often the CPU time of `other` fits into `one`."""
        pairs = zip(self.watches[one], self.watches[other], strict=True)
        return median(dear.total.cpu / cheap.total.cpu for dear, cheap in pairs)

    @property
    def agreement(self) -> Agreement:
        """Of ours with the naive one."""
        return agreement(self.seen["naive"], self.seen["ours"])


def load(model: str | None, *, frames: int) -> Loaded:
    """Load networks and finders, the naive ones beside ours."""
    network = load_network(model)
    engine = ENGINES[FLOOR_ENGINE](network.model)
    return Loaded(network, load_detector(model), MTCNN(), engine, frames)


def measured(path: Path, loaded: Loaded, *, runs: int) -> Measured:
    """Run the three pipelines in turn on a clip; one round before counts only for memory."""
    clip = Measured(path.name)
    for number in range(runs + 1):
        for pipeline, (watch, seen, peak) in _round(path, loaded):
            if number:
                clip.watches.setdefault(pipeline, []).append(watch)
            clip.seen |= {pipeline: seen} if seen else {}
            clip.peaks.setdefault(pipeline, peak)
    return clip


def _round(
    path: Path, loaded: Loaded
) -> Iterator[tuple[str, tuple[Watch, Seen | None, float | None]]]:
    watch = Watch()
    seen, peak = with_peak(lambda: _naive(path, loaded, watch))
    yield "naive", (watch, seen, peak)
    watch = Watch()
    report, peak = with_peak(lambda: _ours(path, loaded, watch))
    rule = loaded.detector.rule
    label = decide(report.scores, rule, looked_at=len(report.frame)).label  # by scores alone
    yield "ours", (watch, seen_in(report, label), peak)
    watch = Watch()
    _, peak = with_peak(lambda: _floor(path, loaded, report, watch))
    yield "floor", (watch, None, peak)


def _naive(path: Path, loaded: Loaded, watch: Watch) -> Seen:
    return naive(
        path,
        loaded.mtcnn,
        loaded.network.model,
        frames=loaded.frames,
        rule=loaded.detector.rule,
        watch=watch,
    )


def _ours(path: Path, loaded: Loaded, watch: Watch) -> Report:
    with watch("detect"):
        return loaded.detector.detect(path, frames=loaded.frames)


def _floor(path: Path, loaded: Loaded, report: Report, watch: Watch) -> None:
    with watch("decode"), path.open("rb") as stream:
        for _ in open_media(stream, path.name, frames=loaded.frames).frames:
            pass
    padded = np.zeros((FLOOR_BATCH, *report.crops.shape[1:]), np.uint8)
    with watch("network"):
        for start in range(0, len(report.crops), FLOOR_BATCH):
            crops = report.crops[start : start + FLOOR_BATCH]
            padded[: len(crops)] = crops
            loaded.engine(to_size(padded, loaded.network.weights.input_size))


def costs(clips: Sequence[Measured]) -> str:
    """A table of what each stage costs, a row a clip."""
    columns = [(pipeline, stage) for pipeline, stages in STAGES.items() for stage in stages]
    head = ["CPU s (wall s)", *(f"{pipeline}: {stage}" for pipeline, stage in columns)]
    return table(
        head,
        [[clip.name, *(_shown(clip.middle(*column)) for column in columns)] for clip in clips],
    )


def comparison(clips: Sequence[Measured]) -> str:
    """A table of the ratios, the memory and how far faces and verdicts agree, a row a clip."""
    head = ["clip", "naive / ours", "ours / floor", "peak MB, naive", "peak MB, ours"]
    head += ["faces", "found", "score differs by", "verdict, naive", "verdict, ours"]
    ratios = [(clip.ratio("naive", "ours"), clip.ratio("ours", "floor")) for clip in clips]
    rows = [
        [clip.name, *map(_ratio, both), *_memory(clip), *_agreed(clip.agreement)]
        for clip, both in zip(clips, ratios, strict=True)
    ]
    middles = map(_ratio, map(median, zip(*ratios, strict=True)))
    return table(head, [*rows, ["median", *middles, *[""] * (len(head) - 3)]])


def _shown(cost: Cost) -> str:
    return f"{cost.cpu:.2f} ({cost.wall:.2f})"


def _ratio(ratio: float) -> str:
    return f"{ratio:.2f}"


def _memory(clip: Measured) -> list[str]:
    peaks = [clip.peaks[pipeline] for pipeline in ("naive", "ours")]
    return [f"{peak:.0f}" if peak else "unknown" for peak in peaks]


def _agreed(agreed: Agreement) -> list[str]:
    share, difference = f"{agreed.found:.1%}", f"{agreed.difference:.3f}"
    return [str(agreed.steady), share, difference, *agreed.labels]


@click.command()
@click.argument("clips", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--runs", default=5, show_default=True, help="Rounds, after one that does not count.")
@click.option("--frames", default=32, show_default=True, help="Frames to look at.")
@click.option("--model", help="Name of the network. [default: as in weights/index.toml]")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(clips: Sequence[Path], runs: int, frames: int, model: str | None, write: bool) -> None:
    """Compare the naive pipeline, ours and the floor on CLIPS."""
    loaded = load(model, frames=frames)
    done = [measured(clip, loaded, runs=runs) for clip in clips]
    what = f"Medians of {runs} runs, {frames} frames, network {loaded.network.weights.name}."
    finish("pipeline", "\n\n".join([what, costs(done), comparison(done)]), write=write)


if __name__ == "__main__":
    main()
