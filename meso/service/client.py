"""Uploads and questions in, jobs out: the pages' side of the process that scores faces.

The client gives the process one job at a time, over a pebble pool. So a process that is lost takes
only its own job along, and no pipe or lock that it died with is used again: the next process gets
a fresh pool. Progress comes over a pipe, in messages so small that none is ever cut in two.
"""

from __future__ import annotations

import atexit
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from io import BytesIO
from threading import Condition, Thread, Timer
from time import monotonic
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pebble import ProcessPool

from meso.errors import Busy, Cancelled, MesoError, NotStarted, OurFault, TookTooLong, WorkerLost
from meso.service import worker
from meso.service.heart import Heart
from meso.service.job import Job, Step
from meso.service.spawn import Spawn

if TYPE_CHECKING:
    from meso.service.sample import Sample
    from meso.values import Report

State = Literal["starting", "ready", "failed"]
T = TypeVar("T")

SECONDS_TO_START = 300.0  # TensorFlow's first import, from a slow disk
SECONDS_TO_HEED = 2.0  # for a job that was cancelled to notice it, before its process is stopped
MOST_WAITING = 40  # jobs; whoever comes then is told to come back
REMEMBERED = 8  # jobs, by which the wait for the next ones is estimated
PROCESS_GONE = (Cancelled, TookTooLong, WorkerLost)  # what ends a process that is to start

_log = logging.getLogger(__name__)


