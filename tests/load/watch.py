"""A running app in; how quickly it answered and how much memory it held meanwhile, out."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from threading import Event, Thread
from types import MappingProxyType
from typing import NamedTuple, Self
from urllib.request import urlopen

from scripts.processes import command, cpu_seconds, megabytes
from scripts.server import Server

BETWEEN_PROBES = 0.1  # seconds
BETWEEN_LOOKS = 1.0  # seconds: to add up the memory of TensorFlow's pages costs some itself
LONGEST = 30  # seconds that a probe waits
PARTS = {"app.py": "server", "spawn_main": "worker", "decode_worker": "decoders"}


class Held(NamedTuple):
    """How many processes, and MB: PSS of all, RSS by part. RSS counts shared pages each time, PSS
    in part; so it is less where other programs of the machine use TensorFlow, too.
    """

    processes: int = 0
    pss: float = 0.0
    by_part: Mapping[str, float] = MappingProxyType({})

    @property
    def rss(self) -> float:
        return sum(self.by_part.values())


class Watch:
    """A context that watches from two threads.

    health: seconds that each question after the app's health took
    late:   seconds that the machine let a thread wait which only wanted to sleep; where this is
            much, it has other work, and the health says less about the app
    cpu:    seconds of the processor that server and worker used
    peak:   what was held when all parts together held most
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._over = Event()
        self._threads = [Thread(target=self._probe), Thread(target=self._weigh)]
        self.health: list[float] = []
        self.late: list[float] = []
        self.cpu = {"server": 0.0, "worker": 0.0}
        self.peak = Held()

    def __enter__(self) -> Self:
        self._add_cpu(-1)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
        self._add_cpu(1)

    def _add_cpu(self, sign: int) -> None:
        self.cpu["server"] += sign * cpu_seconds(self._server.process.pid)
        self.cpu["worker"] += sign * cpu_seconds(self._server.worker())

    def _probe(self) -> None:
        address = f"http://127.0.0.1:{self._server.port}/_stcore/health"
        slept = time.monotonic()
        while not self._over.wait(BETWEEN_PROBES):
            begun = time.monotonic()
            self.late.append(begun - slept - BETWEEN_PROBES)
            with suppress(OSError):
                urlopen(address, timeout=LONGEST).close()
            slept = time.monotonic()
            self.health.append(slept - begun)

    def _weigh(self) -> None:
        while not self._over.wait(BETWEEN_LOOKS):
            self.peak = max(self.peak, weigh(self._server), key=lambda held: held.rss)


def weigh(server: Server) -> Held:
    """What the app's processes hold now."""
    pids = server.processes()
    rss: Counter[str] = Counter()
    pss = 0.0
    for pid in pids:
        words, held = command(pid), megabytes(pid)
        rss[next((part for word, part in PARTS.items() if word in words), "others")] += held["RSS"]
        pss += held["PSS"]
    return Held(len(pids), pss, dict(rss))
