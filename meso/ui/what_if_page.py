"""The page on which someone changes one thing about a face and watches its score."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from meso.charts import ChangedScores
from meso.errors import MesoError
from meso.service import what_if
from meso.ui import before_after, effects
from meso.ui.asked import answer, say_what_went_wrong
from meso.ui.pick import Picked, pick_face
from meso.ui.words import what_if as words

if TYPE_CHECKING:
    from meso.faces.change import Way


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    try:
        if picked := pick_face():
            _change(picked)
    except MesoError as error:
        say_what_went_wrong(error)


def _change(picked: Picked) -> None:
    way = st.pills(
        words.WHICH_CHANGE,
        list(words.SLIDERS),
        default="jpeg",
        required=True,
        format_func=lambda way: words.SLIDERS[way].name,
    )
    # Asked once for every position of the slider: moving it asks nothing.
    changed = answer(what_if.change, picked, way=way, values=words.SLIDERS[way].values)
    if changed is not None:
        _show(picked, way, changed)


@st.fragment
def _show(picked: Picked, way: Way, changed: what_if.Changed) -> None:
    """The slider and what it shows: who moves it runs nothing but this again."""
    slider = words.SLIDERS[way]
    positions = slider.positions
    chosen = st.select_slider(
        slider.name,
        range(len(positions)),
        value=slider.values.index(slider.start),
        format_func=positions.__getitem__,
        key=f"slider {way}",
    )
    scores = ChangedScores(
        axis=slider.axis,
        positions=positions,
        scores=changed.fake_score.tolist(),
        chosen=chosen,
        before=picked.score,
        threshold=picked.report.verdict.threshold,
    )
    titles = words.AS_IT_IS, f"{slider.name}: {positions[chosen]}"
    before_after.show_pair(titles, (picked.crop, changed.crops[chosen]), scores)
    st.markdown(effects.of_change(scores.before, scores.scores, chosen, scores.threshold))
    before_after.show_curve(scores)
    st.info(slider.learnt, icon=words.LEARNT_ICON)
    st.caption(words.ONE_FACE)
