"""Work in; what it cost in CPU time, wall clock and memory out."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

Result = TypeVar("Result")
PROCESS = Path("/proc/self")
FORGET_THE_PEAK = "5"  # written to clear_refs; see proc(5)


class Cost(NamedTuple):
    """Seconds of CPU time, all threads of this process taken together, and of wall clock."""

    cpu: float
    wall: float


class Watch:
    """Adds up what each stage of one run costs: `with watch("decode"): …`."""

    def __init__(self) -> None:
        self.stages: dict[str, Cost] = {}

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what is done inside to `stage`."""
        cpu, wall = time.process_time(), time.perf_counter()
        yield
        before = self.stages.get(stage, Cost(0, 0))
        self.stages[stage] = Cost(
            before.cpu + time.process_time() - cpu, before.wall + time.perf_counter() - wall
        )

    @property
    def total(self) -> Cost:
        """Of all stages."""
        return Cost(*map(sum, zip(*self.stages.values(), strict=True)))


def cost_of(work: Callable[[], object]) -> Cost:
    """What one run costs."""
    watch = Watch()
    with watch("all"):
        work()
    return watch.total


def interleaved(works: Mapping[str, Callable[[], Cost]], *, runs: int) -> dict[str, list[Cost]]:
    """The costs of `runs` runs of each; a round has one of each, so that load hits all alike."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for _ in range(runs):
        for name, work in works.items():
            costs[name].append(work())
    return costs


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians, of CPU time and of wall clock each."""
    return Cost(median(cost.cpu for cost in costs), median(cost.wall for cost in costs))


def with_peak(work: Callable[[], Result]) -> tuple[Result, float | None]:
    """What `work` gives, and the most memory this process held meanwhile, in MB; None: unknown.

    With all that was loaded before: Python and TensorFlow alone hold some 800 MB.
    """
    forget = PROCESS / "clear_refs"
    if not forget.exists():  # Linux only
        return work(), None
    forget.write_text(FORGET_THE_PEAK)
    return work(), peak()


def peak() -> float | None:
    """The most memory that this process ever held, in MB; None: unknown."""
    status = PROCESS / "status"
    if not status.exists():  # Linux only
        return None
    found = re.search(r"^VmHWM:\s*(\d+) kB", status.read_text(), re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None
