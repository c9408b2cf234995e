"""The page on which someone drops photos, videos and documents and sees who looks how fake."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from meso.errors import MesoError
from meso.models.weights import Weights, default_name, known
from meso.ui import jobs, sentences, words
from meso.ui.cards import LOOK_AGAIN, File, show_files
from meso.ui.documents import show_documents
from meso.ui.jobs import MOST_FRAMES, USUAL_FRAMES, Settings, outcome
from meso.ui.kept import keep, keep_new
from meso.ui.link import remember, restore
from meso.ui.one_file import show_one
from meso.ui.quoting import as_text
from meso.ui.show_report import show_how_to_read, show_report
from meso.ui.upload import ask_for_uploads, chosen, clear_desk
from meso.ui.words import desk
from meso.values import Report


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
    on_desk = ask_for_uploads()
    settings = _ask_for_settings(networks)
    files = [*map(File, on_desk, jobs.jobs_for(on_desk, settings))]
    if things := len(files) + len(on_desk.envelopes):
        st.button(words.CLEAR[things > 1], icon=words.CLEAR_ICON, on_click=clear_desk)
        show_documents(on_desk)
        _show_all(files)
    else:
        _show_readiness()
        show_how_to_read()


def _show_all(files: Sequence[File]) -> None:
    _keep_all(files)
    if len(files) == 1:
        show_one(files[0])
    elif files:
        _show_several(files)


def _ask_for_settings(networks: dict[str, Weights]) -> Settings:
    names, usual = list(networks), default_name()
    view = restore(names, most_frames=MOST_FRAMES)
    with st.expander(words.SETTINGS, icon=words.SETTINGS_ICON):
        model = st.selectbox(words.NETWORK, names, index=names.index(view.network or usual))
        st.caption(sentences.about(networks[model]))
        begins = view.frames or USUAL_FRAMES
        frames = st.slider(words.FRAMES, 1, MOST_FRAMES, begins, help=words.FRAMES_HELP)
    remember(
        network=None if model == usual else model,
        frames=None if frames == USUAL_FRAMES else frames,
    )
    return Settings(model, frames)


def _show_readiness() -> None:
    state = jobs.client().state
    if state == "starting":
        _await_network()
    elif state == "failed":
        st.error(as_text(str(jobs.client().problem)))
    else:
        st.caption(words.READY.format(device=jobs.client().device))


@st.fragment(run_every=LOOK_AGAIN)
def _await_network() -> None:
    """Says that the network is loading, until it is: then the page runs again, without this."""
    if jobs.client().state != "starting":
        st.rerun()
    st.caption(words.STARTING)


def _keep_all(files: Sequence[File]) -> None:
    for file in files:
        if isinstance(found := outcome(file.job), Report):
            keep_new(found)


def _show_several(files: Sequence[File]) -> None:
    show_files(files)
    for file in files:
        if file.upload.key == chosen() and isinstance(found := outcome(file.job), Report):
            keep(found)
            show_report(found, file.upload)
            return
    st.caption(desk.NONE_CHOSEN)
