from __future__ import annotations

import math

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.evaluation.evaluate import (
    Number,
    Scored,
    by_clip,
    evaluate,
    measures,
    row,
    trust,
)
from meso.evaluation.metrics import FEWEST_PEOPLE, auc, called_fake, interval


def real(*scores, source="c23", **more):
    return [Scored("", source, score, **more) for score in scores]


def fake(method, *scores, source="c23", **more):
    return [Scored(method, source, score, **more) for score in scores]


def values(row):
    return {name: number.value for name, number in row.numbers.items()}


MIXED = [
    *real(0.1, 0.2, 0.3, 0.6),
    *fake("faceswap", 0.7, 0.8),
    *fake("deepfakes", 0.4, 0.9),
    *real(0.95, source="ffhq"),
    *fake("stylegan", 0.9, 0.99, source="ffhq"),
]
AT_HALF = measures(threshold=0.5)


class TestEvaluate:
    def test_gives_a_row_a_method_in_order_and_one_of_all(self):
        rows = evaluate("val", MIXED, AT_HALF)
        assert [row.tested_on for row in rows] == [
            "val, deepfakes",
            "val, faceswap",
            "val, stylegan",
            "val, all",
        ]

    def test_compares_a_method_with_the_real_ones_of_its_source(self):
        deepfakes, _, stylegan, of_all = evaluate("val", MIXED, AT_HALF)
        assert (deepfakes.reals, deepfakes.fakes) == (4, 2)
        assert values(deepfakes) == pytest.approx(
            {
                "AUC": 0.875,
                "EER": 0.25,
                "AP": 0.5 * 1 + 0.5 * 2 / 3,
                "accuracy": 4 / 6,
                "fakes found": 0.5,
                "reals called fake": 0.25,
                "TPR at 5% FPR": 0.5,
            }
        )
        assert (stylegan.reals, stylegan.fakes) == (1, 2)
        assert values(stylegan)["AUC"] == 0.5
        assert (of_all.reals, of_all.fakes) == (5, 6)

    def test_compares_each_compression_with_its_own(self):
        items = [
            *real(0.1, 0.2, compression="c23"),
            *real(0.6, compression="c40"),
            *fake("faceswap", 0.3, compression="c23"),
            *fake("faceswap", 0.5, compression="c40"),
            *fake("deepfakes", 0.7, compression="c40"),
        ]
        rows = evaluate("ff", items, {"AUC": auc})
        assert {row.tested_on: (row.reals, values(row)["AUC"]) for row in rows} == {
            "ff, deepfakes, c40": (1, 1),
            "ff, faceswap, c23": (2, 1),
            "ff, faceswap, c40": (1, 0),
            "ff, all c23": (2, 1),
            "ff, all c40": (1, 0.5),
            "ff, all": (3, pytest.approx(7 / 9)),
        }

    def test_names_the_sources_where_one_method_has_several(self):
        items = [
            *real(0.1, source="dfdc"),
            *fake("faceswap", 0.3, source="dfdc"),
            *real(0.6, source="celeb"),
            *fake("faceswap", 0.5, source="celeb"),
        ]
        rows = evaluate("val", items, {"AUC": auc})
        assert [(row.tested_on, values(row)["AUC"]) for row in rows] == [
            ("val, faceswap, celeb", 0),
            ("val, faceswap, dfdc", 1),
            ("val, all", 0.5),
        ]

    def test_moves_the_shares_with_the_threshold_but_not_the_auc(self):
        (low,), (high,) = (
            evaluate("val", [*real(0.1, 0.6), *fake("faceswap", 0.7, 0.8)], measures(threshold))
            for threshold in (0.5, 0.75)
        )
        low, high = values(low), values(high)
        assert (low["fakes found"], low["reals called fake"]) == (1, 0.5)
        assert (high["fakes found"], high["reals called fake"]) == (0.5, 0)
        assert (low["accuracy"], high["accuracy"]) == (0.75, 0.75)
        assert low["AUC"] == high["AUC"] == 1

    def test_needs_no_row_of_all_for_one_method(self):
        (row,) = evaluate("val", [*real(0.1), *fake("faceswap", 0.7)], AT_HALF)
        assert row.tested_on == "val, faceswap"

    def test_compares_a_method_with_no_real_one_of_another_source(self):
        items = [*real(0.1), *fake("stylegan", 0.7, source="ffhq")]
        (row,) = evaluate("val", items, AT_HALF)
        assert row.reals == 0
        assert math.isnan(values(row)["AUC"])
        assert math.isnan(values(row)["reals called fake"])
        assert values(row)["fakes found"] == 1

    @pytest.mark.parametrize("items", [[], real(0.1, 0.2), fake("faceswap", 0.9)])
    def test_refuses_what_is_of_one_kind_only(self, items):
        with pytest.raises(BadFaces, match=r"^val needs real and fake faces"):
            evaluate("val", items, AT_HALF)


