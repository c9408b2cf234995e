"""What the three pipelines cost on each clip, and what they saw, in; the tables of it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from benchmarks.agreement import Agreement, Seen, agreement
from benchmarks.measure import Cost, Watch, middle
from benchmarks.page import table

ASIDE = 4  # every so many frames, the naive pipeline also sees the frame moved by a pixel
STAGES = {
    "naive": ["decode", "find", "score"],
    "ours": ["detect"],
    "floor": ["decode", "network"],
}


class Ran(NamedTuple):
    """One run: what its stages cost, what it saw, and the most memory it held, in MB."""

    watch: Watch
    seen: Seen | None
    peak: float | None


@dataclass
class Measured:
    """A clip's costs, one Watch a run, by pipeline; what each saw; the most memory, in MB.

    aside: what the naive one sees of every ASIDE-th frame, moved by a pixel
    """

    name: str
    watches: dict[str, list[Watch]] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)
    peaks: dict[str, float | None] = field(default_factory=dict)
    aside: Seen | None = None

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

    @property
    def with_itself(self) -> Agreement:
        """Of the naive one with itself, where the frames are moved by a pixel."""
        assert self.aside is not None  # `Processes.measured` sets it
        return agreement(self.seen["naive"].every(ASIDE), self.aside)


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
    head += ["faces", "found", "score differs by: clip, face", "mtcnn, a pixel aside: clip, face"]
    head += ["verdict, naive", "verdict, ours"]
    ratios = [(clip.ratio("naive", "ours"), clip.ratio("ours", "floor")) for clip in clips]
    rows = [
        [clip.name, *map(_ratio, both), *_memory(clip), *_agreed(clip)]
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


def _agreed(clip: Measured) -> list[str]:
    agreed = clip.agreement
    differences = map(_differences, (agreed, clip.with_itself))
    return [str(agreed.steady), f"{agreed.found:.1%}", *differences, *agreed.labels]


def _differences(agreed: Agreement) -> str:
    return f"{agreed.of_clip:.3f}, {agreed.difference:.3f}"
