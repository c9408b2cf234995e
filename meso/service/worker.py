"""Bytes of an upload in, its report out; a question in, its answer out: the worker process.

The heavy packages are imported inside the functions, so that importing this module is cheap.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from copy import copy
from functools import lru_cache, partial, wraps
from importlib import import_module
from inspect import signature
from multiprocessing import parent_process
from threading import Thread
from traceback import format_tb
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from meso.errors import Cancelled, MesoError, OurFault
from meso.service.lean import lean_start
from meso.service.quiet import quiet_start

if TYPE_CHECKING:
    from ctypes import Array, c_char
    from multiprocessing.connection import Connection

    from meso.detection.detector import Detector
    from meso.service.heart import Heart
    from meso.service.sample import Sample
    from meso.values import Finder, Report, Stage

T = TypeVar("T")

LOAD = "meso.service.worker:load_detector"  # "module:function", from a network's name to a detector
ENVIRONMENT = {
    "TF_CPP_MIN_LOG_LEVEL": "2",  # errors only: the terminal stays readable
    "OMP_NUM_THREADS": "1",  # the small helpers are not worth threads of their own
}
LATER_THAN_PAGES = 5  # steps of priority: somebody turns a page while another's file is scored
ID_LENGTH = 8  # bytes of a job's number
TELL = "tell"  # what a question calls an argument that it tells its progress with
QUOTED = {"upload", "options"}  # what errors may quote, and no log may

_events: Connection
_stop: Array[c_char]
_log = logging.getLogger(__name__)


def begin(events: Connection, stop: Array[c_char], heart: Heart) -> None:
    """Prepare a new worker process, before it loads anything.

    events: takes its progress
    stop:   memory shared with the client, who writes there the number of a job to be given up; it
            has no lock, which a process might die with
    heart:  shows the client that this process runs
    """
    global _events, _stop
    _events, _stop = events, stop
    for variable, value in ENVIRONMENT.items():
        os.environ.setdefault(variable, value)
    Thread(target=_end_with_parent, daemon=True).start()
    heart.start()
    if hasattr(os, "nice"):
        os.nice(LATER_THAN_PAGES)  # on Linux only threads that begin from here on, so not the heart


def _end_with_parent() -> None:
    """End when the parent has ended, however hard, which closes the pipe that is waited for."""
    parent = parent_process()
    assert parent is not None, "begin() is for spawned processes"
    parent.join()
    os._exit(1)


def _answers(work: Callable[..., T]) -> Callable[..., T | MesoError]:
    """Return what `work(job, name, …)` raises as a MesoError, so that an answer always comes.

    It is a copy of the error, for the traceback would keep the pixels of the upload alive.
    """

    @wraps(work)
    def answer(job: str, name: str, **options: object) -> T | MesoError:
        try:
            return work(job, name, **options)
        except MesoError as error:
            return copy(error)
        except Exception as error:  # decoders and networks raise anything; it is named ours here
            where = "".join(format_tb(error.__traceback__))
            # The error's own words may quote the name or the content of an upload.
            what = type(error).__name__ if QUOTED & options.keys() else repr(error)
            _log.error("job %s failed: %s at\n%s", job, what, where)
            return OurFault(name, job=job)

    return answer


@_answers
def load(job: str, name: str, *, path: str, model: str | None) -> str:
    """Load a detector before anyone waits for it, and tell what it runs on.

    path: a "module:function" like LOAD
    """
    return _detector(path, model).device


@_answers
def analyse(
    job: str, name: str, *, path: str, upload: BinaryIO, model: str | None, frames: int
) -> Report:
    """Score one upload, close it, and tell its progress under the number of the job.

    Raises Cancelled once the client wants it to be given up.
    """

    progress = partial(_tell, job, name)
    with upload:
        progress("load", 0, 1)
        return _detector(path, model).detect_stream(upload, name, frames=frames, progress=progress)


@_answers
def answer(
    job: str,
    name: str,
    *,
    path: str,
    model: str | None,
    question: Callable[..., T],
    options: dict[str, Any],
) -> T:
    """What the question makes of the detector and the options: see `Client.ask`."""
    if TELL in signature(question).parameters:
        options = options | {TELL: partial(_tell, job, name, "retrain")}
    return question(_detector(path, model), **options)


def _tell(job: str, name: str, stage: Stage, done: int, of: int) -> None:
    """Tell the client how far the job is. Raises Cancelled once it wants it to be given up."""
    if _stop.value == job.encode():
        raise Cancelled(name)
    _events.send((job, stage, done, of))


@_answers
def sample(job: str, name: str, *, which: Sample) -> tuple[str, bytes]:
    """Make a sample: its file name and its bytes."""
    from meso.service.sample import make

    return make(which)


@lru_cache(maxsize=4)  # networks are small, but a class may try all there are
def _detector(path: str, model: str | None) -> Detector:
    module, _, function = path.partition(":")
    detector: Detector = getattr(import_module(module), function)(model)
    return detector


def load_detector(model: str | None) -> Detector:
    """Load a detector with the one finder of this process, and the default network only once."""
    from meso.models.weights import default_name

    if model is None:
        return _detector(LOAD, default_name())
    with quiet_start(), lean_start():
        from meso.detection.load import load_detector
        from meso.media import isolate

        return load_detector(model, find=_finder(), media=isolate)


@lru_cache(maxsize=1)
def _finder() -> Finder:
    from meso.faces.find import chosen_finder

    return chosen_finder()
