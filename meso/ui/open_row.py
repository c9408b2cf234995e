"""A row of `meso batch` in; its file, which the visitor drops, looked at again, out.

The page opens no path that a table names: anybody can write a table.
"""

from __future__ import annotations

from hashlib import sha256

import streamlit as st

from meso.detection.row import Row
from meso.models.weights import default_name
from meso.ui.cards import File
from meso.ui.desk import desk_of_session
from meso.ui.jobs import MOST_FRAMES, USUAL_FRAMES, Settings, job_on, outcome
from meso.ui.one_file import show_one
from meso.ui.quoting import as_code
from meso.ui.show_row import network_of
from meso.ui.upload import say_what_was_left_out, take
from meso.ui.words import DOCUMENTS, PHOTOS, UNNAMED, VIDEOS
from meso.ui.words import results as words
from meso.values import Report

OPENED = "opened result"  # the key, in the session, of the file that was dropped last, if any
DROPS = "files dropped on results"
NEAR = 1e-3  # two scores on two machines; on the same one they are the same


def open_row(row: Row, place: int) -> None:
    """Ask for the row's file; once it is there, show its report beside what the row says."""
    st.header(words.OPEN, anchor=False)
    if not row.file_sha256:
        st.caption(words.NO_FINGERPRINT)
        return
    key = f"open {place}, {st.session_state.setdefault(DROPS, 0)}"  # a new one empties the zone
    st.file_uploader(
        words.HOW_TO_OPEN, PHOTOS + VIDEOS + DOCUMENTS, key=key, on_change=lambda: _take(key, row)
    )
    opened = st.session_state.get(OPENED)
    if opened == words.ANOTHER_FILE:
        st.error(opened)
    elif opened == words.A_DOCUMENT:
        st.success(opened)
    elif opened is not None:
        _show_file(row, opened)


def close() -> None:
    """Another row is chosen: forget which file was dropped for the last one."""
    st.session_state.pop(OPENED, None)


def _take(key: str, row: Row) -> None:
    """Lay the file on the desk if it is the row's, bit for bit."""
    close()
    file = st.session_state[key]
    st.session_state[DROPS] += 1
    data = file.getvalue()
    if sha256(data).hexdigest() != row.file_sha256:
        st.session_state[OPENED] = words.ANOTHER_FILE
        return
    take([(file.name or UNNAMED, data)])
    desk = desk_of_session()
    if any(envelope.data is data for envelope in desk.envelopes):
        st.session_state[OPENED] = words.A_DOCUMENT
    else:
        st.session_state[OPENED] = next((one.key for one in desk if one.data is data), -1)


def _show_file(row: Row, key: int) -> None:
    desk = desk_of_session()
    upload = next((one for one in desk if one.key == key), None)
    if upload is None:
        say_what_was_left_out(desk)
        return
    st.success(words.THE_FILE)
    settings = _settings(row)
    if network_of(row) is None and row.model:
        st.warning(words.BY_ANOTHER.format(model=as_code(settings.model)))
    file = File(upload, job_on(upload, settings))
    _compare(row, file)
    show_one(file)


def _settings(row: Row) -> Settings:
    """Those that the row was scored with, as far as they can be had."""
    network = network_of(row)
    frames = row.looked_at if row.kind == "video" else USUAL_FRAMES
    return Settings(network.name if network else default_name(), min(frames or 1, MOST_FRAMES))


def _compare(row: Row, file: File) -> None:
    found = outcome(file.job)
    if not isinstance(found, Report) or network_of(row) is None:
        return
    score = found.verdict.score
    if row.score is None:
        st.info(words.NO_LONGER_REFUSED.format(score=f"{score:.2f}"))
    elif abs(score - row.score) <= NEAR and found.verdict.label == row.label:
        st.markdown(words.SAME.format(score=f"{score:.2f}"))
    else:
        told = {"table": f"{row.score:.4f}", "score": f"{score:.4f}"}
        st.warning(words.DIFFERS.format(**told))
