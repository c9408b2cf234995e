"""A face and a network in; where the score hangs on the face, with its check, on the page out."""

from __future__ import annotations

import numpy as np
import streamlit as st

from meso.charts.heat import tinted
from meso.models.maps import Checked, Occlusion
from meso.service import inside as questions
from meso.ui import sentences
from meso.ui.asked import asked
from meso.ui.pick import Picked
from meso.ui.show_maps import side_by_side
from meso.ui.words import look_inside as words
from meso.values import Pixels

PATCHES = (32, 48, 64, 96)  # pixels of the crop


def show_occlusion(picked: Picked, model: str) -> None:
    """The map of the network, that of one which has learned nothing, and what a map is worth."""
    st.markdown(words.WHERE)
    patch = st.select_slider(words.PATCH, PATCHES, value=64)
    checked = asked(
        questions.occlusion,
        picked.report.source,
        model=model,
        meanwhile=words.COVERING,
        crop=picked.crop,
        patch=patch,
    )
    side_by_side(
        [
            (picked.crop, words.THE_FACE),
            _drawn(picked.crop, checked.trained, words.TRAINED),
            _drawn(picked.crop, checked.untrained, words.UNTRAINED),
        ]
    )
    st.markdown(words.LEGEND)
    st.markdown(f"{words.CHECK}{words.WHAT_THE_CHECK_IS} {how_alike(checked)}")
    st.markdown(f"**{words.NOT_PROVED}**")
    st.markdown(words.NOT_PROVED_LIST)


def how_alike(checked: Checked) -> str:
    """What the check says, in Markdown."""
    alike = checked.alike
    if alike is None:
        return words.FLAT
    said = words.ALIKE if alike >= 0.7 else words.PARTLY if alike >= 0.3 else words.UNLIKE
    return said.format(alike=sentences.signed(f"{alike:.2f}"))


def _drawn(crop: Pixels, of: Occlusion, name: str) -> tuple[Pixels, str]:
    largest = float(np.abs(of.drops).max())
    about = words.ABOUT_MAP.format(name=name, score=of.score, largest=largest)
    return tinted(crop, of.drops, largest=largest), about
