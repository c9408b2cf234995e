"""Work for the worker process in; whether it is done, and its answer, out."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from io import BytesIO
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from meso.errors import MesoError
from meso.service.worker import ID_LENGTH

if TYPE_CHECKING:
    from meso.service.client import Client
    from meso.values import Stage

T = TypeVar("T")
Work = Callable[..., Any]  # called in the worker, with the number and the name of the job


class Step(NamedTuple):
    """How far a job is: `done` of `of` frames or faces, in this stage."""

    stage: Stage
    done: int
    of: int


class Job(Generic[T]):
    """Something asked of the worker, on its way to an answer; for an upload, that is its report.

    Every method may be called from any thread.
    """

    def __init__(self, client: Client, name: str, work: Work, upload: BytesIO) -> None:
        self.id = token_hex(ID_LENGTH // 2)
        self.name = name
        self.step: Step | None = None  # the latest; None while the job waits
        self._client = client
        self._work = work
        self._upload = upload
        self._stopped = False
        self._outcome: Future[Any] = Future()  # the answer, or the MesoError in its place

    @property
    def waiting_for(self) -> int:
        """How many jobs are ahead of this one; 0 once it is its turn."""
        return self._client._ahead_of(self)

    @property
    def seconds_to_wait(self) -> float | None:
        """About how long the jobs ahead of this one will take; None before any was done."""
        return self._client._wait(self.waiting_for)

    def done(self) -> bool:
        """Whether result() returns, or raises, at once."""
        return self._outcome.done()

    def result(self, timeout: float | None = None) -> T:
        """Wait for the answer; raises the MesoError that came in its place.

        timeout: seconds to wait at most, then TimeoutError; None: as long as it takes
        """
        outcome: T | MesoError = self._outcome.result(timeout)
        if isinstance(outcome, MesoError):
            raise outcome.with_traceback(None)  # which would grow each time that a page asks
        return outcome

    def cancel(self) -> None:
        """Leave the queue, or be given up by the process that works on it, which is stopped if it
        does not heed that; nothing when the job is done.
        """
        self._client._cancel(self)

    def _end(self, outcome: object) -> None:
        self._outcome.set_result(outcome)
        self._upload.close()  # frees its bytes: a page keeps its jobs, and pebble its last task
