"""Whether a process still runs at all: a number that it counts up, in memory shared with it."""

from __future__ import annotations

import os
import signal
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from time import sleep
from typing import Any

from meso.service.spawn import Spawn

BEAT = 0.5  # seconds
LOOKS = 4  # without a beat between: no code of ours holds Python up for so long
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)  # either ends a process at once on its platform


class Stopped(Exception):
    """The process neither answers nor ends: it was stopped, or holds itself up."""


class Heart:
    """One for all processes that follow each other; only the latest beats."""

    def __init__(self) -> None:
        # Without locks, which a process might die with.
        self._beats = Spawn().RawValue("L")
        self._process = Spawn().RawValue("L")  # the number of the one that beats

    def start(self) -> None:
        """Begin to beat, in a thread of the process that is to be watched."""
        self._process.value = os.getpid()
        Thread(target=self._beat, daemon=True).start()

    def _beat(self) -> None:
        while True:
            self._beats.value += 1
            sleep(BEAT)

    def end_of(self, task: Future[Any]) -> BaseException | None:
        """Wait until the task is done or its process has stopped; what ended it, if it failed.

        A process that has stopped is killed. Looks are counted, and not seconds: where the whole
        machine stood still for a while, the process has done no worse than we have.
        """
        seen, looks = self._beats.value, 0
        while looks < LOOKS:
            with suppress(TimeoutError):
                return task.exception(BEAT)
            looks = looks + 1 if self._beats.value == seen else 0
            seen = self._beats.value
        with suppress(ProcessLookupError):
            os.kill(self._process.value, KILL)
        return Stopped()
