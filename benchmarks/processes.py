"""A process in; the CPU time of it and of all that it began, out. Linux only."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second
PARENT, TIMES = 1, slice(11, 15)  # of the fields after the name; see proc(5)


def cpu_of_tree(process: int) -> float:
    """Seconds of CPU time of a process, its children and theirs, also of those that have ended."""
    ticks: dict[int, int] = {}
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        number = int(path.parent.name)
        ticks[number] = sum(map(int, fields[TIMES]))
        children[int(fields[PARENT])].append(number)
    return _sum_of_tree(process, ticks, children) / TICKS


def _sum_of_tree(process: int, ticks: dict[int, int], children: dict[int, list[int]]) -> int:
    below = sum(_sum_of_tree(child, ticks, children) for child in children[process])
    return ticks.get(process, 0) + below
