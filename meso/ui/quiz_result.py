"""A finished game and the class's points in; who was right how often on the page out."""

from __future__ import annotations

import streamlit as st

from meso.ui import quiz_sentences as sentences
from meso.ui.quiz_game import PUBLISHED, Game, Points, points
from meso.ui.words import quiz as words

FACE_WIDTH = 150  # pixels: two beside each other on a phone


def show_result(game: Game, class_points: Points) -> None:
    """Bars to compare, what they teach, and every face again with the truth."""
    st.header(words.RESULT_TITLE, anchor=False)
    you, network = points(game)
    for who, got in ((words.YOU, you), (words.NETWORK, network), (words.CLASS, class_points)):
        st.progress(got.share, text=f"**{sentences.bar(who, got)}**")
    st.progress(0.5, text=sentences.share_bar(words.COIN, 0.5))
    for compression, share in PUBLISHED.items():
        st.progress(share, text=sentences.share_bar(words.PEOPLE[compression], share))
    st.caption(words.STUDY)
    st.markdown(sentences.luck(you))
    st.markdown(sentences.side_by_side(game))
    st.subheader(words.TEACHES_TITLE, anchor=False)
    st.markdown(words.TEACHES)
    st.subheader(words.FACES, anchor=False)
    _show_faces(game)


def _show_faces(game: Game) -> None:
    with st.container(horizontal=True, gap="small"):
        for place, face in enumerate(game.deck.faces):
            about = sentences.reviewed(game, place)
            with st.container(width=FACE_WIDTH):
                st.image(face.crop, width="stretch", caption=about, alt=about)
