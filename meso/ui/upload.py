"""Drops, photos and samples in; the files on the desk, each with a number of its own, out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from pathlib import PurePath
from threading import Lock
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

import streamlit as st

from meso.limits import BYTES_ON_ALL_DESKS, BYTES_ON_THE_DESK, FILES_ON_THE_DESK
from meso.ui import jobs, own_rule, words
from meso.ui.jobs import Upload
from meso.ui.quoting import as_code

if TYPE_CHECKING:
    from meso.service.sample import Sample

Found = tuple[str, bytes]  # the name of a file and its bytes

MOST_FILES, MOST_BYTES, MOST_FOR_ALL = FILES_ON_THE_DESK, BYTES_ON_THE_DESK, BYTES_ON_ALL_DESKS


class Desk(list[Upload]):
    """The files of one session, which has one, from its first page to its last."""

    @property
    def size(self) -> int:
        """The bytes of all of them."""
        return sum(len(upload.data) for upload in self)


_desks: WeakValueDictionary[int, Desk] = WeakValueDictionary()  # of all sessions that there are
_one_at_a_time = Lock()  # who looks whether there is room


def ask_for_uploads() -> list[Upload]:
    """Show the ways in; the files that are on the desk, in the order they came.

    With a file there, what is said about the ways in gives place to what is said about the file.

    Raises MesoError if the sample that was asked for cannot be made.
    """
    st.file_uploader(
        words.DROP_HERE,
        type=words.PHOTOS + words.VIDEOS,
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
    _say_what_was_left_out()
    if not _desk():
        limits.caption(words.MOST)
        samples.caption(words.WHAT_SAMPLES_ARE)
    return list(_desk())


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
    _desk().clear()
    st.session_state.left_out = st.session_state.turned_away = ()
    choose(None)


def _desk() -> Desk:
    if "desk" not in st.session_state:
        st.session_state.desk = desk = Desk()
        with _one_at_a_time:
            _desks[id(desk)] = desk
    found: Desk = st.session_state.desk
    return found


def _zone() -> str:
    """The key of the drop zone: a new one empties it, for what was dropped lies on the desk."""
    return f"drop zone {st.session_state.setdefault('emptied', 0)}"


def _take_drop() -> None:
    files = st.session_state[_zone()]
    st.session_state.emptied += 1
    _take([(file.name or words.UNNAMED, file.getvalue()) for file in files])


def _take_photo() -> None:
    if photo := st.session_state.camera:
        _take([(words.CAMERA_PHOTO, photo.getvalue())])


def _ask(which: Sample) -> None:
    st.session_state.sample = which


def _make_sample() -> None:
    """Fetch the sample that was asked for; in the page, not in the callback, to show the wait."""
    which: Sample | None = st.session_state.pop("sample", None)
    if which is not None:
        with st.spinner(words.MAKING_SAMPLE):
            _take([jobs.client().sample(which)])


def _take(files: Sequence[Found]) -> None:
    """Put the files on the desk; one that lies there already is looked at again."""
    desk = _desk()
    desk[:] = [upload for upload in desk if (upload.name, upload.data) not in files]
    new = [file for place, file in enumerate(files) if file not in files[:place]]
    left_out, turned_away = [], []
    for name, data in new:
        if len(desk) >= MOST_FILES or desk.size + len(data) > MOST_BYTES:
            left_out.append(name)
        elif not _lay(desk, name, data):
            turned_away.append(name)
    st.session_state.left_out, st.session_state.turned_away = left_out, turned_away
    choose(desk[-1].key if len(new) == 1 and desk else None)


def _lay(desk: Desk, name: str, data: bytes) -> bool:
    """Put a file there if all desks together have room for it; returns whether they have."""
    with _one_at_a_time:
        room = sum(one.size for one in _desks.values()) + len(data) <= MOST_FOR_ALL
        if room:
            desk.append(Upload(_next_key(), _unlike(name, desk), data))
    return room


def _next_key() -> int:
    key: int = st.session_state.setdefault("uploads", 0)
    st.session_state.uploads = key + 1
    return key


def _unlike(name: str, desk: Sequence[Upload]) -> str:
    """The name, numbered where another file on the desk has it: `clip (2).mp4`."""
    path, taken = PurePath(name), {upload.name for upload in desk}
    numbered = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
    return name if name not in taken else next(one for one in numbered if one not in taken)


def _say_what_was_left_out() -> None:
    for why, names in ((words.LEFT_OUT, "left_out"), (words.TURNED_AWAY, "turned_away")):
        if left_out := st.session_state.get(names):
            st.warning(f"{why} {', '.join(map(as_code, left_out))}")
