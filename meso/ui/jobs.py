"""An upload and its settings in, the one job that works on them out, at every rerun the same."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from meso.service import Client, Job
from meso.values import Report

KEPT = 4  # jobs of one upload; each holds the crops of its report


class Settings(NamedTuple):
    """What a reader may choose: the network, and how many frames of a video to look at."""

    model: str
    frames: int


@st.cache_resource(show_spinner=False, on_release=Client.close)
def client() -> Client:
    """The way to the worker process, one for all sessions; it begins to load the network."""
    return Client()


def job_for(name: str, data: bytes, settings: Settings) -> Job[Report]:
    """The session's job on the upload with these settings: the one under way, or a new one."""
    jobs = _jobs()
    if settings not in jobs:
        _stop_unfinished()
        model, frames = settings
        jobs[settings] = client().submit(data, name, model=model, frames=frames)
        for oldest in list(jobs)[:-KEPT]:
            del jobs[oldest]
    return jobs[settings]


def forget() -> None:
    """Stop and drop all jobs of the session: what is chosen anew is looked at anew."""
    _stop_unfinished()
    _jobs().clear()


def _stop_unfinished() -> None:
    jobs = _jobs()
    for settings in [settings for settings, job in jobs.items() if not job.done()]:
        jobs.pop(settings).cancel()


def _jobs() -> dict[Settings, Job[Report]]:
    jobs: dict[Settings, Job[Report]] = st.session_state.setdefault("jobs", {})
    return jobs
