"""The page on which someone drops a photo or a video and sees who looks how fake."""

from __future__ import annotations

import streamlit as st

from meso.errors import Cancelled, MesoError
from meso.models.weights import Weights, default_name, known
from meso.service import Job
from meso.ui import jobs, sentences, words
from meso.ui.jobs import Settings
from meso.ui.kept import keep
from meso.ui.quoting import as_text, problem
from meso.ui.show_report import show_how_to_read, show_report
from meso.ui.upload import ask_for_upload
from meso.values import Report

LOOK_AGAIN = 0.25  # seconds between two looks at a job under way
MOST_FRAMES = 128


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    st.caption(words.PRIVATE)
    try:
        _detect()
    except MesoError as error:
        st.error(as_text(str(error)))


def _detect() -> None:
    networks = known()
    if not networks:
        st.warning(words.NO_NETWORK)
        return
    upload = ask_for_upload()
    settings = _ask_for_settings(networks)
    if upload is None:
        _show_readiness()
        show_how_to_read()
    else:
        _show_work(jobs.job_for(*upload, settings))


def _ask_for_settings(networks: dict[str, Weights]) -> Settings:
    names = list(networks)
    with st.expander(words.SETTINGS, icon=words.SETTINGS_ICON):
        model = st.selectbox(words.NETWORK, names, index=names.index(default_name()))
        st.caption(sentences.about(networks[model]))
        frames = st.slider(words.FRAMES, 1, MOST_FRAMES, 32, help=words.FRAMES_HELP)
    return Settings(model, frames)


def _show_readiness() -> None:
    state = jobs.client().state
    if state == "starting":
        _await_network()
    elif state == "failed":
        st.error(as_text(str(jobs.client().problem)))
    else:
        st.caption(words.READY)


@st.fragment(run_every=LOOK_AGAIN)
def _await_network() -> None:
    """Says that the network is loading, until it is: then the page runs again, without this."""
    if jobs.client().state != "starting":
        st.rerun()
    st.caption(words.STARTING)


def _show_work(job: Job[Report]) -> None:
    if not job.done():
        _watch(job)
        return
    try:
        report = job.result()
    except Cancelled as stopped:
        st.info(problem(stopped, job.name))
    except MesoError as error:
        st.error(problem(error, job.name))
    else:
        keep(report)
        show_report(report)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(job: Job[Report]) -> None:
    """Shows how far the job is, until it is done: then the page runs again, with its outcome."""
    if job.done():
        st.rerun()
    st.progress(sentences.share(job), text=sentences.step(job, jobs.client().state))
    st.button(words.CANCEL, icon=words.CANCEL_ICON, on_click=job.cancel)
