"""The page on which someone watches what a network makes of a face, step by step."""

from __future__ import annotations

import streamlit as st

from meso.errors import MesoError
from meso.models.maps import Inside
from meso.models.weights import known
from meso.service import inside as questions
from meso.ui.asked import asked
from meso.ui.pick import Picked, pick_face
from meso.ui.quoting import as_text
from meso.ui.show_branches import show_branches
from meso.ui.show_filters import show_filters
from meso.ui.show_maps import show_maps
from meso.ui.show_occlusion import show_occlusion
from meso.ui.words import NO_NETWORK
from meso.ui.words import look_inside as words


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    try:
        _look()
    except MesoError as error:
        st.error(as_text(str(error)))


def _look() -> None:
    networks = known()
    if not networks:
        st.warning(NO_NETWORK)
        return
    picked = pick_face()
    if picked is None:
        return
    model = _ask_for_network(picked, list(networks))
    inside = asked(
        questions.inside,
        picked.report.source,
        model=model,
        meanwhile=words.LOOKING,
        crop=picked.crop,
    )
    st.caption(as_text(f"{model} {words.SCORES_THIS_FACE} {inside.score:.2f}."))
    _show_tabs(picked, model, inside, networks[model].input_size)


def _ask_for_network(picked: Picked, names: list[str]) -> str:
    """The network of the report, or another one that is installed."""
    own = picked.report.model
    return st.selectbox(
        words.NETWORK, names, index=names.index(own) if own in names else 0, key=f"inside {own}"
    )


def _show_tabs(picked: Picked, model: str, inside: Inside, side: int) -> None:
    """Four tabs, of which only the open one is drawn."""
    maps, filters, branches, where = st.tabs(words.TABS, on_change="rerun", key="inside")
    if maps.open:
        with maps:
            show_maps(picked, model, inside, side)
    if filters.open:
        with filters:
            show_filters(picked, model)
    if branches.open:
        with branches:
            show_branches(inside)
    if where.open:
        with where:
            show_occlusion(picked, model)
