"""A form on its way in; the file in it out, held in memory and never more of it than the limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import NamedTuple

from fastapi import HTTPException, Request
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from meso.api.answers import UNNAMED
from meso.errors import Busy, TookTooLong, TooLarge
from meso.limits import BYTES_ON_ALL_DESKS, VIDEO_BYTES
from meso.media.carried import shortened

FIELD = "file"
FORM = "multipart/form-data"
NOT_A_FORM = (
    f"Send one file, as the field `{FIELD}` of a form ({FORM}), and nothing else in it: "
    "curl -F file=@clip.mp4 …"
)
FRAMING = 64 * 2**10  # bytes that a form has beside its file: boundaries and headers
MOST = VIDEO_BYTES.most + FRAMING
SECONDS_TO_SEND = 300.0  # 50 MB at 1.4 Mbit/s

Take = Callable[[int], None]  # called with the bytes of a piece before it is kept


class Upload(NamedTuple):
    """A file that was sent."""

    name: str
    data: bytes


class Room:
    """Room for the uploads that are on their way in or waited for, all together.

    Used in one event loop, so that nothing comes between two lines of `take`.
    """

    def __init__(self, most: int = BYTES_ON_ALL_DESKS) -> None:
        """most: bytes."""
        self._left = most
        self._uploads = 0

    @contextmanager
    def for_one(self) -> Iterator[Take]:
        """What one upload takes of the room, given back at the end.

        What this yields raises TooLarge beyond what a file may have, Busy where the room is full.
        """
        taken = 0

        def take(size: int) -> None:
            nonlocal taken
            if taken + size > MOST:
                raise TooLarge(UNNAMED, what=VIDEO_BYTES.what)
            if size > self._left:
                raise Busy(UNNAMED, ahead=self._uploads - 1, seconds=None)
            self._left -= size
            taken += size

        self._uploads += 1
        try:
            yield take
        finally:
            self._uploads -= 1
            self._left += taken


class _InMemory(MultiPartParser):
    spool_max_size = MOST  # more never comes, so that nothing is ever put on the disk


async def uploaded(request: Request) -> AsyncIterator[Upload]:
    """The file that is sent, which keeps its room until the request is answered.

    Raises HTTPException for what is no form with one file, TooLarge before a byte too many is kept,
    Busy where all together have too many, TookTooLong for who sends too slowly, and
    ClientDisconnect for who hangs up.
    """
    room: Room = request.app.state.room
    with room.for_one() as take:
        try:
            async with asyncio.timeout(SECONDS_TO_SEND):
                form = await _form(request, take)
        except TimeoutError:
            raise TookTooLong(UNNAMED, seconds=SECONDS_TO_SEND) from None
        yield await _file_in(form)


async def _form(request: Request, take: Take) -> FormData:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise HTTPException(415, NOT_A_FORM)
    if int(request.headers.get("content-length", 0)) > MOST:
        raise TooLarge(UNNAMED, what=VIDEO_BYTES.what)
    try:
        async with aclosing(_taken(request, take)) as pieces:
            return await _InMemory(request.headers, pieces, max_files=1, max_fields=0).parse()
    except MultiPartException as error:
        raise HTTPException(400, NOT_A_FORM) from error


async def _taken(request: Request, take: Take) -> AsyncGenerator[bytes, None]:
    async for piece in request.stream():
        take(len(piece))
        yield piece


async def _file_in(form: FormData) -> Upload:
    file = form.get(FIELD)
    try:
        if not isinstance(file, UploadFile):
            raise HTTPException(400, NOT_A_FORM)
        return Upload(shortened(file.filename or "") or UNNAMED, await file.read())
    finally:
        await form.close()
