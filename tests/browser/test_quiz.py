"""A game of "Guess first" as a visitor plays it: guess, see the answer, go on, see the result."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from meso.ui.words import quiz as words
from tests.browser.looks import fits, take_picture

pytestmark = pytest.mark.slow

FACES = 5
TELLS = re.compile("fake score|blended|this face is|network says", re.IGNORECASE)


@pytest.fixture
def player(open_page, address, look):
    """Someone who has opened the page "Guess first"."""
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.page.goto(f"{address}/guess")
    button(visitor, words.SAMPLES).wait_for()
    return visitor


def button(visitor, name):
    return visitor.page.get_by_role("button", name=re.compile(name))


def question(visitor):
    return visitor.page.get_by_role("heading", name=words.QUESTION)


def face(visitor):
    return visitor.page.get_by_role("img", name=re.compile("to be guessed"))


def choose_five(visitor):
    visitor.page.get_by_role("radio", name=str(FACES), exact=True).click()


class TestAGame:
    def test_is_played_with_the_keyboard_to_its_result(self, player, look):
        page = player.page
        take_picture(player, "quiz-start", look)
        choose_five(player)
        button(player, words.SAMPLES).click()
        for place in range(FACES):
            question(player).wait_for()
            button(player, words.FAKE).wait_for()
            expect(face(player)).to_have_count(1)
            assert f"Face {place + 1} of {FACES}" in player.text
            assert not TELLS.search(page.content())  # the truth is not in the page yet
            if place == 1:
                take_picture(player, "quiz-question", look)
            page.keyboard.press("ArrowRight" if place % 2 else "ArrowLeft")
            page.get_by_role("heading", name=re.compile("this face is")).wait_for()
            button(player, words.NEXT if place < FACES - 1 else words.RESULT).wait_for()
            if place == 1:
                take_picture(player, "quiz-answer", look)
            page.keyboard.press("Enter")
        page.get_by_role("heading", name=words.RESULT_TITLE).wait_for()
        button(player, words.AGAIN).wait_for()
        assert re.search(rf"You: \d of {FACES}", player.text)
        assert "68.7%" in player.text
        take_picture(player, "quiz-result", look)
        assert fits(player, look)
        assert player.elsewhere == []
