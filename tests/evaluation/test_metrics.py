from __future__ import annotations

from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import brentq
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from meso.evaluation.metrics import (
    FEWEST_PEOPLE,
    accuracy,
    auc,
    average_precision,
    called_fake,
    eer,
    error_of_surest,
    interval,
    tpr_at_fpr,
)
from tests.scored import any_scores, arrays
from tests.scored import few_scores as scores

pytestmark = pytest.mark.slow

unhurried = settings(deadline=None)


class TestAuc:
    def test_is_1_when_every_fake_scores_higher_and_0_when_every_one_scores_lower(self):
        assert auc(*arrays([0.1, 0.2], [0.3, 0.9])) == 1
        assert auc(*arrays([0.3, 0.9], [0.1, 0.2])) == 0

    def test_counts_a_tie_as_a_half(self):
        assert auc(*arrays([0.5], [0.5, 0.5])) == 0.5
        assert auc(*arrays([0.1, 0.5], [0.5, 0.9])) == pytest.approx(0.875)

    @pytest.mark.parametrize(("reals", "fakes"), [([0.1], []), ([], [0.1]), ([], [])])
    def test_of_one_class_is_no_number(self, reals, fakes):
        assert np.isnan(auc(*arrays(reals, fakes)))

    def test_of_a_score_that_is_no_number_is_none_either(self):
        assert np.isnan(auc(*arrays([0.1, np.nan], [0.3, np.nan])))

    @unhurried
    @given(scores, scores)
    def test_agrees_with_scikit_learn(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        assert auc(is_fake, fake_score) == pytest.approx(roc_auc_score(is_fake, fake_score))

    @unhurried
    @given(any_scores, any_scores)
    def test_is_turned_round_with_the_labels(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        assert auc(is_fake, fake_score) + auc(~is_fake, fake_score) == pytest.approx(1)


class TestCalledFake:
    def test_is_the_share_at_or_above_the_threshold(self):
        assert called_fake(np.array([0.1, 0.5, 0.6, 0.2], np.float32), 0.5) == 0.5

    def test_of_nothing_is_no_number(self):
        assert np.isnan(called_fake(np.array([], np.float32), 0.5))


class TestAveragePrecision:
    @unhurried
    @given(scores, scores)
    def test_agrees_with_scikit_learn(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        expected = average_precision_score(is_fake, fake_score)
        assert average_precision(is_fake, fake_score) == pytest.approx(expected)

    def test_without_a_fake_is_no_number(self):
        assert np.isnan(average_precision(*arrays([0.1], [])))


class TestEer:
    def test_is_where_both_errors_are_the_same(self):
        assert eer(*arrays([0.1, 0.2, 0.3, 0.8], [0.25, 0.7, 0.9, 0.95])) == 0.25
        assert eer(*arrays([0.1], [0.9])) == 0
        assert eer(*arrays([0.9], [0.1])) == 1
        assert eer(*arrays([0.5, 0.5], [0.5])) == 0.5

    @unhurried
    @given(scores, scores)
    def test_is_where_scikit_learns_curve_crosses_the_diagonal(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        called, found, _ = roc_curve(is_fake, fake_score, drop_intermediate=False)
        rate = eer(is_fake, fake_score)
        crosses = brentq(lambda x: np.interp(x, called + found, called - 1 + found), 0, 2)
        assert rate == pytest.approx(np.interp(crosses, called + found, called), abs=1e-6)

    @pytest.mark.parametrize(("reals", "fakes"), [([0.1], []), ([], [0.1]), ([], [])])
    def test_of_one_class_is_no_number(self, reals, fakes):
        assert np.isnan(eer(*arrays(reals, fakes)))
        assert np.isnan(tpr_at_fpr(*arrays(reals, fakes)))


class TestTprAtFpr:
    def test_lets_no_more_reals_be_called_fake_than_asked(self):
        reals = np.linspace(0, 0.95, 20)
        assert tpr_at_fpr(*arrays(reals, [0.1, 0.91, 0.96]), fpr=0.05) == pytest.approx(2 / 3)
        assert tpr_at_fpr(*arrays(reals, [0.1, 0.91, 0.96]), fpr=0.04) == pytest.approx(1 / 3)

    @unhurried
    @given(scores, scores)
    def test_agrees_with_scikit_learn(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        called, found, _ = roc_curve(is_fake, fake_score, drop_intermediate=False)
        assert tpr_at_fpr(is_fake, fake_score, 0.3) == pytest.approx(found[called <= 0.3].max())


class TestAccuracy:
    def test_counts_both_kinds_at_the_threshold(self):
        items = arrays([0.1, 0.5, 0.6], [0.5, 0.4])
        assert accuracy(*items, 0.5) == pytest.approx(2 / 5)
        assert accuracy(*items, 0.7) == pytest.approx(3 / 5)

    def test_of_nothing_is_no_number(self):
        assert np.isnan(accuracy(*arrays([], []), 0.5))


class TestErrorOfSurest:
    def test_keeps_at_least_the_share(self):
        items = arrays([0.05, 0.3, 0.6], [0.9, 0.55])
        assert error_of_surest(*items, 0.5, 0.6) == 0
        assert error_of_surest(*items, 0.5, 0.7) == pytest.approx(1 / 4)
        assert error_of_surest(*items, 0.5, 1) == pytest.approx(1 / 5)

    def test_of_nothing_is_no_number(self):
        assert np.isnan(error_of_surest(*arrays([], []), 0.5, 0.5))


class TestInterval:
    @staticmethod
    def people(count, faces=20, seed=5):
        """Faces of people who differ more than their faces do, half of them fake."""
        rng = np.random.default_rng(seed)
        person = np.repeat([f"person {number}" for number in range(count)], faces)
        is_fake = np.tile([False, True], count * faces // 2)
        looks = np.repeat(rng.normal(0, 0.2, count), faces)
        noise = rng.normal(0, 0.05, count * faces)
        score = np.clip(0.45 + 0.1 * is_fake + looks + noise, 0, 1)
        return is_fake, score.astype(np.float32), person

    def test_holds_the_value(self):
        is_fake, score, person = self.people(30)
        low, high = interval(auc, is_fake, score, person)
        assert 0 < low < auc(is_fake, score) < high < 1

    def test_is_wider_by_person_than_by_face(self):
        def share(is_fake, score):
            return called_fake(score, 0.5)

        is_fake, score, person = self.people(30)
        by_person = interval(share, is_fake, score, person)
        by_face = interval(share, is_fake, score, range(len(person)))
        assert np.diff(by_person) > 2 * np.diff(by_face)

    def test_covers_the_mean_of_independent_people_as_theory_says(self):
        is_fake = np.arange(400) % 2 == 0
        score = np.random.default_rng(2).random(400).astype(np.float32)
        low, high = interval(lambda _, score: float(score.mean()), is_fake, score, range(400))
        error = float(score.std() / 20)
        assert low == pytest.approx(float(score.mean()) - 1.96 * error, abs=0.2 * error)
        assert high == pytest.approx(float(score.mean()) + 1.96 * error, abs=0.2 * error)

    def test_is_the_same_for_the_same_seed_only(self):
        items = self.people(12)
        assert interval(auc, *items, seed=1) == interval(auc, *items, seed=1)
        assert interval(auc, *items, seed=1) != interval(auc, *items, seed=2)

    @pytest.mark.parametrize("count", [0, 1, FEWEST_PEOPLE - 1])
    def test_of_few_people_is_no_number(self, count):
        assert np.isnan(interval(auc, *self.people(count))).all()

    def test_needs_people_enough_in_each_class_that_is_there(self):
        is_fake, score, person = self.people(FEWEST_PEOPLE)
        assert not np.isnan(interval(auc, is_fake, score, person)).any()
        fewer = is_fake | (person == "person 0")  # whose reals are now fakes
        assert np.isnan(interval(auc, fewer, score, person)).all()

    def test_of_one_class_is_known_to_those_metrics_that_are(self):
        def missed(is_fake, score):
            return float((score < 0.5).mean())

        _, score, person = self.people(8)
        fakes = np.ones(len(score), bool)
        assert not np.isnan(interval(missed, fakes, score, person)).any()
        assert np.isnan(interval(auc, fakes, score, person)).all()

    def test_leaves_out_draws_of_one_class(self):
        is_fake, score = arrays([0.1] * FEWEST_PEOPLE, [0.7] * FEWEST_PEOPLE)
        assert interval(auc, is_fake, score, range(len(score))) == (1, 1)

    def test_of_4000_faces_takes_seconds(self):
        items = self.people(200)
        began = perf_counter()
        interval(auc, *items)
        assert perf_counter() - began < 10  # about 1 on an idle machine
