"""The page about a network: what it can, how often it is wrong, what it knows and whom it fails."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from meso.charts import coverage_risk, reliability_diagram
from meso.errors import MesoError
from meso.evaluation.read_card import Card, Measured, Table, blocks, measured, read_card
from meso.models.weights import Weights, default_name, known
from meso.ui import words as common
from meso.ui.quoting import as_text
from meso.ui.show_report import draw
from meso.ui.words import about as words

HEADING = re.compile("^#+ (.*)$", re.MULTILINE)


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.PAGE, anchor=False)
    try:
        networks = known()
        if networks:
            _show_network(_ask_for_network(networks))
        else:
            st.warning(common.NO_NETWORK)
    except MesoError as error:
        st.error(as_text(str(error)))
    _show_signature()


def _ask_for_network(networks: dict[str, Weights]) -> Weights:
    names = list(networks)
    name = st.selectbox(words.WHICH, names, index=names.index(default_name()))
    return networks[name]


def _show_network(weights: Weights) -> None:
    card = read_card(weights.path.with_name(f"{weights.name}.md"))
    photos = measured(card, "Photos") if card else None
    for sentence in (words.WHAT_IT_IS, how_often_wrong(photos), words.WHAT_IT_KNOWS):
        st.markdown(sentence)
    _show_trust(weights, photos)
    if card:
        _show_sections(card)
    _show_facts(weights, card)


def how_often_wrong(photos: Measured | None) -> str:
    """In a sentence or two, for a reader of fifteen: out of a hundred."""
    if photos is None:
        return words.NEVER_MEASURED
    sentence = words.HOW_OFTEN_WRONG.format(wrong=_of_100(photos.surest.risk[-1]))
    if photos.in_use is None:
        return sentence
    coverage, risk = photos.in_use
    band = {"left_out": _of_100(1 - coverage), "wrong": _of_100(risk)}
    return f"{sentence} {words.HOW_OFTEN_WITH_BAND.format(**band)}"


def for_example(photos: Measured) -> str:
    """One dot of the reliability diagram in words: the one on which most photos stand."""
    found = photos.said_and_true
    dot = int(found.items.argmax())
    said, true = f"{found.said[dot]:.0%}", f"{found.true[dot]:.0%}"
    return words.FOR_EXAMPLE.format(said=said, items=found.items[dot], true=true)


def _of_100(share: float) -> int:
    return round(100 * float(share))


def _show_trust(weights: Weights, photos: Measured | None) -> None:
    st.header(words.PICTURE, anchor=False)
    if photos is None:
        st.info(words.NO_PICTURE)
        return
    example = for_example(photos)
    st.markdown(f"{words.HOW_TO_READ} {example}")
    draw(reliability_diagram(photos.said_and_true), alt=f"{words.PICTURE_IN_WORDS}. {example}")
    if weights.video is None:
        st.caption(words.ONLY_PHOTOS)
    with st.expander(words.SUREST):
        st.markdown(words.HOW_TO_READ_SUREST)
        chart = coverage_risk(photos.surest, in_use=photos.in_use)
        draw(chart, alt=f"{words.SUREST_IN_WORDS}. {how_often_wrong(photos)}")


def _show_sections(card: Card) -> None:
    for title, section in card.sections.items():
        with st.expander(words.SECTIONS.get(title, as_text(title))):
            if title == "How good it is":
                st.markdown(words.MEASURES)
            _show(section)


def _show_facts(weights: Weights, card: Card | None) -> None:
    with st.expander(words.FACTS):
        st.markdown(as_text(words.TERMS.format(licence=weights.licence)))
        _show(card.about) if card else st.info(words.NO_CARD)


def _show(markdown: str) -> None:
    for block in blocks(markdown):
        if isinstance(block, str):
            st.markdown(HEADING.sub(r"**\1**", block))  # the title of an expander is no heading
        else:
            _show_table(block)


def _show_table(table: Table) -> None:
    head, *rows = table
    if any(head):
        st.dataframe(
            pd.DataFrame(rows, columns=head),
            hide_index=True,
            height="content",
            alt=words.TABLE_IN_WORDS.format(head=", ".join(head)),
        )
    else:  # names and what they stand for
        st.markdown("\n".join(f"- **{row[0]}**: {' | '.join(row[1:])}" for row in rows))


def _show_signature() -> None:
    with st.expander(words.SIGNATURE):
        st.markdown(words.SIGNATURE_WHAT)
        left, right = st.columns(2, border=True)
        left.markdown(words.DETECTOR_CARD)
        right.markdown(words.SIGNATURE_CARD)
        st.markdown(words.SIGNATURE_BOTH)
