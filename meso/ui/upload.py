"""The drop zone and the samples in, the upload that was chosen last out."""

from __future__ import annotations

from typing import Literal, NamedTuple

import streamlit as st

from meso.ui import jobs, own_rule, words

Sample = Literal["photo", "clip"]


class Upload(NamedTuple):
    """What is to be looked at: a file's name and its bytes."""

    name: str
    data: bytes


def ask_for_upload() -> Upload | None:
    """Show the drop zone and the samples; what was chosen last, None before anything was.

    Raises MesoError if the sample that was asked for cannot be made.
    """
    st.file_uploader(
        words.DROP_HERE, type=words.PHOTOS + words.VIDEOS, key=_zone(), on_change=_take_drop
    )
    st.markdown(words.NO_FILE)
    with st.container(horizontal=True):
        st.button(words.SAMPLE_PHOTO, icon=words.PHOTO_ICON, on_click=_take_sample, args=["photo"])
        st.button(words.SAMPLE_CLIP, icon=words.CLIP_ICON, on_click=_take_sample, args=["clip"])
    st.caption(words.WHAT_SAMPLES_ARE)
    _make_sample()
    upload: Upload | None = st.session_state.get("upload")
    return upload


def _zone() -> str:
    """The key of the drop zone: a new one empties it."""
    return f"drop zone {st.session_state.setdefault('emptied', 0)}"


def _take_drop() -> None:
    file = st.session_state[_zone()]
    _choose(file and Upload(file.name or words.UNNAMED, file.getvalue()))


def _take_sample(which: Sample) -> None:
    st.session_state.emptied += 1
    st.session_state.sample = which
    _choose(None)


def _choose(upload: Upload | None) -> None:
    jobs.forget()
    own_rule.start_over()
    st.session_state.upload = upload


def _make_sample() -> None:
    """Fetch the sample that was asked for; in the page, not in the callback, to show the wait."""
    which: Sample | None = st.session_state.pop("sample", None)
    if which is None:
        return
    with st.spinner(words.MAKING_SAMPLE):
        st.session_state.upload = Upload(*jobs.client().sample(which))
