"""The command that says how well this machine keeps a hostile file apart: doctor."""

from __future__ import annotations

import click

from meso import limits
from meso.media.isolate import limits_that_hold

# What each limit of `meso.media.confine` does, and what is to be feared without it.
LIMITS = {
    "memory": ("has at most 1.5 GB of memory", "a file could fill the memory of this machine"),
    "cpu": (
        f"computes for at most {limits.DECODER_CPU_SECONDS} s",
        f"a file is stopped only by the clock, after {limits.DECODER_SECONDS} s",
    ),
    "files": ("writes no file", "a file that takes it over could change files"),
    "time": (
        f"ends itself after {limits.DECODER_SECONDS} s without an answer",
        "it could go on when this program was killed",
    ),
    "network": ("reaches no network", "a file that takes it over could send something away"),
    "privileges": (
        "gains no privileges",
        "a file that takes it over could use the rights of other programs",
    ),
    "parent": ("ends with the program", "it could go on when this program was killed"),
}


@click.command()
def doctor() -> None:
    """Say which limits this machine sets to a hostile file.

    The page decodes each upload in a process of its own. These are the limits of such a process,
    tried out just now. Those that are missing are no error: macOS and Windows have only some.

    \b
        meso doctor
    """
    held = limits_that_hold()
    click.echo("The process that decodes an upload …")
    for name, (what, fear) in LIMITS.items():
        click.echo(f"  yes      {what}" if name in held else f"  missing  {what}: {fear}")
