"""A game in; sentences for a reader of fifteen out, in Markdown."""

from __future__ import annotations

from meso.ui.quiz_game import Game, Points, by_chance, network_says_fake, points, right
from meso.ui.words import quiz as words


def where(game: Game) -> str:
    """Which face is in view, and what was right so far."""
    place = f"Face {game.place + 1} of {len(game.deck.faces)}"
    if not game.guesses:
        return place
    you, network = points(game)
    return f"{place} · right so far: you {you.right}, the network {network.right}"


def unknown_face(place: int, of: int) -> str:
    """A face for who cannot see it: no word about what it is."""
    return f"Face {place + 1} of {of}, to be guessed"


def truth(game: Game) -> str:
    """Whether the guess was right, and what the face is."""
    were_right = right(game)[0][-1]
    verdict = "You are right" if were_right else "Not this time"
    return f"{verdict}: this face is {_named(game.face.is_fake)}."


def network(game: Game) -> str:
    """What the network says of the face in view, and whether it is right."""
    says, threshold = network_says_fake(game.deck, game.place), game.deck.threshold
    verdict = words.RIGHT if right(game)[1][-1] else words.WRONG
    return (
        f"The network says {_named(says)} and is **{verdict}**. Its fake score is "
        f"**{game.face.fake_score:.2f}** on a scale from 0 (real) to 1 (fake); here fake begins at "
        f"{threshold:.2f}."
    )


def bar(who: str, got: Points) -> str:
    """Somebody's result beside its bar."""
    return f"{who}: {got.right} of {got.of} ({got.share:.0%})"


def share_bar(who: str, share: float) -> str:
    """A published result beside its bar, to the tenth of a percent, as it was published."""
    return f"{who}: {share:.1%}"


def luck(you: Points) -> str:
    """How often a coin does as well as the visitor did."""
    chance = f"{100 * by_chance(you):.0f}"
    games = {"0": "in fewer than one game of 100", "1": "in about one game of 100"}
    return (
        f"Could it be luck? Somebody who tosses a coin gets {you.right} of {you.of} or more right "
        f"{games.get(chance, f'in about {chance} games of 100')}."
    )


def side_by_side(game: Game) -> str:
    """On which faces the visitor and the network were right, compared."""
    pairs = list(zip(*right(game), strict=True))
    both, neither = pairs.count((True, True)), pairs.count((False, False))
    you, network = pairs.count((True, False)), pairs.count((False, True))
    return (
        f"Both of you were right on {both} of the {len(pairs)} faces, only you on {you}, only the "
        f"network on {network}, and nobody on {neither}."
    )


def reviewed(game: Game, place: int) -> str:
    """A face after the game: the truth and both answers."""
    said, network_said = game.guesses[place], network_says_fake(game.deck, place)
    face = game.deck.faces[place]
    return (
        f"{words.NAMES[face.is_fake]} · you: {words.NAMES[said]} · network: "
        f"{words.NAMES[network_said]} ({face.fake_score:.2f})"
    )


def skipped(count: int) -> str:
    """How many pictures are not in the game."""
    return f"{count} picture{'' if count == 1 else 's'} could not be used"


def _named(is_fake: bool) -> str:
    icon = words.FAKE_ICON if is_fake else words.REAL_ICON
    return f":{words.COLOURS[is_fake]}[{icon} **{words.NAMES[is_fake]}**]"
