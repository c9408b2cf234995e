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
from meso.ui.show_report import draw
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
    _show_heatmap(run, what)
    show_field(run, _ask_for_field(run, what))


def _faces(what: str) -> str:
    """How many faces that is, in a word."""
    return {TRANSFER: words.NONE, OVERLAP: words.EVERY}.get(what) or what.removeprefix(FEW).strip()


def _show_heatmap(run: OverlapRun, what: str) -> None:
    live = {
        field: found for field, found in lives().items() if field.of(run) and field.what == what
    }
    auc = {s: {t: run.auc(s, t, what) for t in run.kinds} for s in run.sources}
    for field, found in live.items():
        auc[field.source][field.target] = found.row.auc
    title = {TRANSFER: words.CHART_NONE, OVERLAP: words.CHART_ALL}.get(what, words.CHART_FEW)
    random = auc.pop(RANDOM) if what == TRANSFER else auc[RANDOM]
    fresh = {(field.source, field.target) for field in live}
    figure = overlap_heatmap(auc, what=title.format(few=_faces(what)), beside=random, fresh=fresh)
    draw(figure, alt=overlap_alt_text(auc))
    st.caption(words.NO_BRACKETS if what == TRANSFER else words.HOW_TO_READ)
    if fresh:
        st.caption(words.FRESH)


def _ask_for_field(run: OverlapRun, what: str) -> Field:
    st.header(words.FIELD, anchor=False)
    left, right = st.columns(2)
    source = left.selectbox(words.SOURCE, run.sources, key=f"source of {run.name}")
    last = len(run.kinds) - 1
    target = right.selectbox(words.TARGET, run.kinds, index=last, key=f"target of {run.name}")
    return Field(run.files.out, source, target, what)
