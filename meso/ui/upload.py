"""Drops, photos and samples in; the desk with all that lies on it out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from meso.media.document_kinds import BEGINNING, document_kind
from meso.ui import jobs, own_rule, words
from meso.ui.desk import Desk, Found, desk_of_session
from meso.ui.documents import open_envelopes
from meso.ui.quoting import as_code

if TYPE_CHECKING:
    from meso.service.sample import Sample


def ask_for_uploads() -> Desk:
    """Show the ways in; the desk, with the files in the order they came.

    With a file there, what is said about the ways in gives place to what is said about the file.

    Raises MesoError if the sample that was asked for cannot be made.
    """
    st.file_uploader(
        words.DROP_HERE,
        type=words.PHOTOS + words.VIDEOS + words.DOCUMENTS,
        accept_multiple_files=True,
        key=_zone(),
        on_change=_take_drop,
    )
    limits = st.empty()
    st.markdown(words.NO_FILE)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(words.SAMPLE_PHOTO, icon=words.PHOTO_ICON, on_click=_ask, args=["photo"])
        st.button(words.SAMPLE_FAKE, icon=words.FAKE_ICON, on_click=_ask, args=["fake"])
        st.button(words.SAMPLE_CLIP, icon=words.CLIP_ICON, on_click=_ask, args=["clip"])
        camera = st.toggle(words.CAMERA, key="camera is on", help=words.CAMERA_HELP)
    samples = st.empty()
    if camera:
        st.camera_input(words.TAKE_A_PHOTO, key="camera", on_change=_take_photo)
    _make_sample()
    desk = desk_of_session()
    open_envelopes(desk)
    say_what_was_left_out(desk)
    if not desk and not desk.envelopes:
        limits.caption(words.MOST)
        samples.caption(words.WHAT_SAMPLES_ARE)
    return desk


def chosen() -> int | None:
    """The number of the file whose report is to be shown; None: none was chosen."""
    key: int | None = st.session_state.get("chosen")
    return key


def choose(key: int | None) -> None:
    """Show the report of this file; the rules tried on another one's do not go along."""
    if key != chosen():
        own_rule.start_over()
    st.session_state.chosen = key


def clear_desk() -> None:
    """Take all files away; what is under way on them is stopped."""
    desk_of_session().empty()
    choose(None)


def take(files: Sequence[Found]) -> None:
    """Put the files on the desk; one that lies there already is looked at again."""
    desk = desk_of_session()
    desk.take_back(files)
    desk.forget_who_had_no_room()
    new = [file for place, file in enumerate(files) if file not in files[:place]]
    for name, data in new:
        is_document = document_kind(data[:BEGINNING]) is not None
        (desk.lay_document if is_document else desk.lay)(name, data)
    choose(desk[-1].key if len(new) == 1 and desk and not desk.closed else None)


def say_what_was_left_out(desk: Desk) -> None:
    """Name the files of the last drop that had no room."""
    for why, names in ((words.LEFT_OUT, desk.left_out), (words.TURNED_AWAY, desk.turned_away)):
        if names:
            st.warning(f"{why} {', '.join(map(as_code, names))}")


def _zone() -> str:
    """The key of the drop zone: a new one empties it, for what was dropped lies on the desk."""
    return f"drop zone {st.session_state.setdefault('emptied', 0)}"


def _take_drop() -> None:
    files = st.session_state[_zone()]
    st.session_state.emptied += 1
    take([(file.name or words.UNNAMED, file.getvalue()) for file in files])


def _take_photo() -> None:
    if photo := st.session_state.camera:
        take([(words.CAMERA_PHOTO, photo.getvalue())])


def _ask(which: Sample) -> None:
    st.session_state.sample = which


def _make_sample() -> None:
    """Fetch the sample that was asked for; in the page, not in the callback, to show the wait."""
    which: Sample | None = st.session_state.pop("sample", None)
    if which is not None:
        with st.spinner(words.MAKING_SAMPLE):
            take([jobs.client().sample(which)])
