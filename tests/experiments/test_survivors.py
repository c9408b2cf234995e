"""What is said of pairs above 0, below it, across it, and without an interval."""

from __future__ import annotations

import pytest

from meso.evaluation.evaluate import Number
from meso.experiments.survivors import gain_in_words, survivors

ABOVE, ACROSS, BELOW = (
    Number(0.10, 0.04, 0.16),
    Number(0.02, -0.1, 0.1),
    Number(-0.04, -0.08, -0.01),
)
UNKNOWN = Number(0.3)


class TestSurvivors:
    def test_are_listed_with_their_intervals_and_out_of_how_many(self):
        said = survivors({("a", "b"): ABOVE, ("b", "a"): ACROSS, ("a", "c"): ABOVE})
        assert said.startswith(
            "2 of 3 pairs lie above 0: a → b +0.10 [+0.04, +0.16], a → c +0.10 [+0.04, +0.16]."
        )
        assert "b → a" not in said

    def test_stand_beside_how_many_would_by_chance(self):
        pairs = {(f"{source}", f"{target}"): ACROSS for source in range(6) for target in range(5)}
        assert "about 0.75 of them would by chance" in survivors(pairs)

    def test_may_be_none(self):
        assert survivors({("a", "b"): ACROSS}).startswith("0 of 1 pairs lie above 0. If nothing")

    def test_have_those_beside_them_that_are_worse_than_random_features(self):
        said = survivors({("a", "b"): ABOVE, ("b", "a"): BELOW})
        assert said.endswith("Worse than random features: b → a -0.04 [-0.08, -0.01].")

    def test_without_an_interval_cannot_be_told_which_is_not_none(self):
        said = survivors({("a", "b"): UNKNOWN, ("b", "a"): UNKNOWN})
        assert said == (
            "cannot be told of any of the 2 pairs: fewer than five people in a class leave no "
            "interval."
        )

    def test_are_counted_among_the_pairs_of_which_it_can_be_told(self):
        said = survivors({("a", "b"): ABOVE, ("b", "a"): UNKNOWN})
        assert said.startswith("1 of 1 pairs lie above 0: a → b")
        assert said.endswith("leave no interval: b → a.")


@pytest.mark.parametrize(
    ("gain", "words"),
    [(ABOVE, "+0.10 [+0.04, +0.16]"), (UNKNOWN, "+0.30"), (Number(-0.3), "-0.30")],
)
def test_a_gain_in_words_has_its_signs_and_its_interval(gain, words):
    assert gain_in_words(gain) == words
