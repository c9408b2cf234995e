"""A day at the running app, with all that it says: three visitors, and somebody who knocks."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import NamedTuple

import pytest
import websockets

from meso.service.sample import make
from scripts.server import Server, serving
from tests.document_files import newsletter
from tests.load.visit import Visit

NAME = "canary-in-a-name.mp4"
REFUSED_NAME = "another-canary.jpg"
IN_THE_BYTES = b"a canary in the bytes"
SPOOLED = (2**21).to_bytes(4) + b"free" + (2**21 - 8) // 21 * IN_THE_BYTES  # on disk from 1 MB on
# Put into every Python process that takes modules from the environment.
TELL_OF_CONNECTIONS = """
import os, sys
def tell(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.sendmsg"):
        line = f"{event} {arguments[1:] if event == 'socket.connect' else arguments}\\n"
        with open(os.environ["TELL_IN"], "a") as file:
            file.write(line)
sys.addaudithook(tell)
"""


class Day(NamedTuple):
    """What came of it.

    curves:  of the one who dropped a clip
    alerts:  of the one who dropped what is none
    mine:    all that the page said to the first
    theirs:  all that it said to the second, whose page was open meanwhile
    letter:  all that it said to a third, who dropped a mail that points to pictures elsewhere
    knocked: how a page of another site was received
    log:     what the server wrote, its worker too, of everything that it can write
    looked_for: the connections that were tried, and the names that were asked for
    left:    what is in the temporary folder when the jobs are done, and when all have gone
    held:    the files there, without names, that processes hold open then
    """

    curves: list
    alerts: list[str]
    mine: str
    theirs: str
    letter: str
    knocked: int
    log: bytes
    looked_for: list[str]
    left: list[list[Path]]
    held: list[str]


class Hearing(Visit):
    """A visit that keeps all that it is told."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.heard = ""

    def _on_delta(self, message) -> None:
        self.heard += str(message)
        super()._on_delta(message)


@pytest.fixture(scope="session")
def hook(tmp_path_factory):
    """The environment that makes processes tell of connections, and the file that they tell in."""
    folder = tmp_path_factory.mktemp("hook")
    (folder / "sitecustomize.py").write_text(TELL_OF_CONNECTIONS)
    told = folder / "told"
    told.touch()
    return {"PYTHONPATH": str(folder), "TELL_IN": str(told)}, told


@pytest.fixture(scope="session")
def day(hook):
    environment, told = hook
    with serving(STREAMLIT_LOGGER_LEVEL="debug", **environment) as server:
        lived = asyncio.run(_live(server))
        held = _held_open(server)
        left = [*lived["left"], [*server.folder.rglob("*")]]
        log = server.log.read_bytes
        looked_for = told.read_text().splitlines()
        return Day(**lived | {"left": left}, log=log(), looked_for=looked_for, held=held)


async def _live(server: Server) -> dict[str, object]:
    knocked = await _knock(server.port)
    async with Hearing(server.port) as mine, Hearing(server.port) as theirs:
        await mine.drop(NAME, make("clip")[1] + SPOOLED)
        curves = await mine.answer()
        await theirs.drop(REFUSED_NAME, b"\xff\xd8\xff" + IN_THE_BYTES)
        await theirs.answer()
        letter = await _drop_a_letter(server.port)
        left = [[*server.folder.rglob("*")]]
    said = {"mine": mine.heard, "theirs": theirs.heard, "letter": letter, "alerts": theirs.alerts}
    return {"curves": curves, "knocked": knocked, "left": left} | said


async def _drop_a_letter(port: int) -> str:
    async with Hearing(port) as reader:
        await reader.drop("news.eml", newsletter().as_bytes())
        await reader.answer()
        await reader.settled()
        return reader.heard


async def _knock(port: int) -> int:
    """A page of another site asks for a connection; the status of the answer."""
    try:
        await websockets.connect(
            f"ws://127.0.0.1:{port}/_stcore/stream", origin="http://evil.example"
        )
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    return 101


def _held_open(server: Server) -> list[str]:
    """Files in the temporary folder, nameless ones too, that a process of the app has open."""
    links = [link for pid in server.processes() for link in Path(f"/proc/{pid}/fd").glob("*")]
    names = [str(link.readlink()) for link in links if link.is_symlink()]
    return [name for name in names if name.startswith(str(server.folder))]
