"""A field of a heat-map in; its classifier retrained, once the worker has done it, out.

What was retrained is the session's own: another visitor sees the numbers of the run.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from meso.errors import Cancelled, MesoError
from meso.experiments.live import Live, retrain
from meso.experiments.read_run import OverlapRun
from meso.experiments.settings import FEW
from meso.service import Job
from meso.ui import jobs, sentences
from meso.ui import words as common
from meso.ui.quoting import as_text
from meso.ui.words import experiments as words

LIVE, UNDER_WAY, STARTED = "retrained", "retraining", "retrainings"  # keys in the session
LOOK_AGAIN = 0.25  # seconds between two looks at a retraining


@dataclass(frozen=True)
class Field:
    """One field of the heat-map of a run; what: see `Row`."""

    folder: Path
    source: str
    target: str
    what: str

    def of(self, run: OverlapRun) -> bool:
        """Whether it is one of that run."""
        return self.folder == run.files.out

    @property
    def few(self) -> int:
        """Faces of the target to retrain on; 0 for all."""
        return int(self.what.removeprefix(FEW)) if self.what.startswith(FEW) else 0


def lives() -> dict[Field, Live]:
    """What was retrained in this session, by field."""
    found: dict[Field, Live] = st.session_state.setdefault(LIVE, {})
    return found


def collect() -> None:
    """Take in a retraining that is done, or say why there is none. To be called first of all."""
    if UNDER_WAY not in st.session_state:
        return
    field, job = st.session_state[UNDER_WAY]
    if not job.done():
        return
    del st.session_state[UNDER_WAY]
    try:
        lives()[field] = job.result()
    except Cancelled:
        st.info(words.STOPPED)
    except MesoError as error:
        st.error(as_text(str(error)))


def offer(run: OverlapRun, field: Field) -> None:
    """A button that retrains the field; while one is retrained, how far it is."""
    if UNDER_WAY in st.session_state:
        _watch(*st.session_state[UNDER_WAY])
        return
    jobs.client()  # its first call starts the worker, which takes seconds, while somebody reads
    if st.button(words.RETRAIN, icon=words.RETRAIN_ICON):
        _start(run, field)


def _start(run: OverlapRun, field: Field) -> None:
    """Each time with a seed that the run did not have."""
    started = st.session_state.get(STARTED, 0)
    try:
        job = jobs.client().ask(
            retrain,
            words.THE_CLASSIFIER,
            folder=field.folder,
            source=field.source,
            target=field.target,
            few=field.few,
            seed=run.settings.seeds + started,
        )
    except MesoError as error:
        st.error(as_text(str(error)))
        return
    st.session_state[STARTED] = started + 1
    st.session_state[UNDER_WAY] = field, job
    st.rerun()


@st.fragment(run_every=LOOK_AGAIN)
def _watch(_: Field, job: Job[Live]) -> None:
    """How far it is; when it is done the page runs again, with its number."""
    if job.done():
        st.rerun()
    step = job.step
    if step is None:
        st.progress(0.0, text=sentences.waiting(job, jobs.client().state))
    else:
        text = words.RETRAINING.format(done=step.done, of=step.of)
        st.progress(step.done / step.of, text=text)
    if st.button(common.CANCEL, icon=common.CANCEL_ICON):
        job.cancel()
