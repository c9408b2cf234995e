"""One file and its job in; how far it is, its report, or why there is none, on the page out."""

from __future__ import annotations

import streamlit as st

from meso.service import Job
from meso.ui import jobs, sentences, words
from meso.ui.cards import LOOK_AGAIN, File, show_failure
from meso.ui.jobs import outcome
from meso.ui.kept import keep
from meso.ui.show_report import show_report
from meso.values import Report


def show_one(file: File) -> None:
    """All that is known about the file by now."""
    found = outcome(file.job)
    if found is None:
        _watch(file.job)
    elif isinstance(found, Report):
        keep(found)
        show_report(found, file.upload)
    else:
        show_failure(file, found)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(job: Job[Report]) -> None:
    """Shows how far the job is, until it is done: then the page runs again, with its outcome."""
    if job.done():
        st.rerun()
    st.progress(sentences.share(job), text=sentences.step(job, jobs.client().state))
    st.button(words.CANCEL, icon=words.CANCEL_ICON, on_click=job.cancel)
