"""A running app and something that goes wrong in; what it cost each of its visitors, out."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple, TypeVar

from scripts.processes import cpu_seconds, is_there
from scripts.server import ROOT, Server
from tests.faults.harm import Harm
from tests.load.clips import clip
from tests.load.visit import Visit

Held = TypeVar("Held")

OTHERS = 2  # sessions that wait behind the one whose job is harmed
SECONDS_TO_HAPPEN = 120
SECONDS_IN_ALL = 300
APP = ("app.py", ".streamlit", "meso", "weights")
TAKEN = 204


class Outcome(NamedTuple):
    """What a fault came to.

    told:    what the page said of the job that was harmed
    others:  how many of the OTHERS got their report
    seconds: from the harm to the next report
    cpu:     seconds of the processor that the worker used meanwhile
    """

    told: str
    others: int
    seconds: float
    cpu: float


async def in_the_middle(server: Server, harm: Harm) -> Outcome:
    """Harm the app while it works for one session and two wait behind it."""
    return await asyncio.wait_for(_in_the_middle(server, harm), SECONDS_IN_ALL)


async def _in_the_middle(server: Server, harm: Harm) -> Outcome:
    data = clip(0)
    async with AsyncExitStack() as pages:
        opened = [Visit(server.port) for _ in range(1 + OTHERS)]
        guilty, *others = [await pages.enter_async_context(visit) for visit in opened]
        await guilty.drop("guilty.mp4", data)
        (decoder,) = await until(server.decoders)
        os.kill(decoder, signal.SIGSTOP)  # so that it is still the middle, however slow we are
        for visit in others:
            await visit.drop("other.mp4", data)
        worker = server.worker()
        begun, used = time.monotonic(), cpu_seconds(worker)
        await harm(server, guilty, decoder)
        with suppress(ProcessLookupError):
            os.kill(decoder, signal.SIGCONT)
        await others[0].answer()
        seconds = time.monotonic() - begun
        cpu = cpu_seconds(server.worker()) - (used if server.worker() == worker else 0)
        served = [await visit.answer() for visit in others]
        told = "" if guilty.left else await _told(guilty)
        return Outcome(told, sum(map(bool, served)), seconds, cpu)


async def _told(visit: Visit) -> str:
    await visit.answer()
    return " ".join(visit.alerts)


async def half_an_upload(server: Server) -> Outcome:
    """Close a page, and the connection, in the middle of an upload."""
    async with Visit(server.port) as guilty, Visit(server.port) as other:
        place = await guilty.place_for("guilty.mp4")
        await guilty.half_put(place.upload_url, "guilty.mp4", clip(0))
        begun, used = time.monotonic(), cpu_seconds(server.worker())
        await guilty.leave()
        await other.drop("other.mp4", clip(0))
        served = await other.answer()
        seconds, cpu = time.monotonic() - begun, cpu_seconds(server.worker()) - used
        return Outcome("", int(bool(served)), seconds, cpu)


async def stopped(server: Server) -> float:
    """End the app while one job is under way and two wait; the seconds until no process is left."""
    async with AsyncExitStack() as pages:
        for _ in range(1 + OTHERS):
            visit = await pages.enter_async_context(Visit(server.port))
            await visit.drop("clip.mp4", clip(0))
        await until(server.decoders)
        pids = server.processes()
        begun = time.monotonic()
        server.process.terminate()
        await until(lambda: not any(map(is_there, pids)))
        return time.monotonic() - begun


async def uploaded(server: Server, data: bytes) -> str:
    """What becomes of a file: "served", "refused" at the door, or what the page says."""
    async with Visit(server.port) as visit:
        place = await visit.place_for("clip.mp4")
        try:
            taken = await visit.put(place.upload_url, "clip.mp4", data) == TAKEN
        except ConnectionError:
            taken = False
        if not taken:
            return "refused"
        await visit.drop("clip.mp4", data)
        return "served" if await visit.answer() else " ".join(visit.alerts)


async def seen_at_once(server: Server) -> str:
    """What the page says, before anything is dropped, once the network was to be loaded."""
    async with Visit(server.port) as visit:
        await visit.settled()
        return " ".join(visit.alerts)


@contextmanager
def small_disk(size: str) -> Iterator[Path]:
    """A folder on a disk of its own; PermissionError where this machine lets us have none."""
    with TemporaryDirectory() as folder:
        _mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder)
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def allow_writing(folder: Path, allowed: bool) -> None:
    _mount("-o", f"remount,{'rw' if allowed else 'ro'}", str(folder))


def _mount(*options: str) -> None:
    if subprocess.run(["mount", *options], capture_output=True).returncode:
        raise PermissionError("this machine does not let us have a disk of our own")


@contextmanager
def copy_of_the_app() -> Iterator[Path]:
    """The app in a folder of its own, whose weights may be harmed."""
    with TemporaryDirectory() as folder:
        for name in APP:
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copy(ROOT / name, Path(folder, name))
        yield Path(folder)


async def until(holds: Callable[[], Held]) -> Held:
    """Wait until something holds; that is what is given."""
    deadline = time.monotonic() + SECONDS_TO_HAPPEN
    while not (held := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        await asyncio.sleep(0.005)
    return held
