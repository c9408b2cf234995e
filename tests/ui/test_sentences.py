"""Sentences about a report: right in number, clear about what was measured."""

from __future__ import annotations

import pytest

from meso.detection.decide import REDUCTIONS
from meso.detection.words import not_scored, stands_on
from meso.ui import sentences


def test_a_photo_of_one_is_about_the_face(made):
    report = made.report([(0, 0, 0.25)], looked_at=[0], kind="image")
    assert sentences.score(report).startswith("The face in this photo scores **0.25** on a scale")


def test_a_photo_of_several_is_about_the_most_fake(photo):
    assert sentences.score(photo).startswith("The most fake of the 3 faces in this photo scores")


def test_every_reduction_is_told_in_words_of_its_own(made):
    told = {
        sentences.score(made.report([(0, 0, 0.25)], looked_at=[0], reduction=reduction))
        for reduction in REDUCTIONS
    }
    assert len(told) == len(REDUCTIONS)
    assert any("score on average **0.25**" in sentence for sentence in told)


@pytest.mark.parametrize(
    ("faces", "kind", "sentence"),
    [
        ([(0, 0, 0.1)], "image", "This stands on one photo with 1 person."),
        ([(0, 0, 0.1), (0, 1, 0.1)], "image", "This stands on one photo with 2 people."),
        ([(0, 0, 0.1)], "video", "This stands on 1 of 3 frames looked at, which show 1 person."),
    ],
)
def test_says_how_much_was_seen(made, faces, kind, sentence):
    looked_at = [0] if kind == "image" else [0, 10, 20]
    assert stands_on(made.report(faces, looked_at=looked_at, kind=kind)) == sentence


class TestTheErrorRate:
    def test_is_told_in_items_of_a_hundred(self, made):
        report = made.report([(0, 0, 0.9)], looked_at=[0], label="fake", error_rate=0.083)
        assert sentences.error_rate(report) == (
            "Of 100 clips that scored like this, of people new to the network, "
            "about 8 were judged wrongly."
        )

    def test_is_not_made_up_where_it_was_not_measured(self, made):
        assert "not measured" in sentences.error_rate(made.report([(0, 0, 0.1)], looked_at=[0]))


class TestTheProbability:
    def test_stands_beside_the_score_where_it_was_measured(self, made):
        report = made.report([(0, 0, 0.9)], looked_at=[0], probability=0.834)
        assert sentences.score(report).endswith(
            "Fake begins at 0.50. A fake is 83% probable, where fakes are as common as real ones."
        )

    def test_is_not_made_up_where_it_was_not(self, made):
        score = sentences.score(made.report([(0, 0, 0.9)], looked_at=[0]))
        assert score.endswith("Fake begins at 0.50.")


def test_a_caution_is_told_as_one_and_can_be_no_markdown(made):
    report = made.report([(0, 0, 0.9)], looked_at=[0], cautions=("The face *is* small.",))
    assert sentences.cautions(report) == [r"**Take care:** The face \*is\* small\."]


class TestWhatWasNotScored:
    def test_nothing_is_told_too(self, made, photo):
        assert "every frame" in not_scored(made.report([(0, 0, 0.1)], looked_at=[0]))[0]
        assert "every face" in not_scored(photo)[0]


def test_an_uncertain_verdict_has_no_error_rate(shown, made):
    app = shown(made.report([(0, 0, 0.5)], looked_at=[0], label="uncertain"))
    assert not any("wrong" in text.value for text in app.markdown if text.value.startswith("- "))
