"""Made-up rows, each number to be found again where it belongs."""

from __future__ import annotations

import pytest

from meso.evaluation.evaluate import Number
from meso.experiments.rows import Row
from meso.experiments.tables import Tables

pytestmark = pytest.mark.slow

OVERLAP = {  # AUC of two seeds, by source and target
    ("faceswap", "faceswap"): (0.91, 0.93),
    ("faceswap", "stylegan"): (0.61, 0.65),
    ("stylegan", "faceswap"): (0.55, 0.55),
    ("stylegan", "stylegan"): (0.97, 0.99),
    ("random", "faceswap"): (0.58, 0.60),
    ("random", "stylegan"): (0.52, 0.54),
}
BEYOND = {
    ("faceswap", "faceswap"): Number(0.33, 0.2, 0.4),
    ("faceswap", "stylegan"): Number(0.10, 0.04, 0.16),
    ("stylegan", "faceswap"): Number(-0.04, -0.08, -0.01),
    ("stylegan", "stylegan"): Number(0.45, 0.4, 0.5),
}
SOURCES = ("faceswap", "stylegan", "random")


def row(source, target, what, seed, auc):
    return Row(source, target, what, seed, auc, recall_real=0.75, recall_fake=0.5, n=40)


@pytest.fixture(scope="module")
def text():
    measured = [
        row(*pair, "overlap", seed, auc)
        for pair, values in OVERLAP.items()
        for seed, auc in enumerate(values)
    ]
    measured += [row(*pair, "few-shot 5", 0, 0.53) for pair in OVERLAP]
    measured += [
        row(*pair, "transferability", 0, 0.5 + place / 100)
        for place, pair in enumerate(pair for pair in OVERLAP if pair[0] != "random")
    ]
    likeness = {(one, other): 1.0 if one == other else 0.25 for one in SOURCES for other in SOURCES}
    return Tables(measured, BEYOND, likeness).text()


class TestTables:
    def test_set_the_random_extractor_beside_each_overlap(self, text):
        assert "| faceswap | 0.92 ± 0.13 (0.59) | 0.63 ± 0.25 (0.53) |" in text
        assert "| random | 0.59 ± 0.13 | 0.53 ± 0.13 |" in text

    def test_say_how_much_is_beyond_random_and_how_sure_that_is(self, text):
        assert "| faceswap | +0.33 [+0.20, +0.40] | +0.10 [+0.04, +0.16] |" in text

    def test_name_the_pairs_that_survive_and_those_that_are_worse(self, text):
        assert "1 of 2 pairs: faceswap → stylegan." in text
        assert "worse than random ones: stylegan → faceswap." in text

    def test_tell_transferability_of_what_learned_something(self, text):
        assert "| faceswap | 0.50 | 0.51 |\n| stylegan | 0.52 | 0.53 |\n| random | – | – |" in text

    def test_tell_both_recalls(self, text):
        assert "| faceswap | 75%, 50% | 75%, 50% |" in text

    def test_go_from_nothing_retrained_over_a_few_to_all(self, text):
        assert "| judged on | features | 0 | 5 | all |" in text
        assert "| stylegan | of other kinds | 0.51 | 0.53 | 0.63 |" in text
        assert "| stylegan | its own | 0.53 | 0.53 | 0.98 |" in text
        assert "| stylegan | random | – | 0.53 | 0.53 |" in text

    def test_tell_how_alike_the_extractors_see(self, text):
        assert "| stylegan | 0.25 | 1.00 | 0.25 |" in text
