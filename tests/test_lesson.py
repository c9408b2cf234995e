"""The lesson is true: its answer key is computed anew, and its words are those of the page."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest

from meso.cli import cli
from meso.ui.words import SAMPLE_CLIP, SAMPLE_PHOTO
from meso.ui.words import quiz as quiz_words
from meso.ui.words.glossary import TERMS

LESSON = (Path(__file__).parents[1] / "docs/lesson.md").read_text("utf-8")
NEAR = 0.03  # of a score: other machines add up in another order


def table(name):
    """The rows between two marks of the lesson: what stands left, and right."""
    (block,) = re.findall(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", LESSON, re.DOTALL)
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines()]
    return dict(rows[2:])


KEY = table("key")


@pytest.fixture(scope="module")
def detector():
    from meso.detection.load import load_detector

    return load_detector()


@pytest.fixture(scope="module")
def photo(detector):
    return report(detector, "photo")


@pytest.fixture(scope="module")
def clip(detector):
    return report(detector, "clip")


def report(detector, which):
    from meso.service.sample import make

    name, data = make(which)
    return detector.detect_stream(BytesIO(data), name)


@pytest.fixture(scope="module")
def answers(detector, photo, clip):
    """The key, computed anew."""
    thirds = third_means(clip)
    return {
        "the sample photo: verdict": photo.verdict.label,
        "the sample photo: score": photo.verdict.score,
        "a photo: fake begins at": photo.verdict.threshold,
        "the sample clip: verdict": clip.verdict.label,
        "the sample clip: mean score": clip.verdict.score,
        "the sample clip: highest third": max(thirds, key=thirds.get),
        **{f"the {third} third: mean score": score for third, score in thirds.items()},
        **changed_scores(detector, photo.crops[0]),
    }


def third_means(clip):
    from meso.service.sample import BLENDED

    frame, score = clip.scores.frame, clip.scores.fake_score
    middle = np.isin(frame, BLENDED)
    parts = {
        "first": frame < BLENDED.start,
        "middle": middle,
        "last": ~middle & (frame > BLENDED.start),
    }
    return {name: float(score[part].mean()) for name, part in parts.items()}


def changed_scores(detector, crop):
    from meso.faces.degrade import blurred, jpeg

    changed = {
        "the photo with JPEG 30": jpeg(crop, 30),
        "the photo with blur 1": blurred(crop, 1),
        "the photo with blur 2": blurred(crop, 2),
        "the photo with red and blue swapped": crop[..., ::-1],
        "the photo mirrored": crop[:, ::-1],
    }
    scores = detector.network.fake_scores(np.stack(list(changed.values())))
    return dict(zip(changed, map(float, scores), strict=True))


@pytest.mark.slow
class TestTheAnswerKey:
    def test_has_a_row_for_each_answer_and_no_other(self, answers):
        assert answers.keys() == KEY.keys()

    @pytest.mark.parametrize("what", KEY)
    def test_says_what_the_network_says(self, answers, what):
        told, true = KEY[what], answers[what]
        assert told == true if isinstance(true, str) else abs(float(told) - true) <= NEAR

    def test_answer_1_the_photo_is_told_to_be_small_and_to_hang_on_the_crop(self, photo):
        assert set(photo.verdict.codes) == {"small", "crops_disagree"}
        assert 0.27 < photo.verdict.error_rate < 0.37  # three in ten

    def test_answer_2_the_seconds_of_the_blended_third_are_named(self, clip):
        assert clip.verdict.codes == ("run_disagrees",)

    def test_answer_3_the_last_third_scores_higher_than_the_photo(self, answers):
        photo = answers["the sample photo: score"]
        assert answers["the last third: mean score"] > photo + 2 * NEAR

    def test_answer_5_a_blur_makes_the_real_photo_look_fake_and_the_others_less(self, answers):
        jpeg, swapped, blur = (
            answers[f"the photo {how}"]
            for how in ("with JPEG 30", "with red and blue swapped", "with blur 2")
        )
        assert abs(jpeg - answers["the sample photo: score"]) < 0.1
        assert blur > 0.9 > 2 * swapped

    def test_answer_5_mirroring_does_not(self, answers):
        assert abs(answers["the photo mirrored"] - answers["the sample photo: score"]) < 0.1


class TestItsWords:
    def test_are_those_of_the_page(self):
        assert table("words") == TERMS

    @pytest.mark.parametrize("label", [SAMPLE_PHOTO, SAMPLE_CLIP, quiz_words.SAMPLES])
    def test_name_the_buttons_as_they_are(self, label):
        assert f"**{label}**" in LESSON

    def test_name_options_that_there_are(self):
        (option,) = [one for one in cli.commands["app"].params if "--quiz" in one.opts]
        assert f"`.venv/bin/meso app {option.opts[0]} FOLDER`" in LESSON


class TestItsPlan:
    def test_fills_45_minutes_without_a_gap(self):
        spans = re.findall(r"^\| (\d+)–(\d+) \|", LESSON, re.MULTILINE)
        starts, ends = zip(*[(int(start), int(end)) for start, end in spans], strict=True)
        assert (starts[0], ends[-1]) == (0, 45)
        assert starts[1:] == ends[:-1]

    def test_has_as_many_answers_as_questions(self):
        _, _, rest = LESSON.partition("## Questions")
        questions, _, answers = rest.partition("## Answer key")
        numbered = [re.findall(r"^(\d)\. ", part, re.MULTILINE) for part in (questions, answers)]
        assert numbered[0] == numbered[1] == list("123456")
