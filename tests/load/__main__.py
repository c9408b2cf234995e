"""A class at once: the real app, real sessions, each with a clip of five seconds.

    python -m tests.load [--sessions 30] [CLIP…]

Without clips, five are made, each with other scores, so that no session can get another one's
report unnoticed. Only this machine is talked to.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.server import serving
from tests.load.clips import clip
from tests.load.crowd import Figures, crowd

CLIPS = 5


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("clips", nargs="*", type=Path, metavar="CLIP")
    parser.add_argument("--sessions", type=int, default=30)
    wanted = parser.parse_args()
    clips = [path.read_bytes() for path in wanted.clips] or [*map(clip, range(CLIPS))]
    with serving() as server:
        figures = crowd(server, clips, wanted.sessions)
    sys.stdout.write(table(figures, wanted.sessions) + "\n")
    return figures.right != wanted.sessions


def table(figures: Figures, sessions: int) -> str:
    """One line a figure."""
    watch, held = figures.watch, figures.watch.peak
    parts = ", ".join(f"{part} {megabytes:.0f}" for part, megabytes in held.by_part.items())
    busy = " ".join(f"{load:.1f}" for load in os.getloadavg())
    lines = {
        "answered": f"{figures.answered} of {sessions}",
        "with the scores of a session alone": f"{figures.right} of {sessions}",
        "page, p50 p95 max": _spread(figures.opened, "s", 1),
        "health, p50 p95 max": _spread(watch.health, "ms", 1000),
        "the same of a thread that sleeps": _spread(watch.late, "ms", 1000),
        "result, p50 p95 max": _spread(figures.result, "s", 1),
        "CPU": ", ".join(f"{part} {used:.0f} s" for part, used in watch.cpu.items()),
        "memory at its peak": f"PSS {held.pss:.0f} MB; RSS {held.rss:.0f} MB ({parts})",
        "processes then": str(held.processes),
        "load of the machine": f"{busy}, {os.cpu_count()} cores",
    }
    return "\n".join(f"{name:36}{value}" for name, value in lines.items())


def _spread(seconds: Sequence[float], unit: str, scale: int) -> str:
    cuts = statistics.quantiles(seconds, n=20, method="inclusive")
    digits = 0 if scale > 1 else 1
    figures = (cuts[9], cuts[18], max(seconds))
    return " ".join(f"{scale * figure:.{digits}f}" for figure in figures) + f" {unit}"


if __name__ == "__main__":
    sys.exit(main())
