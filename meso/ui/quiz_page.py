"""The page on which a visitor guesses real or fake before the network and the truth are shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from secrets import randbits
from typing import Any

import streamlit as st

from meso.errors import MesoError
from meso.service import quiz
from meso.ui import jobs
from meso.ui import quiz_sentences as sentences
from meso.ui.glossary import show_glossary
from meso.ui.quiz_game import ClassTally, Game, go_on, guess, right
from meso.ui.quiz_result import show_result
from meso.ui.quoting import as_text
from meso.ui.words import PHOTOS, UNNAMED
from meso.ui.words import quiz as words

GAME = "quiz"  # its key in the session's state
FACE_WIDTH = 420  # pixels: large on a projector, and the buttons stay in sight below it


def show() -> None:
    """The whole page, from top to bottom: the start, a question, its answer, or the result."""
    st.title(words.PAGE, anchor=False)
    try:
        _play()
    except MesoError as error:
        st.error(as_text(str(error)))


def _play() -> None:
    game: Game | None = st.session_state.get(GAME)
    if game is None:
        _offer()
    elif game.over:
        show_result(game, tally().points(date.today()))
        st.button(words.AGAIN, icon=words.AGAIN_ICON, on_click=_stop)
        _offer_reset()
    else:
        _ask(game)


@st.cache_resource(show_spinner=False)
def tally() -> ClassTally:
    """What all visitors of this server guessed today."""
    return ClassTally()


def _offer() -> None:
    """What to guess: the sample, the folder of whoever started the program, or one's own."""
    st.markdown(words.WHAT)
    st.caption(words.PRIVATE)
    count = st.segmented_control(
        words.HOW_MANY, words.COUNTS, default=words.USUAL_COUNT, required=True
    )
    folder = os.environ.get(quiz.FOLDER)
    if folder and st.button(words.FOLDER, icon=words.FOLDER_ICON):
        _start(quiz.from_folder, folder=folder, count=count)
    if st.button(words.SAMPLES, icon=words.SAMPLES_ICON):
        _start(quiz.made, count=count)
    st.markdown(words.WHAT_SAMPLES_ARE)
    with st.expander(words.OWN, icon=words.OWN_ICON):
        _offer_own(count)
    show_glossary()


def _offer_own(count: int) -> None:
    st.markdown(words.ABOUT_OWN)
    left, right = st.columns(2)
    reals = left.file_uploader(words.REALS, type=PHOTOS, accept_multiple_files=True)
    fakes = right.file_uploader(words.FAKES, type=PHOTOS, accept_multiple_files=True)
    ready = bool(reals and fakes)
    if st.button(words.START_OWN, icon=words.SAMPLES_ICON, disabled=not ready):
        _start(quiz.from_uploads, reals=_read(reals), fakes=_read(fakes), count=count)
    if not ready:
        st.caption(words.BOTH_NEEDED)


def _read(files: list[Any]) -> list[tuple[str, bytes]]:
    return [(file.name or UNNAMED, file.getvalue()) for file in files]


def _start(question: Callable[..., quiz.Deck], **options: Any) -> None:
    with st.spinner(words.MAKING):
        asked = jobs.client().ask(question, words.THE_FACES, seed=randbits(32), **options)
        st.session_state[GAME] = Game(asked.result())
    st.rerun()


def _ask(game: Game) -> None:
    """A face; below it two buttons, or the answer."""
    of = len(game.deck.faces)
    st.progress(game.place / of, text=sentences.where(game))
    left, right = st.columns([3, 2], vertical_alignment="center", gap="medium")
    alt = sentences.unknown_face(game.place, of)
    left.container(width=FACE_WIDTH).image(game.face.crop, width="stretch", alt=alt)
    with right:
        _show_answer(game) if game.answered else _show_choice()
    if game.deck.skipped:
        with st.expander(sentences.skipped(len(game.deck.skipped))):
            for _, why in game.deck.skipped:
                st.markdown(as_text(why))
    st.button(words.STOP, icon=words.STOP_ICON, type="tertiary", on_click=_stop)


def _show_choice() -> None:
    st.markdown(f"### {words.QUESTION}", anchors=False)
    for says_fake, label, icon, key in (
        (False, words.REAL, words.REAL_ICON, "Left"),
        (True, words.FAKE, words.FAKE_ICON, "Right"),
    ):
        st.button(
            label,
            icon=icon,
            width="stretch",
            shortcut=key,
            on_click=_guess,
            args=[says_fake],
        )
    st.caption(words.KEYS)


def _show_answer(game: Game) -> None:
    st.markdown(f"### {sentences.truth(game)}", anchors=False)
    st.markdown(sentences.network(game))
    last = len(game.guesses) == len(game.deck.faces)
    st.button(
        words.RESULT if last else words.NEXT,
        icon=words.NEXT_ICON,
        width="stretch",
        shortcut="Enter",
        on_click=_go_on,
    )


def _guess(says_fake: bool) -> None:
    """Take the guess; one that comes twice counts once."""
    game: Game = st.session_state[GAME]
    after = guess(game, says_fake)
    if after is not game:
        tally().add(right(after)[0][-1], date.today())
        st.session_state[GAME] = after


def _go_on() -> None:
    st.session_state[GAME] = go_on(st.session_state[GAME])


def _stop() -> None:
    st.session_state.pop(GAME, None)


def on_this_machine() -> bool:
    """Whether the browser is where the program runs: a pupil's phone has another address."""
    return st.context.ip_address is None


def _offer_reset() -> None:
    if not on_this_machine():
        return
    with st.expander(words.TEACHER, icon=words.TEACHER_ICON):
        st.markdown(words.ABOUT_RESET)
        st.button(words.RESET, icon=words.RESET_ICON, on_click=tally().reset)
