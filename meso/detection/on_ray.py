"""A folder's files in; their rows out, as Ray actors have them, on this machine or on a cluster.

An actor is a process that loads finder and network once. The file of one that is lost is given to
the next; a file with which several were lost gets a row that says so.
"""

from __future__ import annotations

import logging
import os
import platform
import secrets
import socket
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import replace
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from meso.detection.batch import Looked, Looks, Wanted, looker
from meso.detection.row import Row, refused
from meso.errors import BadWeights, MesoError, NotInstalled, WorkerLost
from meso.models.weights import named

HERE = "local"  # Ray's word for: started on this machine for this command, ended with it
BESIDE = "auto"  # Ray's word for: the cluster that this machine belongs to
SECONDS_TO_ANSWER = 10
TRIES = 3  # of a file, and of loading
LOADING = ""  # in place of a file
ACTOR_BYTES = 2e9  # that an actor may need
SHARED_BYTES = 80_000_000  # that Ray sets aside for large answers, at least; ours are small
FOR_SOCKETS = "/tmp" if os.name == "posix" else None  # whose paths may have 100 characters
OF_OUR_OWN = {  # Ray reads these when it is imported or started
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",  # other users of this machine may reach its ports
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # on every system: listen on 127.0.0.1 only
    "RAY_worker_niceness": "0",  # as urgent as `meso batch` without Ray
}


class NotOnRay(MesoError):
    """Ray cannot be reached, or cannot start what it needs; why: in words, without a full stop."""

    def __init__(self, where: str, *, why: str) -> None:
        super().__init__(
            f"Ray ({where}) cannot look at the files: {why}. See docs/scale.md, then type the same "
            "command again: it goes on from there."
        )


class Looker:
    """What an actor is made of."""

    def load(self, folder: Path, wanted: Wanted) -> None:
        """Raises a MesoError where this machine would give other rows than the others."""
        machine = platform.node()
        if not folder.is_dir():
            raise NotOnRay(machine, why=f"it has no folder {folder}")
        network = named(wanted.network.name)
        if network.sha256 != wanted.network.sha256:
            raise _differs(machine, f"weights of the name {network.name}")
        if replace(wanted, network=network).rules != wanted.rules:
            raise _differs(machine, f"thresholds or error rates of {network.name}")
        self._look = looker(folder, wanted)

    def look(self, file: str) -> list[Row]:
        """The rows of a file."""
        return self._look(file)


def _differs(machine: str, what: str) -> BadWeights:
    return BadWeights(
        f"{machine} has other {what} than the machine that asks. Copy the folder weights to it, "
        "then type the same command again."
    )


@contextmanager
def actors(
    folder: Path, wanted: Wanted, *, address: str = HERE, workers: int | None = None
) -> Iterator[Looks]:
    """What looks at files below the folder with actors, until the context ends.

    address: of a cluster, or HERE; every machine of a cluster needs the folder under the same path
    workers: how many actors; None: as many as the CPUs and the memory of all machines allow

    Raises NotInstalled where Ray is missing and NotOnRay where it cannot be reached; looking at
    files raises NotOnRay where no actor can load, and what their loading raises.
    """
    with _connected(address, workers) as ray:
        room = ray.cluster_resources()
        count = workers or _as_many_as_fit(room)
        options = {"num_cpus": 1, "num_gpus": _share_of_a_gpu(room.get("GPU", 0), count)}
        actor = ray.remote(**options)(Looker)
        load = folder.resolve(), wanted
        yield lambda files: _Run(ray, actor, load, count, files).looked()


def _as_many_as_fit(room: dict[str, float]) -> int:
    return max(1, int(min(room.get("CPU", 1), room.get("memory", 0) / ACTOR_BYTES)))


def _share_of_a_gpu(gpus: float, workers: int) -> float:
    """So that all workers fit; Ray lets nobody have parts of two."""
    return 1 / ceil(workers / gpus) if gpus else 0


