"""A question about a face in; its answer, once it is there, or words about the wait out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from hashlib import sha256
from typing import Any, TypeVar

import numpy as np
import streamlit as st

from meso.errors import MesoError
from meso.service import Job
from meso.ui import jobs, sentences, words
from meso.ui.pick import Picked
from meso.ui.quoting import as_text

T = TypeVar("T")

SOON = 1.0  # second, in which an idle worker answers what pages about one face ask
LOOK_AGAIN = 0.25  # seconds between two looks at a job that waits for others
KEPT = 4  # answers of a session, of some 5 MB each
ASKED = "asked"  # the key of their jobs in the session's state


def answer(question: Callable[..., T], picked: Picked, **options: Hashable) -> T | None:
    """What the face's network says to `question(detector, crop=…, **options)`: asked once, kept.

    None while it takes long, because others are served first: then the page says so, and runs
    again when the answer is there. Raises the MesoError that came in its place; whoever comes back
    then asks anew.
    """
    model = picked.report.model
    with _asked(question, words.THIS_FACE, model, crop=picked.crop, **options) as job:
        try:
            with st.spinner(words.ASKING):
                return job.result(SOON)
        except TimeoutError:
            _watch(job)
            return None


def asked(
    question: Callable[..., T], about: str, *, model: str, meanwhile: str, **options: Any
) -> T:
    """What that network says to `question(detector, **options)`, however long it takes; kept, too.

    about:     the file that errors name
    meanwhile: what the page says as long as it waits

    Raises the MesoError that came in place of an answer.
    """
    with _asked(question, about, model, **options) as job, st.spinner(meanwhile):
        return job.result()


def remembered(store: str, key: Hashable, ask: Callable[[], Job[T]], *, most: int) -> Job[T]:
    """The session's job under the key, now the newest: the one that there is, or a new one.

    store: which of the session's collections of jobs; beyond `most`, its oldest are given up
    """
    jobs_of: dict[Hashable, Job[T]] = st.session_state.setdefault(store, {})
    jobs_of[key] = jobs_of.pop(key) if key in jobs_of else ask()
    for oldest in list(jobs_of)[:-most]:
        jobs_of.pop(oldest).cancel()
    return jobs_of[key]


@contextmanager
def _asked(question: Callable[..., T], about: str, model: str, **options: Any) -> Iterator[Job[T]]:
    """The job on a question, asked once; where it ends in an error, it is asked anew next time."""
    key = question.__name__, model, *map(_fingerprint, options.values())
    ask = partial(jobs.client().ask, question, about, model=model, **options)
    job = remembered(ASKED, key, ask, most=KEPT)
    try:
        yield job
    except MesoError:
        del st.session_state[ASKED][key]
        raise


def _fingerprint(option: Any) -> Hashable:
    """The same for the same pixels; whatever else is asked is its own."""
    return sha256(option.tobytes()).hexdigest() if isinstance(option, np.ndarray) else option


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
