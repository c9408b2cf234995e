"""The page on which a class asks what one kind of fake teaches about another, and tries it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import streamlit as st

from meso.charts import overlap_alt_text, overlap_heatmap, staircase, staircase_in_words
from meso.errors import MesoError
from meso.experiments.read_run import (
    SHIPPED,
    VARIABLE,
    OverlapRun,
    about,
    overlap_runs,
    staircase_runs,
    steps_of,
)
from meso.experiments.settings import FEW, OVERLAP, RANDOM, TRANSFER
from meso.experiments.steps import STEPS, TITLES, shares
from meso.ui.quoting import as_text
from meso.ui.retraining import Field, collect, lives
from meso.ui.show_field import show_field
from meso.ui.show_report import draw, draw_to_choose
from meso.ui.words import experiments as words


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    collect()
    _try(_show_overlap)
    _try(_show_staircase)
    with st.expander(words.OWN, icon=words.OWN_ICON):
        st.markdown(words.ABOUT_OWN)


def _try(show: Callable[[Sequence[Path]], None]) -> None:
    """One part of the page; where a run is damaged the other part stays."""
    own = os.environ.get(VARIABLE)
    try:
        show([Path(own), SHIPPED] if own else [SHIPPED])
    except MesoError as error:
        st.error(as_text(str(error)))


def _show_overlap(folders: Sequence[Path]) -> None:
    runs = overlap_runs(*folders)
    if folders[0] != SHIPPED and not {**overlap_runs(folders[0]), **staircase_runs(folders[0])}:
        st.warning(words.NO_RUN_IN.format(folder=as_text(str(folders[0]))))
    if runs:
        name = st.selectbox(words.WHICH, list(runs))
        _show_run(OverlapRun(runs[name]))


def _show_staircase(folders: Sequence[Path]) -> None:
    runs = staircase_runs(*folders)
    if not runs:
        return
    st.header(words.STAIRCASE, anchor=False)
    st.markdown(words.WHAT_STAIRCASE)
    name = st.selectbox(words.WHICH_STAIRCASE, list(runs))
    _show_about(runs[name])
    stairs, steps = shares(steps_of(runs[name])), [TITLES[step] for step in STEPS]
    draw(staircase(stairs, steps), alt=staircase_in_words(stairs, steps))
    st.caption(words.HOW_TO_READ_STAIRCASE)


def _show_about(folder: Path) -> None:
    if said := about(folder):
        st.info(as_text(said))


def _show_run(run: OverlapRun) -> None:
    _show_about(run.files.out)
    what = st.select_slider(
        words.SHOTS,
        run.shots,
        value=OVERLAP,
        format_func=_faces,
        help=words.SHOTS_HELP,
        key=f"shots of {run.name}",
    )
    _show_heatmap(run, what, _chosen(run))
    show_field(run, _ask_for_field(run, what))


def _faces(what: str) -> str:
    """How many faces that is, in a word."""
    return {TRANSFER: words.NONE, OVERLAP: words.EVERY}.get(what) or what.removeprefix(FEW).strip()


def _show_heatmap(run: OverlapRun, what: str, chosen: tuple[str, str]) -> None:
    live = {
        field: found for field, found in lives().items() if field.of(run) and field.what == what
    }
    auc = {s: {t: run.auc(s, t, what) for t in run.kinds} for s in run.sources}
    for field, found in live.items():
        auc[field.source][field.target] = found.row.auc
    title = {TRANSFER: words.CHART_NONE, OVERLAP: words.CHART_ALL}.get(what, words.CHART_FEW)
    random = auc.pop(RANDOM) if what == TRANSFER else auc[RANDOM]
    fresh = {(field.source, field.target) for field in live}
    figure = overlap_heatmap(
        auc, what=title.format(few=_faces(what)), beside=random, fresh=fresh, chosen=chosen
    )
    draw_to_choose(figure, alt=overlap_alt_text(auc), key=_map(run), choose=lambda: _choose(run))
    st.caption(words.HOW_TO_CHOOSE)
    st.caption(words.NO_BRACKETS if what == TRANSFER else words.HOW_TO_READ)
    if fresh:
        st.caption(words.FRESH)


def _map(run: OverlapRun) -> str:
    return f"map of {run.name}"


def _boxes(run: OverlapRun) -> tuple[str, str]:
    """Under which keys the session has what is chosen in the boxes, source and target."""
    return f"source of {run.name}", f"target of {run.name}"


def _chosen(run: OverlapRun) -> tuple[str, str]:
    """The field in the boxes, which stand below the map: to begin with the one on its corner."""
    state, (source, target) = st.session_state, _boxes(run)
    return state.setdefault(source, run.sources[0]), state.setdefault(target, run.kinds[-1])


def _choose(run: OverlapRun) -> None:
    """Put the field that was clicked into the boxes; a click that takes a choice back is none.

    It is called by a click alone, so what is chosen in a box afterwards stays.
    """
    if points := st.session_state[_map(run)].selection.points:
        for box, name in zip(_boxes(run), (points[0]["y"], points[0]["x"]), strict=True):
            st.session_state[box] = name


def _ask_for_field(run: OverlapRun, what: str) -> Field:
    st.header(words.FIELD, anchor=False)
    left, right = st.columns(2)
    of_source, of_target = _boxes(run)
    source = left.selectbox(words.SOURCE, run.sources, key=of_source)
    target = right.selectbox(words.TARGET, run.kinds, key=of_target)
    return Field(run.files.out, source, target, what)
