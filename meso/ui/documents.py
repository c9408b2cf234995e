"""Documents on the desk in; what they carry, laid there too, and a box about each out.

A document is taken apart by the worker, in a process of its own, and never in that of the page.
"""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from meso.detection.words import counted
from meso.errors import Cancelled, MesoError
from meso.service.unpack import unpack
from meso.ui import jobs, sentences
from meso.ui import words as common
from meso.ui.desk import Contents, Desk, Envelope
from meso.ui.quoting import as_code, problem
from meso.ui.words import documents as words

LOOK_AGAIN = 0.25  # seconds between two looks at documents that are not taken apart yet


def open_envelopes(desk: Desk) -> None:
    """Have the documents taken apart, and lay what has come of it on the desk."""
    _while_connected(desk)
    for envelope in desk.closed:
        try:
            _open(desk, envelope)
        except MesoError as error:
            envelope.open(error)


def show_documents(desk: Desk) -> None:
    """A box a document: how far it is, what it carries, or why nothing of it could be looked at."""
    if desk.closed:
        _watch(desk.closed)
    for envelope in desk.envelopes:
        if isinstance(envelope.opened, Contents):
            with st.container(border=True):
                st.markdown(as_code(envelope.name))
                st.markdown(sentences.listed(_about(envelope.opened)))
        elif envelope.opened is not None:
            show = st.info if isinstance(envelope.opened, Cancelled) else st.error
            show(problem(envelope.opened, envelope.name))


def _open(desk: Desk, envelope: Envelope) -> None:
    job = envelope.job
    if job is None:
        called, data = envelope.name, envelope.data
        envelope.job = job = jobs.client().ask(unpack, called, upload=data, called=called)
    if job.done():
        desk.unpack(envelope, job.result())


def _leave(desk: Desk) -> None:
    for envelope in desk.closed:
        envelope.stop()


@st.cache_resource(scope="session", show_spinner=False, on_release=_leave)
def _while_connected(_desk: Desk) -> Desk:
    """The desk; when the session's page is closed or loaded anew, its documents stay closed."""
    return _desk


@st.fragment(run_every=LOOK_AGAIN)
def _watch(closed: Sequence[Envelope]) -> None:
    """Says what each waits for; when one is done the page runs again, with what it carries."""
    jobs_of = [(envelope, job) for envelope in closed if (job := envelope.job) is not None]
    if len(jobs_of) < len(closed) or any(job.done() for _, job in jobs_of):
        st.rerun()
    for envelope, job in jobs_of:
        with st.container(border=True):
            st.markdown(as_code(envelope.name))
            st.progress(0.0, text=sentences.step(job, jobs.client().state))
            st.button(
                common.CANCEL,
                icon=common.CANCEL_ICON,
                key=f"cancel {envelope.key}",
                on_click=job.cancel,
            )


def _about(found: Contents) -> list[str]:
    """What the document is and carries, in sentences."""
    verdicts = words.THEIR_VERDICTS if found.carried > 1 else words.ITS_VERDICT
    carries = words.CARRIES if found.carried else words.CARRIES_NOTHING
    things = counted(found.carried, *words.THINGS)
    told = [carries.format(kind=found.kind, things=things, verdicts=verdicts)]
    without_room = found.carried - found.taken
    for number, said in (
        (found.remote, words.REMOTE),
        (found.ignored, words.IGNORED),
        (without_room, words.NO_ROOM),
    ):
        if number:
            told.append(said[number > 1].format(number=number))
    return told
