"""A question about a face in; its answer, once it is there, or words about the wait out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import streamlit as st

from meso.errors import MesoError
from meso.service import Job
from meso.ui import jobs, sentences, words
from meso.ui.pick import Picked
from meso.ui.quoting import as_text

T = TypeVar("T")

SOON = 1.0  # second, in which an idle worker answers what these pages ask
LOOK_AGAIN = 0.25  # seconds between two looks at a job that waits for others
KEPT = 4  # answers of a session, of some 5 MB each


def answer(question: Callable[..., T], picked: Picked, **options: Hashable) -> T | None:
    """What the face's network says to `question(detector, crop=…, **options)`: asked once, kept.

    None while it takes long, because others are served first: then the page says so, and runs
    again when the answer is there. Raises the MesoError that came in its place; whoever comes back
    then asks anew.
    """
    face = sha256(picked.crop.tobytes()).hexdigest()
    key = question.__name__, picked.report.model, face, *options.values()
    job = _job(key, partial(_ask, question, picked, options))
    try:
        with st.spinner(words.ASKING):
            return job.result(SOON)
    except TimeoutError:
        _watch(job)
        return None
    except MesoError:
        del _jobs()[key]
        raise


def _ask(question: Callable[..., T], picked: Picked, options: Mapping[str, Any]) -> Job[T]:
    model, crop = picked.report.model, picked.crop
    return jobs.client().ask(question, words.THIS_FACE, model=model, crop=crop, **options)


def _job(key: Hashable, ask: Callable[[], Job[T]]) -> Job[T]:
    """The job under the key, now the newest: the one under way, or a new one."""
    asked = _jobs()
    asked[key] = asked.pop(key) if key in asked else ask()
    for oldest in list(asked)[:-KEPT]:
        del asked[oldest]
    return asked[key]


def _jobs() -> dict[Hashable, Job[Any]]:
    asked: dict[Hashable, Job[Any]] = st.session_state.setdefault("asked", {})
    return asked


def say_what_went_wrong(error: MesoError) -> None:
    """The error in words, and a button that runs the page, and so asks, again."""
    st.error(as_text(str(error)))
    st.button(words.TRY_AGAIN, icon=words.TRY_AGAIN_ICON)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(job: Job[Any]) -> None:
    """Says what the question waits for, until it is answered: then the page runs again."""
    if job.done():
        st.rerun()
    st.info(sentences.waiting(job, jobs.client().state), icon=words.WAITING_ICON)