class Client:
    """Starts the worker process and keeps it ready. Every method may be called from any thread.

    state:   "starting" while the first detector loads, and again after a process was lost
    problem: what keeps it from starting, when the state is "failed"; the next job tries again
    device:  what the networks run on, in words, once the worker was ready
    """

    def __init__(
        self, *, model: str | None = None, load: str = worker.LOAD, seconds: float = 120
    ) -> None:
        """Begin to start the worker; does not wait for it.

        model:   the network to load before the first job; None: the default one
        load:    "module:function", which turns a network's name into a detector in the worker
        seconds: how long one job may take
        """
        self.state: State = "starting"
        self.problem: MesoError | None = None
        self.device = ""
        self._load = load
        self._seconds = seconds
        self._warm_up = partial(worker.load, path=load, model=model)
        self._changed = Condition()  # guards the five below; told of new jobs and of the end
        self._waiting: list[Job[Any]] = []
        self._running: Job[Any] | None = None
        self._task: Future[Any] | None = None  # what the process does, for a job or to start
        self._took: deque[float] = deque(maxlen=REMEMBERED)  # seconds, the last jobs
        self._closed = False
        self._stop = Spawn().RawArray("c", worker.ID_LENGTH)  # the number of the job to give up
        self._heart = Heart()
        self._told, self._tell = Spawn().Pipe(duplex=False)
        self._pool = self._new_pool()
        self._threads = [Thread(target=run, daemon=True) for run in (self._work, self._follow)]
        for thread in self._threads:
            thread.start()
        atexit.register(self.close)

    def submit(
        self, data: bytes, name: str, *, model: str | None = None, frames: int = 32
    ) -> Job[Report]:
        """Queue the bytes of a file; `Detector.detect_stream` says what the rest means."""
        upload = BytesIO(data)
        work = partial(worker.analyse, path=self._load, upload=upload, model=model, frames=frames)
        return self._queue(Job(self, name, work, upload))

    def sample(self, which: Sample) -> tuple[str, bytes]:
        """Wait until the worker has made the sample: its file name and its bytes."""
        work = partial(worker.sample, which=which)
        job: Job[tuple[str, bytes]] = Job(self, f"The sample {which}", work, BytesIO())
        return self._queue(job).result()

    def ask(
        self, question: Callable[..., T], name: str, *, model: str | None = None, **options: Any
    ) -> Job[T]:
        """Queue a question about faces or a network.

        question: a function of a module that is cheap to import; the worker calls it with the
                  detector of `model` (None: the default one) and the options; one that has an
                  argument `tell` gets a Tell, which is to be called now and then: it moves the
                  job's step, and raises Cancelled where the job was cancelled
        name:     what its errors are about
        """
        asked = {"path": self._load, "model": model, "question": question, "options": options}
        return self._queue(Job(self, name, partial(worker.answer, **asked), BytesIO()))

    def close(self) -> None:
        """Cancel what is left and stop the process; happens too when the interpreter exits."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            if self._task is not None:
                self._task.cancel()
        for thread in self._threads:
            thread.join()
        atexit.unregister(self.close)

    def _queue(self, job: Job[T]) -> Job[T]:
        with self._changed:
            if self._closed:
                raise RuntimeError("this client is closed")
            if len(self._waiting) >= MOST_WAITING:
                raise Busy(job.name, ahead=len(self._waiting), seconds=self._wait(MOST_WAITING))
            self._waiting.append(job)
            self._changed.notify()
        return job

    def _ahead_of(self, job: Job[Any]) -> int:
        with self._changed:
            if job not in self._waiting:
                return 0
            return self._waiting.index(job) + (self._running is not None)

    def _wait(self, ahead: int) -> float | None:
        """Seconds until that many jobs are done, by how long the last ones took."""
        return ahead * sum(self._took) / len(self._took) if self._took else None

    def _cancel(self, job: Job[Any]) -> None:
        with self._changed:
            job._stopped = True
            if job in self._waiting:
                self._waiting.remove(job)
                job._end(Cancelled(job.name))
            elif job is self._running and self._task is not None:
                self._stop.value = job.id.encode()
                kill = Timer(SECONDS_TO_HEED, self._task.cancel)
                kill.daemon = True
                kill.start()

    def _work(self) -> None:
        """Start the process, then give it one job after another; a thread of its own."""
        self._start()
        while self._wait_for_job():
            if self.problem is not None or not self._pool.active:  # it may have died while idle
                self._start()
            if (job := self._take()) is not None:
                self._do(job)
        self._end_pool()
        for job in self._waiting:
            job._end(Cancelled(job.name))
        self._tell.send(None)

    def _follow(self) -> None:
        """Note the progress that the worker tells with its job; a thread of its own."""
        with self._told, self._tell:
            while (told := self._told.recv()) is not None:
                job, *step = told
                with self._changed:
                    if self._running is not None and self._running.id == job:
                        self._running.step = Step(*step)

    def _wait_for_job(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed)
            return not self._closed

    def _take(self) -> Job[Any] | None:
        with self._changed:  # while the process started, the job may have been cancelled
            self._running = self._waiting.pop(0) if self._waiting else None
            return self._running

    def _do(self, job: Job[Any]) -> None:
        begun = monotonic()
        outcome = self.problem or self._ask(job, self._seconds)
        with self._changed:
            self._running = self._task = None
            self._took.append(monotonic() - begun)
        job._end(outcome)
        if self.problem is None and not self._pool.active:
            self._start()

    def _start(self) -> None:
        """Put a fresh process with a detector in the place of the last; or keep the problem."""
        self.state = "starting"
        self._end_pool()
        self._pool = self._new_pool()
        outcome = self._ask(Job(self, "The detector", self._warm_up, BytesIO()), SECONDS_TO_START)
        if isinstance(outcome, MesoError):
            gone = isinstance(outcome, (*PROCESS_GONE, OurFault))
            self.problem, self.state = NotStarted() if gone else outcome, "failed"
        else:
            self.device = outcome
            self.problem, self.state = None, "ready"

    def _ask(self, job: Job[Any], seconds: float) -> Any:
        """The worker's answer; or, when its process is lost, the MesoError that says so."""
        try:
            task = self._schedule(job, seconds)  # while it starts, it may hold itself up for long
            lost = task.exception() if self.state == "starting" else self._heart.end_of(task)
        except (CancelledError, RuntimeError) as error:  # stopped; or the pool is broken
            lost = error
        if lost is None:
            return task.result()
        self._end_pool()
        if isinstance(lost, CancelledError):
            return Cancelled(job.name)
        if isinstance(lost, TimeoutError):
            return TookTooLong(job.name, seconds=seconds)
        _log.error("job %s lost its process: %s", job.id, getattr(lost, "exitcode", repr(lost)))
        return WorkerLost(job.name)

    def _schedule(self, job: Job[Any], seconds: float) -> Future[Any]:
        with self._changed:
            if self._closed or job._stopped:
                raise CancelledError
            task: Future[Any] = self._pool.schedule(job._work, [job.id, job.name], timeout=seconds)
            self._task = task
            return task

    def _new_pool(self) -> ProcessPool:
        begin = partial(worker.begin, self._tell, self._stop, self._heart)
        return ProcessPool(max_workers=1, initializer=begin, context=Spawn())

    def _end_pool(self) -> None:
        self._pool.stop()
        self._pool.join()
