"""Whether a process still runs at all: a number that it counts up, in memory shared with it."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from time import monotonic, sleep
from typing import Any

from meso.service.spawn import Spawn

BEAT = 0.5  # seconds
STILL = 4.0  # seconds without a beat: no code of ours holds Python up for so long


class Stopped(Exception):
    """The process neither answers nor ends: it was stopped, or holds itself up."""


class Heart:
    """One for all processes that follow each other; only the latest beats."""

    def __init__(self) -> None:
        self._beats = Spawn().RawValue("L")  # without a lock, which a process might die with

    def start(self) -> None:
        """Begin to beat, in a thread of the process that is to be watched."""
        Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        while True:
            self._beats.value += 1
            sleep(BEAT)

    def end_of(self, task: Future[Any]) -> BaseException | None:
        """Wait until the task is done or its process has stopped; what ended it, if it failed."""
        seen, since = self._beats.value, monotonic()
        while True:
            with suppress(TimeoutError):
                return task.exception(BEAT)
            if self._beats.value != seen:
                seen, since = self._beats.value, monotonic()
            elif monotonic() - since > STILL:
                return Stopped()
