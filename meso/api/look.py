"""An upload in; what the worker finds in it, as `meso detect --json` prints it, out.

Who hangs up has no job left: it leaves the queue, or is given up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from meso.api.upload import Upload
from meso.detection.as_json import Json, as_json
from meso.detection.documents import Item, document_as_json, item_on, joined
from meso.errors import Busy, MesoError
from meso.media.carried import Carried
from meso.media.document_kinds import BEGINNING, document_kind
from meso.service import Client, Job
from meso.service.unpack import unpack
from meso.values import Report

T = TypeVar("T")

LOOK_AGAIN = 0.1  # seconds between two looks at a job, and at whether somebody waits for it


class Looker(NamedTuple):
    """Looks at what one request asks for.

    model, frames: as in `Client.submit`
    """

    client: Client
    request: Request
    model: str
    frames: int

    async def look_at(self, upload: Upload) -> Json:
        """The report on a photo, a video or a document, as JSON.

        Raises the MesoError that comes in its place, or ClientDisconnect.
        """
        name, data = upload
        if document_kind(data[:BEGINNING]) is None:
            return as_json(await self._answer(self._submit(name, data)))
        options = {"upload": data, "called": name}
        job = self.client.ask(unpack, name, model=self.model, **options)
        document = await self._answer(job)
        items = [await self._item(carried) for carried in document.carried]
        return document_as_json(joined(document, items))

    async def _item(self, carried: Carried) -> Item:
        """What came of one thing in a document that was let in: it waits where the queue is full.

        Its crops are dropped, for there may be fifty such reports of a hundred megabytes.
        """
        try:
            job = await self._once_there_is_room(lambda: self._submit(carried.name, carried.data))
            report = await self._answer(job)
        except MesoError as problem:
            return item_on(carried, problem)
        return item_on(carried, replace(report, crops=report.crops[:0].copy()))

    def _submit(self, name: str, data: bytes) -> Job[Report]:
        return self.client.submit(data, name, model=self.model, frames=self.frames)

    async def _once_there_is_room(self, submit: Callable[[], Job[T]]) -> Job[T]:
        while True:
            try:
                return submit()
            except Busy:
                await self._pause()

    async def _answer(self, job: Job[T]) -> T:
        try:
            while not job.done():
                await self._pause()
            return job.result()
        finally:
            job.cancel()  # nothing, where it is done

    async def _pause(self) -> None:
        """Wait a moment; raises ClientDisconnect where nobody waits with us."""
        if await self.request.is_disconnected():
            raise ClientDisconnect
        await asyncio.sleep(LOOK_AGAIN)
