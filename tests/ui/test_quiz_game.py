"""The quiz without its page: what a guess does, who was right, and what the class has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Thread

import numpy as np
import pytest

from meso.service.quiz import Deck, QuizFace
from meso.ui import quiz_sentences as sentences
from meso.ui.quiz_game import (
    ClassTally,
    Game,
    Points,
    by_chance,
    go_on,
    guess,
    points,
    right,
)

TODAY, TOMORROW = date(2026, 3, 4), date(2026, 3, 5)


def deck_of(*faces, threshold=0.6):
    """Faces, each (is fake, fake score), on crops of different greys."""
    crops = np.full((len(faces), 256, 256, 3), np.arange(len(faces))[:, None, None, None], np.uint8)
    made = [QuizFace(crop, *face) for crop, face in zip(crops, faces, strict=True)]
    return Deck(tuple(made), threshold)


DECK = deck_of((True, 0.9), (False, 0.7), (True, 0.1))


def played(*guesses, deck=DECK):
    game = Game(deck)
    for says_fake in guesses:
        game = go_on(guess(game, says_fake))
    return game


class TestAGame:
    def test_begins_with_the_first_face_and_no_answer(self):
        game = Game(DECK)
        assert (game.place, game.answered, game.over) == (0, False, False)

    def test_keeps_the_face_in_view_while_its_answer_is(self):
        game = guess(Game(DECK), True)
        assert (game.place, game.answered) == (0, True)
        assert game.face is DECK.faces[0]

    def test_goes_on_to_the_next_face(self):
        assert played(True).face is DECK.faces[1]
        assert not played(True).answered

    def test_takes_one_guess_a_face(self):
        once = guess(Game(DECK), True)
        assert guess(once, False) is once

    def test_goes_on_only_once(self):
        assert go_on(go_on(guess(Game(DECK), True))).place == 1

    def test_is_over_once_the_last_answer_was_seen(self):
        last = guess(played(True, True), True)
        assert not last.over
        assert go_on(last).over

    def test_takes_no_guess_after_its_end(self):
        over = played(True, True, True)
        assert guess(over, True) is over


class TestPoints:
    def test_compare_the_guesses_and_the_network_with_the_truth(self):
        assert right(played(True, False, False)) == ([True, True, False], [True, False, False])
        assert points(played(True, False, False)) == (Points(2, 3), Points(1, 3))

    def test_count_what_was_guessed_so_far(self):
        assert points(played(False)) == (Points(0, 1), Points(1, 1))

    def test_let_the_network_say_fake_from_the_threshold_on(self):
        at_threshold = deck_of((True, 0.6), (True, 0.599))
        assert right(played(True, True, deck=at_threshold))[1] == [True, False]

    def test_have_no_share_where_nothing_was_guessed(self):
        assert Points(0, 0).share == 0.0

    @pytest.mark.parametrize(
        ("got", "chance"), [((0, 5), 1), ((5, 5), 1 / 32), ((2, 3), 0.5), ((3, 4), 5 / 16)]
    )
    def test_can_be_luck(self, got, chance):
        assert by_chance(Points(*got)) == pytest.approx(chance)


class TestTheClass:
    def test_adds_up_all_guesses_of_a_day(self):
        tally = ClassTally()
        for was_right in (True, False, True):
            tally.add(was_right, TODAY)
        assert tally.points(TODAY) == (2, 3)

    def test_starts_anew_each_day(self):
        tally = ClassTally()
        tally.add(True, TODAY)
        assert tally.points(TOMORROW) == (0, 0)
        tally.add(False, TOMORROW)
        assert tally.points(TOMORROW) == (0, 1)

    def test_can_be_reset(self):
        tally = ClassTally()
        tally.add(True, TODAY)
        tally.reset()
        assert tally.points(TODAY) == (0, 0)

    def test_loses_no_guess_of_many_at_once(self):
        tally = ClassTally()
        add = [lambda: [tally.add(True, TODAY) for _ in range(200)]] * 8
        threads = [Thread(target=some) for some in add]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert tally.points(TODAY) == (1600, 1600)


class TestSentences:
    def test_say_how_far_one_is_without_points_before_the_first_guess(self):
        assert sentences.where(Game(DECK)) == "Face 1 of 3"
        assert sentences.where(played(True)).endswith("right so far: you 1, the network 1")

    def test_say_the_truth_and_who_was_right(self):
        game = guess(played(True), True)  # the second face is real, and scores 0.7
        assert sentences.truth(game).startswith("Not this time")
        assert "**real**" in sentences.truth(game)
        assert "**fake**" in sentences.network(game)
        assert "is **wrong**" in sentences.network(game)
        assert "**0.70**" in sentences.network(game)

    def test_compare_where_both_were_right(self):
        assert sentences.side_by_side(played(True, False, False)) == (
            "Both of you were right on 1 of the 3 faces, only you on 1, only the network on 0, and "
            "nobody on 1."
        )

    @pytest.mark.parametrize(
        ("got", "says"),
        [((5, 5), "in about 3 games"), ((10, 10), "fewer than one"), ((18, 20), "fewer than one")],
    )
    def test_say_how_often_a_coin_does_as_well(self, got, says):
        assert says in sentences.luck(Points(*got))

    def test_say_in_the_end_what_each_face_was(self):
        assert sentences.reviewed(played(False, True, True), 0) == (
            "fake · you: real · network: fake (0.90)"
        )


def test_nothing_that_describes_an_unknown_face_depends_on_the_truth():
    flipped = tuple(replace(face, is_fake=not face.is_fake) for face in DECK.faces)
    assert sentences.where(Game(DECK)) == sentences.where(Game(replace(DECK, faces=flipped)))
    assert sentences.unknown_face(0, 3) == "Face 1 of 3, to be guessed"
