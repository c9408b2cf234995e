"""What is said of a score before and after: in words that a reader of fifteen follows."""

from __future__ import annotations

import pytest

from meso.ui import effects
from meso.ui.words import fake, what_if


class TestAFaceAlone:
    @pytest.mark.parametrize(("score", "label"), [(0.59, "real"), (0.6, "fake"), (1.0, "fake")])
    def test_is_fake_from_the_threshold_on(self, score, label):
        assert effects.label(score, 0.6) == label

    def test_is_told_by_name_answer_and_score(self):
        assert effects.caption("Blur: 2", 0.25, 0.6).startswith("**Blur: 2**")
        assert effects.caption("Blur: 2", 0.25, 0.6).endswith("Real] · 0.25")
        assert effects.caption("Blur: 2", 0.75, 0.6).endswith("Fake] · 0.75")

    def test_is_told_apart_from_a_threshold_near_by(self):
        assert effects.caption("As it is", 0.5996, 0.6).endswith("0.5996")


class TestAChange:
    def said(self, scores, chosen=0, before=0.1):
        return effects.of_change(before, scores, chosen, 0.6)

    def test_that_crosses_the_threshold_turns_the_answer(self):
        assert what_if.TURNS in self.said([0.2, 0.7], chosen=1)
        assert what_if.TURNS in self.said([0.2, 0.7], chosen=0, before=0.9)

    def test_that_does_not_leaves_it(self):
        assert what_if.STAYS in self.said([0.2, 0.7], chosen=0)

    def test_is_told_with_the_whole_slider(self):
        said = self.said([0.2, 0.7, 0.05, 0.9])
        assert "from 0.05 to 0.90" in said
        assert "turns at 2 of 4 positions" in said

    def test_that_never_or_always_turns_is_told_so(self):
        assert "never turns" in self.said([0.2, 0.3])
        assert "turns everywhere" in self.said([0.7, 0.8])

    def test_names_both_ends_and_where_fake_begins(self):
        assert self.said([0.2]).endswith("0 is real, 1 is fake, and fake begins at 0.60.")


class TestAFake:
    @pytest.mark.parametrize(
        ("before", "after", "said"),
        [
            (0.1, 0.9, fake.NOTICED),
            (0.1, 0.5, fake.NOT_NOTICED),
            (0.7, 0.9, fake.BOTH_FAKE),
            (0.7, 0.2, fake.THE_WRONG_WAY),
        ],
    )
    def test_is_noticed_only_if_the_answer_goes_from_real_to_fake(self, before, after, said):
        assert said in effects.of_fake(before, after, 0.6)
