"""A command of meso in; the most memory that a process of its own held for it, in MB, out.

python -m benchmarks.fresh detect CLIP --frames 32
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stdout
from pathlib import Path

import click

from benchmarks.measure import peak
from meso.cli import cli

ROOT = Path(__file__).parents[1]


def fresh_peak(*command: str) -> float | None:
    """The most memory of `meso COMMAND…` in MB, from the start of Python on; None: unknown."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fresh", *command],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout) if done.stdout.strip() else None


def main(command: Sequence[str]) -> None:
    """Run a command; what it says goes to stderr, and the number alone to stdout.

    The process tells it of itself: what the system notes of a child includes its parent.
    """
    with redirect_stdout(sys.stderr):
        cli(list(command), standalone_mode=False)
    most = peak()
    click.echo("" if most is None else f"{most:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