class _Run:
    """Files that actors look at: those that are left, and the calls that are under way."""

    def __init__(
        self,
        ray: Any,
        actor: Any,
        load: tuple[Path, Wanted],
        workers: int,
        files: Sequence[str],
    ) -> None:
        self._ray, self._actor, self._load = ray, actor, load
        self._left, self._waited_for = deque(files), len(files)
        self._lost: Counter[str] = Counter()
        self._calls: dict[Any, tuple[Any, str]] = {}  # with the actor and the file of each
        for _ in files[:workers]:
            self._start()

    def looked(self) -> Looked:
        while self._waited_for:
            for file, rows in self._next():
                self._waited_for -= 1
                yield file, rows

    def _start(self) -> None:
        actor = self._actor.remote()
        self._calls[actor.load.remote(*self._load)] = actor, LOADING

    def _next(self) -> Looked:
        """What the call gives that ends next: nothing if it loaded, or is to be made again."""
        (call,), _ = self._ray.wait(list(self._calls))
        actor, file = self._calls.pop(call)
        try:
            rows = self._ray.get(call)
        except self._ray.exceptions.RayTaskError as error:
            raise error.cause from error
        except self._ray.exceptions.RayError as error:
            yield from self._without_its_actor(file, error)
            return
        self._lost.pop(file, None)
        if self._left:
            new = self._left.popleft()
            self._calls[actor.look.remote(new)] = actor, new
        if file != LOADING:
            yield file, rows

    def _without_its_actor(self, file: str, error: Exception) -> Looked:
        self._lost[file] += 1
        again = self._lost[file] < TRIES
        if file == LOADING and not again:
            raise NotOnRay("its workers", why=f"they end while they load ({_in_short(error)})")
        if file != LOADING and again:
            self._left.appendleft(file)
        if self._left:
            self._start()
        if not again:
            yield file, [refused(Row(file), WorkerLost(Path(file).name))]


@contextmanager
def _connected(address: str, workers: int | None) -> Iterator[Any]:
    """Ray, until the context ends; and with it all that was started on this machine."""
    with TemporaryDirectory(prefix="meso-", dir=FOR_SOCKETS, ignore_cleanup_errors=True) as scratch:
        own = _own(scratch, workers) if address == HERE else {}
        ray = _imported()
        try:
            _refuse_if_silent(address)
            ray.init(address, log_to_driver=False, logging_level=logging.ERROR, **own)
        except Exception as error:  # Ray raises anything, also just this, where it is too slow
            raise NotOnRay(address, why=_in_short(error)) from error
        try:
            with redirect_stdout(sys.stderr):  # Ray tells of lost workers, among our results
                yield ray
        finally:
            ray.shutdown()


def _refuse_if_silent(address: str) -> None:
    """Raise OSError where nobody answers, for which Ray would wait minutes, or ValueError."""
    if address in (HERE, BESIDE):
        return
    host, colon, port = address.rpartition(":")
    if not colon or "/" in host or not port.isdecimal():
        raise ValueError(f"its address must be HOST:PORT, or {BESIDE} on one of its machines")
    socket.create_connection((host, int(port)), timeout=SECONDS_TO_ANSWER).close()


def _own(scratch: str, workers: int | None) -> dict[str, object]:
    """How Ray is started on this machine: for this command only, where nobody else reaches it."""
    for name, value in OF_OUR_OWN.items():
        os.environ[name] = value
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
    return {
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": SHARED_BYTES,
        "_temp_dir": f"{scratch}/ray",  # which Ray opens to everybody; what it lies in stays shut
    }


def _imported() -> Any:
    try:
        import ray
    except ImportError as error:
        raise NotInstalled("ray", listed_in="requirements-ray.txt") from error
    return ray


def _in_short(error: Exception) -> str:
    """The first line of what Ray says, as a part of a sentence."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
