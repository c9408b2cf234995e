"""A running app and a number of uploads in; what its processes held on the way, out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from itertools import cycle
from typing import NamedTuple

from meso.service.sample import make
from scripts.server import Server
from tests.load.clips import clip
from tests.load.visit import Visit
from tests.load.watch import Held, weigh
from tests.media_files import picture_bytes


class Upload(NamedTuple):
    """A file, and whether it shows a face to score."""

    name: str
    data: bytes
    scored: bool


class Look(NamedTuple):
    """What was seen after so many uploads. files: in the folder for temporary files."""

    uploads: int
    seconds: float
    held: Held
    files: int


def soak(server: Server, uploads: int, *, every: int, seconds: float) -> Iterator[Look]:
    """Upload so many files, each on a page of its own, or as many as the seconds allow.

    Looks after every so many, and at the end.
    """
    begun = time.monotonic()
    for done, upload in enumerate(cycle(_uploads()), 1):
        asyncio.run(_visit(server, upload))
        over = done == uploads or time.monotonic() - begun > seconds
        if over or done % every == 0:
            files = sum(path.is_file() for path in server.folder.rglob("*"))
            yield Look(done, time.monotonic() - begun, weigh(server), files)
        if over:
            return


async def _visit(server: Server, upload: Upload) -> None:
    async with Visit(server.port) as visit:
        await visit.drop(upload.name, upload.data)
        assert bool(await visit.answer()) == upload.scored, visit.alerts


def _uploads() -> list[Upload]:
    """What is uploaded in turn."""
    photo = Upload(*make("photo"), scored=True)
    return [
        Upload("clip.mp4", clip(0), scored=True),
        photo,
        Upload("no-face.jpg", picture_bytes(), scored=False),
        photo,
        Upload("torn.mp4", clip(0)[:9000], scored=False),
    ]
