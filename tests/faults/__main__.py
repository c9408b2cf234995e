"""Harms the real app in one way after another, and prints what each harm cost.

python -m tests.faults
"""

from __future__ import annotations

import asyncio
import os
import sys

from scripts.server import serving
from tests.faults.harm import HARMS
from tests.faults.scenes import OTHERS, Outcome, half_an_upload, in_the_middle, stopped


def main() -> int:
    say = sys.stdout.write
    say(f"{'fault':38}{'others served':15}{'next report after (CPU)':25}the page says\n")
    with serving() as server:
        for name, (harm, _) in HARMS.items():
            say(line(name, asyncio.run(in_the_middle(server, harm))))
        say(line("tab closed in the middle of an upload", asyncio.run(half_an_upload(server)), 1))
        seconds = asyncio.run(stopped(server))
        say(f"{'server told to end, with jobs queued':38}no process left after {seconds:.1f} s\n")
    say(f"load of the machine: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores\n")
    return 0


def line(name: str, outcome: Outcome, of: int = OTHERS) -> str:
    served, used = f"{outcome.others} of {of}", f"({outcome.cpu:.1f} s)"
    return f"{name:38}{served:15}{outcome.seconds:5.1f} s {used:17}{outcome.told[:110]}\n"


if __name__ == "__main__":
    sys.exit(main())
