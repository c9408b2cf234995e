"""The page on which someone sees one file as two networks see it, or two files as one does."""

from __future__ import annotations

import streamlit as st

from meso.detection.second_opinion import second_opinion
from meso.detection.words import counted
from meso.errors import MesoError
from meso.models.weights import Weights, known
from meso.service import inside as questions
from meso.ui.asked import asked
from meso.ui.kept import kept
from meso.ui.pick import pick_report, title
from meso.ui.quoting import as_text
from meso.ui.show_comparison import show_comparison
from meso.ui.words import NO_NETWORK
from meso.ui.words import compare as words
from meso.values import Report


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    try:
        _compare()
    except MesoError as error:
        st.error(as_text(str(error)))


def _compare() -> None:
    networks = known()
    if not networks:
        st.warning(NO_NETWORK)
        return
    if first := pick_report():
        second = _ask_for_second(first, networks)
        if second is not None:
            show_comparison(first, second)


def _ask_for_second(first: Report, networks: dict[str, Weights]) -> Report | None:
    way = st.segmented_control(
        words.WHICH_WAY,
        list(words.HOW),
        default="networks",
        required=True,
        format_func=words.HOW.__getitem__,
    )
    by = _by_another_network if way == "networks" else _of_another_file
    return by(first, networks)


def _by_another_network(first: Report, networks: dict[str, Weights]) -> Report | None:
    """What a second network, which the visitor chooses, says of the same faces."""
    others = [name for name in networks if name != first.model]
    if not others:
        st.info(words.NO_SECOND_NETWORK)
        return None
    model = st.selectbox(words.SECOND_NETWORK, others)
    return _scored_by(networks[model], first)


def _of_another_file(first: Report, networks: dict[str, Weights]) -> Report | None:
    """What the first report's network says of another file, which the visitor chooses."""
    others = [report for report in kept() if report.source != first.source]
    if not others:
        st.info(words.NO_SECOND_FILE)
        return None
    second: Report = st.selectbox(words.OTHER_FILE, others, format_func=title)
    if second.model == first.model:
        return second
    return _scored_by(networks[first.model], second)


def _scored_by(weights: Weights, report: Report) -> Report:
    faces = counted(len(report.crops), "face", "faces")
    fake_scores = asked(
        questions.scores,
        report.source,
        model=weights.name,
        meanwhile=words.ASKING.format(faces=faces),
        crops=report.crops,
    )
    return second_opinion(report, weights, fake_scores)