class TestRow:
    @pytest.fixture
    def items(self):
        """Three real and two fake faces of each of some people, who differ in looks."""
        looks = np.linspace(0, 0.5, FEWEST_PEOPLE)
        return [
            item
            for place, look in enumerate(looks)
            for item in [
                *real(look, look + 0.1, look + 0.2, person=f"{place}"),
                *fake("faceswap", look + 0.15, look + 0.3, person=f"{place}"),
            ]
        ]

    def test_has_intervals_by_person(self, items):
        number = row("val", items, {"AUC": auc}).numbers["AUC"]
        is_fake = np.array([item.is_fake for item in items])
        score = np.array([item.fake_score for item in items], np.float32)
        by_person = interval(auc, is_fake, score, [item.person for item in items])
        assert number == Number(auc(is_fake, score), *by_person)
        assert number.low < number.value < number.high

    def test_has_no_interval_with_few_people(self, items):
        few = [item for item in items if item.person != "0"]
        number = row("val", few, {"AUC": auc}).numbers["AUC"]
        assert number.value > 0.5
        assert math.isnan(number.low)
        assert math.isnan(number.high)


class TestTrust:
    def test_says_what_the_error_falls_to(self):
        items = [*real(0.05, 0.1, 0.55), *fake("faceswap", 0.9)]
        numbers = values(row("val", items, trust(0.5)))
        assert numbers == pytest.approx(
            {
                "ECE": (0.05 + 0.1 + 0.55 + 0.1) / 4,
                "error": 0.25,
                "error of the surest 90%": 0.25,
                "error of the surest 75%": 0,
                "error of the surest 50%": 0,
            }
        )


class TestByClip:
    def test_takes_the_means_over_the_frames_of_each(self):
        about = {"person": "anna", "compression": "c40", "clip": "1.mp4"}
        frames = [
            *fake("faceswap", 0.2, width=80, brightness=10, **about),
            *real(0.1, clip="2.mp4"),
            *fake("faceswap", 0.7, width=90, brightness=40, **about),
        ]
        fake_clip, real_clip = by_clip(frames)
        assert fake_clip == Scored(
            "faceswap", "c23", pytest.approx(0.45), width=85, brightness=25, **about
        )
        assert real_clip.fake_score == 0.1

    def test_is_empty_where_every_clip_is_one_picture(self):
        assert by_clip([*real(0.1, clip="a.png"), *real(0.2, clip="b.png")]) == []

    def test_is_one_for_one_clip(self):
        (clip,) = by_clip(real(0.1, 0.3, clip="a.mp4"))
        assert clip.fake_score == pytest.approx(0.2)


def test_called_fake_is_what_the_shares_are():
    found = AT_HALF["fakes found"](np.array([True, True, False]), np.array([0.4, 0.6, 0.9]))
    assert found == called_fake(np.array([0.4, 0.6]), 0.5)
