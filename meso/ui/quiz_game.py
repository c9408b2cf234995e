"""A deck of faces and guesses in; what is asked next, and who was right how often, out.

Frozen values and pure functions, but for the tally that all visitors share.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import comb
from threading import Lock
from typing import NamedTuple

from meso.service.quiz import Deck, QuizFace

# What people got right of pictures from FaceForensics++ (Rössler et al. 2019, arXiv 1901.08971),
# by compression.
PUBLISHED = {"raw": 0.687, "c23": 0.666, "c40": 0.587}


class Points(NamedTuple):
    """How many of how many faces somebody judged rightly."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """In [0, 1]; 0 where nothing was judged."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, eq=False)
class Game:
    """A deck and how far somebody got in it.

    guesses:  one a face so far; True: they said that it is fake
    answered: whether the answer to the latest guess is in view
    """

    deck: Deck
    guesses: tuple[bool, ...] = ()
    answered: bool = False

    @property
    def place(self) -> int:
        """Of the face in view, from 0."""
        return len(self.guesses) - self.answered

    @property
    def face(self) -> QuizFace:
        """The face in view; IndexError once the game is over."""
        return self.deck.faces[self.place]

    @property
    def over(self) -> bool:
        """Whether all faces were guessed, and the last answer was seen."""
        return self.place == len(self.deck.faces)


def guess(game: Game, says_fake: bool) -> Game:
    """The game with this guess, and its answer in view; the same game where none is asked for."""
    if game.answered or game.over:
        return game
    return replace(game, guesses=(*game.guesses, says_fake), answered=True)


def go_on(game: Game) -> Game:
    """The game with the next face in view; the same game where the answer was not seen yet."""
    return replace(game, answered=False)


def network_says_fake(deck: Deck, place: int) -> bool:
    """The network's answer, which must be one of two, as a visitor's: no "can't tell"."""
    return deck.faces[place].fake_score >= deck.threshold


def right(game: Game) -> tuple[list[bool], list[bool]]:
    """For each face guessed so far: whether the visitor was right, and whether the network was."""
    truths = [face.is_fake for face in game.deck.faces[: len(game.guesses)]]
    yours = [said == truth for said, truth in zip(game.guesses, truths, strict=True)]
    networks = [network_says_fake(game.deck, at) == truth for at, truth in enumerate(truths)]
    return yours, networks


def points(game: Game) -> tuple[Points, Points]:
    """Those of the visitor and of the network."""
    yours, networks = right(game)
    return Points(sum(yours), len(yours)), Points(sum(networks), len(networks))


def by_chance(got: Points) -> float:
    """How probable it is to get as many right, or more, by tossing a coin: in [0, 1]."""
    enough = range(got.right, got.of + 1)
    return float(sum(comb(got.of, count) for count in enough) / 2**got.of)


class ClassTally:
    """What all visitors of this server guessed today: two numbers, no names.

    Its methods may be called from any thread; each is told what day it is.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._day = date.min
        self._points = Points(0, 0)

    def add(self, was_right: bool, today: date) -> None:
        """Count a guess."""
        with self._lock:
            so_far = self._of(today)
            self._day = today
            self._points = Points(so_far.right + was_right, so_far.of + 1)

    def points(self, today: date) -> Points:
        """Of all guesses of that day."""
        with self._lock:
            return self._of(today)

    def reset(self) -> None:
        """Forget them."""
        with self._lock:
            self._points = Points(0, 0)

    def _of(self, today: date) -> Points:
        return self._points if self._day == today else Points(0, 0)
