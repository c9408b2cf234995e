"""Ways to harm the app in the middle of a job: each takes the running app, the visitor whose job it
is, and the process that decodes for it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path

from scripts.server import Server
from tests.load.visit import Visit

Harm = Callable[[Server, Visit, int], Awaitable[None]]

WRITABLE = 0o3  # of a file's flags: whether it is open for reading, writing or both


async def kill_worker(server: Server, guilty: Visit, decoder: int) -> None:
    os.kill(server.worker(), signal.SIGKILL)


async def crash_worker(server: Server, guilty: Visit, decoder: int) -> None:
    os.kill(server.worker(), signal.SIGSEGV)


async def freeze_worker(server: Server, guilty: Visit, decoder: int) -> None:
    os.kill(server.worker(), signal.SIGSTOP)


async def kill_decoder(server: Server, guilty: Visit, decoder: int) -> None:
    os.kill(decoder, signal.SIGKILL)


async def crash_decoder(server: Server, guilty: Visit, decoder: int) -> None:
    os.kill(decoder, signal.SIGSEGV)


async def garble_decoder(server: Server, guilty: Visit, decoder: int) -> None:
    """Put a line of our own among what it answers."""
    about = Path(f"/proc/{decoder}")
    answers = next(pipe for pipe in (about / "fd").iterdir() if _is_answer(about, pipe.name))
    with answers.open("wb", buffering=0) as pipe:
        pipe.write(b"garbage\n")


async def leave(server: Server, guilty: Visit, decoder: int) -> None:
    await guilty.leave()


def _is_answer(about: Path, number: str) -> bool:
    """Whether a process may write to this one of its open files, and it is a pipe."""
    target = str((about / "fd" / number).readlink())
    flags = (about / "fdinfo" / number).read_text().split("flags:")[1].split()[0]
    return target.startswith("pipe:") and int(flags, 8) & WRITABLE == os.O_WRONLY


# What is done, and words of what the page then says of the guilty job; None: nobody is there.
HARMS: dict[str, tuple[Harm, str | None]] = {
    "worker killed": (kill_worker, "stopped unexpectedly"),
    "worker crashed": (crash_worker, "stopped unexpectedly"),
    "worker frozen": (freeze_worker, "stopped unexpectedly"),
    "decoder killed": (kill_decoder, "more than 1.5 GB to unpack"),
    "decoder crashed": (crash_decoder, "could not be opened"),
    "decoder answers garbage": (garble_decoder, "our fault"),
    "tab closed in the middle of the job": (leave, None),
}
