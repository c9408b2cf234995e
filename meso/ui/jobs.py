"""Uploads and their settings in, the jobs that work on them out, at every rerun the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from meso.errors import Busy, MesoError
from meso.limits import FRAMES_LOOKED_AT
from meso.service import Client, Job
from meso.service.look_closer import look_closer
from meso.values import Report

MOST_FRAMES = FRAMES_LOOKED_AT
USUAL_FRAMES = 32  # as in the paper
KEPT = 24  # jobs of a session: all its files once, and a few of other settings to go back to


class Origin(NamedTuple):
    """Where a document carries a file.

    document: the number of the document
    where:    the place in it, in the document's own words: "part 2", "page 3"
    alt:      the text that stands for it there; "" for none
    """

    document: int
    where: str
    alt: str


class Upload(NamedTuple):
    """What is to be looked at: a number of its own, a file's name and its bytes.

    origin: None for a file that no document carries
    """

    key: int
    name: str
    data: bytes
    origin: Origin | None = None


class Settings(NamedTuple):
    """What a reader may choose: the network, and how many frames of a video to look at."""

    model: str
    frames: int


Jobs = dict[tuple[int, Settings], Job[Report]]


@st.cache_resource(show_spinner=False, on_release=Client.close)
def client() -> Client:
    """The way to the worker process, one for all sessions; it begins to load the network."""
    return Client()


def jobs_for(uploads: Sequence[Upload], settings: Settings) -> list[Job[Report]]:
    """The session's jobs on the uploads with these settings: those that there are, or new ones.

    A job that is under way and no longer wanted is stopped.
    """
    jobs = _jobs()
    wanted = {(upload.key, settings): upload for upload in uploads}
    _stop(jobs, [key for key in jobs if key not in wanted and not jobs[key].done()])
    _settle(jobs)
    _stop(jobs, [key for key in jobs if key[0] not in {upload.key for upload in uploads}])
    for key, upload in wanted.items():
        job = jobs.pop(key) if key in jobs else _submit(upload, settings)
        jobs[key] = job  # at the end: used last
    _stop(jobs, list(jobs)[:-KEPT])
    return [jobs[key] for key in wanted]


def job_on(upload: Upload, settings: Settings) -> Job[Report]:
    """The session's job on one upload, whatever else is under way: the one there is, or a new one.

    The upload lies on the desk, whose page stops the job when it shows other settings.
    """
    jobs = _jobs()
    _settle(jobs)
    key = upload.key, settings
    if key not in jobs:
        jobs[key] = _submit(upload, settings)
    return jobs[key]


def ask_for_more(upload: Upload, report: Report) -> None:
    """Begin to look at frames between those of the report; it comes back if that fails.

    Raises Busy where so many jobs wait that it cannot begin.
    """
    jobs = _jobs()
    key = next(key for key, job in jobs.items() if key[0] == upload.key and outcome(job) is report)
    options = {"upload": upload.data, "called": upload.name, "known": report}
    closer = client().ask(look_closer, upload.name, model=report.model, **options)
    _before()[key], jobs[key] = jobs[key], closer


def outcome(job: Job[Report]) -> Report | MesoError | None:
    """What became of the job; None while it is under way."""
    if not job.done():
        return None
    try:
        return job.result()
    except MesoError as error:
        return error


class _NotTaken(Job[Report]):
    """The job on a file that there was no room for in the queue: it ended before it began."""

    def __init__(self, error: MesoError) -> None:
        self._error = error

    def done(self) -> bool:
        return True

    def result(self, timeout: float | None = None) -> Report:
        raise self._error.with_traceback(None)

    def cancel(self) -> None: ...


def _submit(upload: Upload, settings: Settings) -> Job[Report]:
    model, frames = settings
    try:
        return client().submit(upload.data, upload.name, model=model, frames=frames)
    except Busy as error:
        return _NotTaken(error)


def _before() -> Jobs:
    """The jobs whose places were taken by a closer look that is under way."""
    before: Jobs = st.session_state.setdefault("before", {})
    return before


def _settle(jobs: Jobs) -> None:
    """Where a closer look has failed or was stopped, put the job back that was there before."""
    before = _before()
    for key in [key for key in before if key not in jobs or jobs[key].done()]:
        earlier = before.pop(key)
        if key not in jobs or isinstance(outcome(jobs[key]), MesoError):
            jobs[key] = earlier


def _jobs() -> Jobs:
    jobs: Jobs = st.session_state.setdefault("jobs", {})
    return _while_connected(jobs)


def _leave(jobs: Jobs) -> None:
    """Stop what is under way; should the session come back, it is begun anew."""
    _stop(jobs, [key for key, job in list(jobs.items()) if not job.done()])


@st.cache_resource(scope="session", show_spinner=False, on_release=_leave)
def _while_connected(_jobs: Jobs) -> Jobs:
    """The jobs; when the session's page is closed or loaded anew, Streamlit has them stopped."""
    return _jobs


def _stop(jobs: Jobs, keys: Sequence[tuple[int, Settings]]) -> None:
    for key in keys:
        jobs.pop(key).cancel()  # which changes nothing where it is done
