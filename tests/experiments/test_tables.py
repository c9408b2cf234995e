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
UNCHANGED = {
    ("faceswap", "faceswap"): Number(0.94, 0.9, 0.97),
    ("faceswap", "stylegan"): Number(0.51, 0.4, 0.62),
    ("stylegan", "faceswap"): Number(0.52, 0.41, 0.63),
    ("stylegan", "stylegan"): Number(0.99),
}
SOURCES = ("faceswap", "stylegan", "random")


def row(source, target, what, seed, auc):
    real = 0.25 if source == "random" else 0.75
    return Row(source, target, what, seed, auc, recall_real=real, recall_fake=0.5, n=40)


@pytest.fixture(scope="module")
def text():
    measured = [
        row(*pair, "overlap", seed, auc)
        for pair, values in OVERLAP.items()
        for seed, auc in enumerate(values)
    ]
    measured += [
        row(*pair, "few-shot 5", seed, auc) for pair in OVERLAP for seed, auc in enumerate(FEW)
    ]
    measured += [
        row(*pair, "transferability", 0, 0.5 + place / 100)
        for place, pair in enumerate(pair for pair in OVERLAP if pair[0] != "random")
    ]
    likeness = {(one, other): 1.0 if one == other else 0.25 for one in SOURCES for other in SOURCES}
    return Tables(measured, BEYOND, UNCHANGED, likeness).text()


FEW = (0.52, 0.54)  # of two seeds, everywhere


class TestTables:
    def test_set_the_random_extractor_beside_each_overlap(self, text):
        assert "| faceswap | 0.92 ± 0.13 (0.59) | 0.63 ± 0.25 (0.53) |" in text
        assert "| random | 0.59 ± 0.13 | 0.53 ± 0.13 |" in text

    def test_say_how_much_is_beyond_random_and_how_sure_that_is(self, text):
        assert "| faceswap | +0.33 [+0.20, +0.40] | +0.10 [+0.04, +0.16] |" in text

    def test_set_a_network_trained_from_scratch_below_the_overlaps(self, text):
        overlaps, _, _ = text.partition("**Beyond random**")
        assert overlaps.endswith("| from scratch | 0.94 [0.90–0.97] | 0.99 |\n\n")

    def test_say_what_survives_the_control_between_two_kinds(self, text):
        assert "**What survives the control**: 1 of 2 pairs" in text

    def test_tell_transferability_of_what_learned_something_with_its_interval(self, text):
        assert "| faceswap | 0.94 [0.90–0.97] | 0.51 [0.40–0.62] |\n| stylegan | 0.52 [" in text
        assert "| 0.99 |\n| random | – | – |" in text

    def test_tell_both_recalls_beside_those_of_the_random_extractor(self, text):
        assert "| faceswap | 75%, 50% (25%, 50%) | 75%, 50% (25%, 50%) |" in text
        assert "| random | 25%, 50% | 25%, 50% |" in text

    def test_go_from_nothing_retrained_over_a_few_to_all(self, text):
        assert "| judged on | features | 0 | 5 | all |" in text
        assert "| stylegan | of other kinds | 0.51 | 0.53 ± 0.13 | 0.63 ± 0.25 |" in text
        assert "| stylegan | its own | 0.53 | 0.53 ± 0.13 | 0.98 ± 0.13 |" in text
        assert "| stylegan | random | – | 0.53 ± 0.13 | 0.53 ± 0.13 |" in text

    def test_a_mean_over_sources_is_as_sure_as_it_is_from_seed_to_seed(self):
        """What differs between the sources is no doubt about their mean."""
        aucs = {"a": (0.6, 0.6), "b": (0.8, 0.8), "c": (0.9, 0.9), "random": (0.5, 0.5)}
        measured = [
            row(source, target, "overlap", seed, auc)
            for source, values in aucs.items()
            for target in ("a", "b", "c")
            for seed, auc in enumerate(values)
        ]
        pairs = [(source, target) for source in "abc" for target in "abc"]
        numbers = dict.fromkeys(pairs, Number(0.5))
        alike = {(one, other): 1.0 for one in aucs for other in aucs}
        text = Tables(measured, numbers, numbers, alike).text()
        assert "| c | of other kinds | – | 0.70 ± 0.00 |" in text

    def test_tell_how_alike_the_extractors_see(self, text):
        assert "| stylegan | 0.25 | 1.00 | 0.25 |" in text
