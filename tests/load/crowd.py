"""A running app in; what many sessions at once get from it, and how quickly, out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence
from contextlib import AsyncExitStack
from typing import NamedTuple

from scripts.server import Server
from tests.load.visit import Curves, Visit
from tests.load.watch import Watch

SECONDS_TO_BEGIN, SECONDS_EACH = 120, 15  # of a machine with much else to do


class Figures(NamedTuple):
    """What came of it, in seconds, one a session; and what was seen of the app meanwhile.

    right:  how many sessions got the scores that a session alone got for the same clip
    opened: from the first request to the whole page, all at once
    result: from the drop to the report
    """

    answered: int
    right: int
    opened: list[float]
    result: list[float]
    watch: Watch


def crowd(server: Server, clips: Sequence[bytes], sessions: int) -> Figures:
    """Have so many sessions drop their clips at once, each the next one of those."""
    seconds = SECONDS_TO_BEGIN + SECONDS_EACH * sessions
    return asyncio.run(asyncio.wait_for(_crowd(server, clips, sessions), seconds))


async def _crowd(server: Server, clips: Sequence[bytes], sessions: int) -> Figures:
    alone = [await _alone(server, clip) for clip in clips]
    async with AsyncExitStack() as pages:
        with Watch(server) as watch:
            visits = [Visit(server.port) for _ in range(sessions)]
            opened = [_timed(pages.enter_async_context(visit)) for visit in visits]
            taken = [seconds for seconds, _ in await asyncio.gather(*opened)]
            dropped = [
                _timed(_dropped(visit, clips[place % len(clips)]))
                for place, visit in enumerate(visits)
            ]
            results = await asyncio.gather(*dropped)
    right = [found == alone[place % len(alone)] for place, (_, found) in enumerate(results)]
    return Figures(
        sum(bool(found) for _, found in results),
        sum(right),
        taken,
        [seconds for seconds, _ in results],
        watch,
    )


async def _alone(server: Server, clip: bytes) -> list[Curves]:
    async with Visit(server.port) as visit:
        found = await _dropped(visit, clip)
    assert found, visit.alerts
    return found


async def _dropped(visit: Visit, clip: bytes) -> list[Curves]:
    await visit.drop("clip.mp4", clip)
    return await visit.answer()


async def _timed(work: Awaitable[object]) -> tuple[float, object]:
    begun = time.monotonic()
    found = await work
    return time.monotonic() - begun, found
