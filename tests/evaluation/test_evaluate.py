from __future__ import annotations

import math

import pytest

from meso.errors import BadFaces
from meso.evaluation.evaluate import Row, Scored, evaluate, table


def real(*scores, source="c23"):
    return [Scored("", source, score) for score in scores]


def fake(method, *scores, source="c23"):
    return [Scored(method, source, score) for score in scores]


MIXED = [
    *real(0.1, 0.2, 0.3, 0.6),
    *fake("faceswap", 0.7, 0.8),
    *fake("deepfakes", 0.4, 0.9),
    *real(0.95, source="ffhq"),
    *fake("stylegan", 0.9, 0.99, source="ffhq"),
]


class TestEvaluate:
    def test_gives_a_row_a_method_in_order_and_one_of_all(self):
        rows = evaluate("val", MIXED, threshold=0.5)
        assert [row.tested_on for row in rows] == [
            "val, deepfakes",
            "val, faceswap",
            "val, stylegan",
            "val, all",
        ]

    def test_compares_a_method_with_the_real_ones_of_its_source(self):
        deepfakes, _, stylegan, of_all = evaluate("val", MIXED, threshold=0.5)
        assert deepfakes == Row(
            "val, deepfakes", reals=4, fakes=2, auc=0.875, fakes_found=0.5, reals_called_fake=0.25
        )
        assert stylegan == Row(
            "val, stylegan", reals=1, fakes=2, auc=0.5, fakes_found=1, reals_called_fake=1
        )
        assert (of_all.reals, of_all.fakes) == (5, 6)

    def test_moves_the_shares_with_the_threshold_but_not_the_auc(self):
        (low,), (high,) = (
            evaluate("val", [*real(0.1, 0.6), *fake("faceswap", 0.7, 0.8)], threshold)
            for threshold in (0.5, 0.75)
        )
        assert (low.fakes_found, low.reals_called_fake) == (1, 0.5)
        assert (high.fakes_found, high.reals_called_fake) == (0.5, 0)
        assert low.auc == high.auc == 1

    def test_needs_no_row_of_all_for_one_method(self):
        (row,) = evaluate("val", [*real(0.1), *fake("faceswap", 0.7)], threshold=0.5)
        assert row.tested_on == "val, faceswap"

    def test_compares_a_method_with_no_real_one_of_another_source(self):
        items = [*real(0.1), *fake("stylegan", 0.7, source="ffhq")]
        (row,) = evaluate("val", items, threshold=0.5)
        assert row.reals == 0
        assert math.isnan(row.auc)
        assert math.isnan(row.reals_called_fake)

    @pytest.mark.parametrize("items", [[], real(0.1, 0.2), fake("faceswap", 0.9)])
    def test_refuses_what_is_of_one_kind_only(self, items):
        with pytest.raises(BadFaces, match=r"^val needs real and fake faces"):
            evaluate("val", items, threshold=0.5)


class TestTable:
    def test_is_markdown(self):
        rows = [Row("val, faceswap", 40, 20, 0.9349, 0.8512, 0.1)]
        assert table(rows).splitlines() == [
            "| tested on | real | fake | AUC | fakes found | reals called fake |",
            "|---|---|---|---|---|---|",
            "| val, faceswap | 40 | 20 | 0.93 | 85% | 10% |",
        ]
