"""The page "Guess first" with decks that the test makes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from meso.errors import BadFaces
from meso.service.quiz import Deck, QuizFace, Skipped
from meso.ui import quiz_page
from meso.ui.words import quiz as words
from tests.reports import lopsided_crops

pytestmark = pytest.mark.slow  # half a second a page

FACES = tuple(
    QuizFace(crop, *face)
    for crop, face in zip(lopsided_crops(3), [(True, 0.9), (False, 0.7), (True, 0.1)], strict=True)
)
DECK = Deck(FACES, 0.6)
OPPOSITE = Deck(
    tuple(replace(face, is_fake=not face.is_fake, fake_score=0.5) for face in FACES), 0.2
)


@pytest.fixture(autouse=True)
def _fresh_tally(monkeypatch):
    monkeypatch.delenv("MESO_QUIZ", raising=False)
    quiz_page.tally.clear()


@pytest.fixture
def page(client):
    """The page, opened, with a worker that deals the deck."""
    client.answer = lambda question, options: DECK
    return opened()


def opened():
    def script():
        from meso.ui.quiz_page import show

        show()

    return AppTest.from_function(script, default_timeout=30).run()


def press(page, label):
    (button,) = [button for button in page.button if button.label == label]
    page = button.click().run()
    assert not page.exception
    return page


def labels(page):
    return [button.label for button in page.button]


def said(page):
    return "\n".join(text.value for text in [*page.markdown, *page.caption])


def play(page, *guesses):
    page = press(page, words.SAMPLES)
    for place, guess in enumerate(guesses, start=1):
        page = press(page, guess)
        page = press(page, words.NEXT if place < len(FACES) else words.RESULT)
    return page


def sent_to_the_browser(page):
    """Everything but the picture's address and the widgets' own ids."""
    kinds = ("markdown", "caption", "button", "title", "progress", "expander")
    shown = [element.proto.SerializeToString() for kind in kinds for element in page.get(kind)]
    return shown, [image.proto.imgs[0].alt for image in page.get("image")]


class TestTheStart:
    def test_asks_the_worker_for_as_many_faces_as_were_chosen(self, page, client):
        press(page, words.SAMPLES)
        ((question, _, options),) = client.questions
        assert (question, options["count"]) == ("made", words.USUAL_COUNT)

    def test_deals_other_faces_each_time(self, page, client):
        press(press(press(page, words.SAMPLES), words.STOP), words.SAMPLES)
        first, second = [options["seed"] for _, _, options in client.questions]
        assert first != second

    def test_offers_the_folder_of_whoever_started_the_program(self, page, client, monkeypatch):
        assert words.FOLDER not in labels(page)
        monkeypatch.setenv("MESO_QUIZ", "brought")
        press(opened(), words.FOLDER)
        question, _, options = client.questions[-1]
        assert (question, options["folder"]) == ("from_folder", "brought")

    def test_takes_pictures_of_both_kinds(self, page, client):
        reals, fakes = page.file_uploader
        reals.set_value([("anna.jpg", b"a", "image/jpeg")]).run()
        assert next(button for button in page.button if button.label == words.START_OWN).disabled
        fakes = page.file_uploader[1]
        fakes.set_value([("bert.jpg", b"b", "image/jpeg")]).run()
        press(page, words.START_OWN)
        question, _, options = client.questions[-1]
        assert question == "from_uploads"
        assert (options["reals"], options["fakes"]) == ([("anna.jpg", b"a")], [("bert.jpg", b"b")])

    def test_says_what_is_missing(self, page, client):
        client.answer = lambda question, options: BadFaces("There is no fake face to guess.")
        page = press(page, words.SAMPLES)
        assert "no fake face" in page.error[0].value


class TestAQuestion:
    def test_is_the_same_whatever_the_truth_the_score_and_the_threshold(self, page, client):
        before = sent_to_the_browser(press(page, words.SAMPLES))
        client.answer = lambda question, options: OPPOSITE
        assert sent_to_the_browser(press(opened(), words.SAMPLES)) == before
        assert before[1] == ["Face 1 of 3, to be guessed"]
        assert len(before[0]) > 5

    def test_shows_the_answer_only_after_the_guess(self, page):
        page = press(page, words.SAMPLES)
        assert "this face is" not in said(page)
        page = press(page, words.FAKE)
        assert "You are right: this face is" in said(page)
        assert "**0.90**" in said(page)
        assert words.FAKE not in labels(page)

    def test_names_the_pictures_that_were_skipped(self, page, client):
        skipped = (Skipped("a*b.jpg", "a*b.jpg is empty."),)
        client.answer = lambda question, options: replace(DECK, skipped=skipped)
        page = press(page, words.SAMPLES)
        assert "1 picture could not be used" in [box.label for box in page.expander]
        assert r"a\*b\.jpg is empty" in said(page)


class TestTheResult:
    def test_compares_visitor_network_class_and_study(self, page):
        page = play(page, words.FAKE, words.REAL, words.REAL)
        bars = [bar.proto.text for bar in page.get("progress")]
        assert bars[0] == "**You: 2 of 3 (67%)**"
        assert bars[1] == "**The network: 1 of 3 (33%)**"
        assert "2 of 3" in bars[2]
        assert [bar[-5:] for bar in bars[4:]] == ["68.7%", "66.6%", "58.7%"]

    def test_adds_up_the_sessions_of_a_class(self, page, client):
        play(page, words.FAKE, words.REAL, words.REAL)
        other = play(opened(), words.REAL, words.FAKE, words.REAL)
        assert "2 of 6" in other.get("progress")[2].proto.text

    @pytest.mark.parametrize("here", [True, False])
    def test_offers_a_reset_on_the_machine_itself_only(self, page, monkeypatch, here):
        monkeypatch.setattr(quiz_page, "on_this_machine", lambda: here)
        page = play(page, words.FAKE, words.REAL, words.REAL)
        assert (words.RESET in labels(page)) == here

    def test_lets_the_teacher_set_the_class_to_zero(self, page, monkeypatch):
        monkeypatch.setattr(quiz_page, "on_this_machine", lambda: True)
        page = press(play(page, words.FAKE, words.REAL, words.REAL), words.RESET)
        assert "0 of 0" in page.get("progress")[2].proto.text

    def test_shows_every_face_with_the_truth(self, page):
        page = play(page, words.FAKE, words.REAL, words.REAL)
        alts = [image.proto.imgs[0].alt for image in page.get("image")]
        assert alts[2] == "fake · you: real · network: real (0.10)"

    def test_leads_to_another_game(self, page):
        page = press(play(page, words.FAKE, words.REAL, words.REAL), words.AGAIN)
        assert words.SAMPLES in labels(page)
