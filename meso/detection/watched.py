"""The moments and gaps of a watch in; what is kept of hours of them, in little room, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from meso.detection.watch import Moment
from meso.values import Label

MOST_POINTS = 600  # of the curve; more than a chart has room for


class Point(NamedTuple):
    """The highest scores in a stretch of time; None where nothing was scored.

    frame:  of a single frame's most fake face
    window: of a window's verdict
    """

    frame: float | None
    window: float | None


@dataclass
class Watched:
    """What a watch came to, so far.

    step:      seconds that a point of the curve stands for; it doubles as often as points are many
    looked_at, scored, too_small: frames looked at, those with a scored face, faces too small
    verdicts:  how many lines gave which label; None: no verdict
    people:    the highest number given to anybody, and one
    gaps, missing: how many times without a picture there were, and their seconds
    most_fake: score and second of the most fake window
    curve:     by the number of the step
    """

    step: float = 1.0
    looked_at: int = 0
    scored: int = 0
    too_small: int = 0
    left_out: int = 0
    people: int = 0
    verdicts: Counter[Label | None] = field(default_factory=Counter)
    gaps: int = 0
    missing: float = 0.0
    most_fake: tuple[float, float] | None = None
    last: Moment | None = None
    curve: dict[int, Point] = field(default_factory=dict)

    def add(self, moment: Moment, *, left_out: int) -> None:
        """Count a moment; left_out: as `Picture` has it."""
        seen, verdict = moment.seen, moment.verdict
        self.looked_at += 1
        self.scored += seen.score is not None
        self.too_small += seen.too_small
        self.left_out = left_out
        self.people = max([self.people, *(seen.person + 1).tolist()])
        self.verdicts[verdict.label if verdict else None] += 1
        if verdict and (self.most_fake is None or verdict.score > self.most_fake[0]):
            self.most_fake = verdict.score, seen.seconds
        self.last = moment
        self._draw(seen.seconds, Point(seen.score, verdict.score if verdict else None))

    def add_gap(self, begin: float, end: float) -> None:
        """Count a time without a picture."""
        self.gaps += 1
        self.missing += end - begin

    @property
    def seconds(self) -> float:
        """When the last frame was looked at, from the first picture on."""
        return self.last.seen.seconds if self.last else 0.0

    def points(self) -> Iterator[tuple[float, Point]]:
        """The curve: when each step begins, and its point; an empty one where steps are missing."""
        before = None
        for step, point in self.curve.items():
            if before is not None and step > before + 1:
                yield self.step * (before + 1), Point(None, None)
            yield self.step * step, point
            before = step

    def _draw(self, seconds: float, point: Point) -> None:
        step = int(seconds // self.step)
        self.curve[step] = _higher(self.curve.get(step), point)
        while len(self.curve) > MOST_POINTS:
            self._halve()

    def _halve(self) -> None:
        fine, self.curve = self.curve, {}
        self.step *= 2
        for step, point in fine.items():
            self.curve[step // 2] = _higher(self.curve.get(step // 2), point)


def _higher(one: Point | None, other: Point) -> Point:
    if one is None:
        return other
    pairs = zip(one, other, strict=True)
    return Point(*(max((s for s in pair if s is not None), default=None) for pair in pairs))
