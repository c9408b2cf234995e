"""The page on which someone makes a fake of a face and sees whether the network notices."""

from __future__ import annotations

import streamlit as st

from meso.charts import ChangedScores
from meso.errors import MesoError
from meso.service import what_if
from meso.ui import before_after, effects
from meso.ui.asked import answer, say_what_went_wrong
from meso.ui.pick import Picked, pick_face
from meso.ui.words import fake as words
from meso.ui.words.what_if import LEARNT_ICON

PERCENTS = tuple(range(10, 101, 10))
THUMBNAIL = 160  # pixels: four beside each other, two on a phone


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    try:
        if picked := pick_face():
            st.button(words.ANOTHER, icon=words.ANOTHER_ICON, on_click=_roll)
            faked = answer(what_if.fake, picked, seed=_seed(), percents=PERCENTS)
            if faked is not None:
                _show(picked, faked)
    except MesoError as error:
        say_what_went_wrong(error)


def _roll() -> None:
    st.session_state.seed = _seed() + 1


def _seed() -> int:
    seed: int = st.session_state.get("seed", 0)
    return seed


@st.fragment
def _show(picked: Picked, faked: what_if.Faked) -> None:
    """The slider and what it shows: who moves it runs nothing but this again."""
    chosen = st.select_slider(
        words.STRENGTH,
        range(len(PERCENTS)),
        value=len(PERCENTS) - 1,
        format_func=lambda place: f"{PERCENTS[place]} %",
        key="strength",
    )
    scores = ChangedScores(
        axis=words.AXIS,
        positions=[str(percent) for percent in PERCENTS],
        scores=faked.fake_score.tolist(),
        chosen=chosen,
        before=picked.score,
        threshold=picked.report.verdict.threshold,
    )
    pair = picked.crop, faked.crops[chosen]
    before_after.show_pair((words.BEFORE, words.AFTER), pair, scores)
    st.markdown(effects.of_fake(scores.before, scores.scores[chosen], scores.threshold))
    st.header(words.HOW, anchor=False)
    _show_parts(faked, chosen)
    before_after.show_curve(scores)
    st.info(words.LEARNT, icon=LEARNT_ICON)
    st.caption(words.LABELLED)


def _show_parts(faked: what_if.Faked, chosen: int) -> None:
    parts = {
        words.COPY: faked.copy,
        words.MASK: faked.mask,
        words.SEAM: faked.seam,
        words.DIFFERENCE.format(times=what_if.AMPLIFIED): faked.differences[chosen],
    }
    with st.container(horizontal=True):
        for title, picture in parts.items():
            with st.container(width=THUMBNAIL):
                st.image(picture, width="stretch", caption=title, alt=title)
