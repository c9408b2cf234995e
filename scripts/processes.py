"""A process, by its number, in; what it is, holds, has used and has begun, out. Linux only."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

STATE, PARENT, TIMES = 0, 1, slice(11, 15)  # of the fields after a process's name; see proc(5)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for about in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            one = int(about.name)
            children.setdefault(int(_stat(one)[PARENT]), []).append(one)
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def command(pid: int) -> str:
    """What was typed to start a process; empty when it has ended."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def is_there(pid: int) -> bool:
    """Whether the process runs: one that has ended and is not yet waited for does not."""
    with suppress(OSError):
        return _stat(pid)[STATE] != "Z"
    return False


def megabytes(pid: int) -> dict[str, float]:
    """The memory of a process: RSS, and PSS, which counts in part what others share with it."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        held = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines}
        return {"RSS": held["Rss:"], "PSS": held["Pss:"]}
    return {"RSS": 0.0, "PSS": 0.0}


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor, with its children that have ended."""
    with suppress(OSError):
        return sum(map(int, _stat(pid)[TIMES])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def cpu_of_tree(pid: int) -> float:
    """Seconds of CPU time of a process, its children and theirs, also of those that have ended."""
    return sum(map(cpu_seconds, family(pid)))


def _stat(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
