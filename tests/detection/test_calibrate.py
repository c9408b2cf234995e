"""From scores and labels to probabilities: against another program, and on made-up people."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from meso.detection.calibrate import (
    Labelled,
    calibrate,
    error_rates,
    fit,
    folds,
    left_out,
    weights_of,
)
from meso.errors import BadFaces
from meso.models.calibration import Calibration, logit, probability
from meso.models.reliability import reliability

pytestmark = pytest.mark.slow


def people(reals=300, fakes=900, *, slope=2.0, offset=-1.5, seed=0):
    """Items whose scores are off by a known line: sigmoid((x - offset) / slope) for logit x.

    Three times as many fakes as real ones, and six items a person.
    """
    random = np.random.default_rng(seed)
    is_fake = np.arange(reals + fakes) >= reals
    truth = random.normal(np.where(is_fake, 1, -1), np.sqrt(2))  # its logit is the true one
    score = 1 / (1 + np.exp(-(truth - offset) / slope))
    person = random.permutation(np.arange(reals + fakes) // 6).astype(str)
    return Labelled(score, is_fake, person)


ITEMS = people()


class TestFit:
    def test_finds_the_line_that_the_scores_are_off_by(self):
        slope, offset = fit(people(20_000, 60_000))
        assert slope == pytest.approx(2.0, rel=0.03)
        assert offset == pytest.approx(-1.5, abs=0.05)

    def test_agrees_with_scikit_learn(self, monkeypatch):
        monkeypatch.setattr("meso.detection.calibrate.PRIOR", 0)
        line, weight = logit(ITEMS.fake_score), weights_of(ITEMS.is_fake)
        reals, fakes = (~ITEMS.is_fake).sum(), ITEMS.is_fake.sum()
        target = np.where(ITEMS.is_fake, (fakes + 1) / (fakes + 2), 1 / (reals + 2))
        oracle = LogisticRegression(C=1e9, tol=1e-9).fit(
            np.tile(line, 2)[:, None],
            np.repeat([1, 0], len(line)),
            1000 * np.concatenate([weight * target, weight * (1 - target)]),
        )
        assert fit(ITEMS) == pytest.approx((oracle.coef_[0, 0], oracle.intercept_[0]), abs=1e-3)

    def test_does_not_depend_on_how_many_fakes_there_are(self):
        once, often = people(4000, 4000), people(4000, 40_000)
        assert fit(once) == pytest.approx(fit(often), abs=0.1)

    def test_of_few_items_is_not_certain_however_well_they_are_told_apart(self):
        score, is_fake = np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])
        line = fit(Labelled(score, is_fake, np.array(list("abcd"))))
        assert 0.6 < probability(0.9, *line) < 0.9

    def test_of_few_people_stays_nearer_to_the_score_as_it_is(self):
        alone = Labelled(ITEMS.fake_score, ITEMS.is_fake, ITEMS.person.astype("U1"))
        (few_slope, few_offset), (slope, offset) = fit(alone), fit(ITEMS)
        assert 1 < few_slope < slope
        assert offset < few_offset < 0

    def test_finds_the_same_curve_whatever_the_order(self):
        order = np.random.default_rng(1).permutation(len(ITEMS.person))
        assert fit(ITEMS.only(order)) == pytest.approx(fit(ITEMS), abs=1e-4)


class TestFolds:
    def test_share_no_person_and_lose_none(self):
        masks = folds(ITEMS.person)
        assert len(masks) == 5
        assert (np.sum(masks, axis=0) == 1).all()
        owners = [set(ITEMS.person[mask]) for mask in masks]
        assert sum(map(len, owners)) == len(set().union(*owners))

    def test_are_of_about_one_size(self):
        sizes = [mask.sum() for mask in folds(np.repeat(list("abcdefghij"), range(1, 11)))]
        assert sum(sizes) == 55
        assert max(sizes) - min(sizes) <= 2

    def test_are_as_many_as_people_where_these_are_few(self):
        assert len(folds(np.array(["anna", "ben", "anna"]))) == 2

    def test_let_nobody_judge_themselves(self):
        """One person's labels are turned round: only the others' fits may notice."""
        odd = ITEMS.person == ITEMS.person[0]
        turned = Labelled(ITEMS.fake_score, ITEMS.is_fake ^ odd, ITEMS.person)
        np.testing.assert_array_equal(left_out(ITEMS)[odd], left_out(turned)[odd])
        assert (left_out(ITEMS) != left_out(turned)).any()


@pytest.fixture(scope="module")
def found():
    """The calibration of the made-up people, and its worth."""
    return calibrate(ITEMS)


class TestCalibrate:
    def test_makes_probabilities_that_keep_their_word_for_other_people(self, found):
        calibration, worth = found
        others = people(20_000, 60_000, seed=1)
        likely = probability(others.fake_score, calibration.slope, calibration.offset)
        assert worth.before.error > 0.1 > 0.05 > worth.after.error
        weight = weights_of(others.is_fake)
        assert reliability(others.is_fake, likely, weight).error < 0.03

    def test_leaves_the_wished_share_without_a_verdict(self, found):
        _, worth = found
        assert worth.coverage == pytest.approx(0.75, abs=0.01)
        assert calibrate(ITEMS, uncertain=0.5)[1].coverage == pytest.approx(0.5, abs=0.01)

    def test_leaves_those_that_are_wrong_most_often(self, found):
        _, worth = found
        assert worth.error_of_rest < 0.8 * worth.error

    def test_tells_what_leaving_out_more_or_fewer_would_give(self, found):
        _, worth = found
        assert worth.surest.at(1) == pytest.approx(worth.error)
        assert worth.surest.at(worth.coverage) == pytest.approx(worth.error_of_rest)
        assert worth.surest.at(0.5) < worth.surest.at(0.75) < worth.surest.at(1)

    def test_tells_what_it_is_worth_whatever_the_share_of_fakes(self, found):
        _, worth = found
        _, often = calibrate(people(reals=600, fakes=600))
        assert worth.error == pytest.approx(often.error, abs=0.04)
        assert worth.after.true == pytest.approx(often.after.true, abs=0.15)

    def test_tells_error_rates_that_hold_for_other_people(self, found):
        calibration, _ = found
        others = people(20_000, 60_000, seed=1)
        told = np.array([calibration.error_rate(score) for score in others.fake_score])
        wrong = others.is_fake != (others.fake_score >= calibration.threshold)
        weight = weights_of(others.is_fake)
        for rate in np.unique(told):
            real = np.average(wrong[told == rate], weights=weight[told == rate])
            assert real == pytest.approx(rate, abs=0.08)

    def test_gives_what_an_index_can_hold(self, found):
        calibration, _ = found
        assert isinstance(calibration, Calibration)
        assert {type(value) for value in (calibration.slope, calibration.unsure)} == {float}

    def test_is_the_same_twice(self, found):
        calibration, worth = calibrate(people())
        assert calibration == found[0]
        np.testing.assert_array_equal(worth.after, found[1].after)

    def test_refuses_scores_that_are_lower_for_fakes(self):
        with pytest.raises(BadFaces, match="do not score higher"):
            calibrate(Labelled(1 - ITEMS.fake_score, ITEMS.is_fake, ITEMS.person))

    @pytest.mark.parametrize("lacks", ["fakes", "people"])
    def test_refuses_what_shows_one_side_only(self, lacks):
        items = ITEMS.only(~ITEMS.is_fake) if lacks == "fakes" else ITEMS
        person = np.full(len(items.person), "anna") if lacks == "people" else items.person
        with pytest.raises(BadFaces, match="two people at least"):
            calibrate(Labelled(items.fake_score, items.is_fake, person))


class TestErrorRates:
    def test_lie_in_bins_that_change_at_a_half_and_end_at_one(self):
        rates = error_rates(left_out(ITEMS), ITEMS.is_fake)
        ends = [rate.below for rate in rates]
        assert ends == sorted(set(ends))
        assert 0.5 in ends
        assert ends[-1] == 1.0
        assert sum(rate.items for rate in rates) == len(ITEMS.person)

    def test_of_few_items_are_in_two_bins(self):
        likely, is_fake = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, True, True])
        assert [rate.below for rate in error_rates(likely, is_fake)] == [0.5, 1.0]

    def test_never_rise_with_the_probability_of_being_right(self):
        random = np.random.default_rng(3)
        likely, is_fake = random.random(300), random.random(300) < 0.5
        rates = error_rates(likely, is_fake)
        real = [rate.share for rate in rates if rate.below <= 0.5]
        fake = [rate.share for rate in rates if rate.below > 0.5]
        assert real == sorted(real)
        assert fake == sorted(fake, reverse=True)
        assert sum(rate.items for rate in rates) == 300

    def test_never_say_never(self):
        likely = np.array([0.1] * 8 + [0.9] * 8)
        rates = error_rates(likely, likely > 0.5)
        assert [rate.share for rate in rates] == [0.1, 0.1]

    def test_of_nothing_are_a_half(self):
        likely, is_fake = np.array([0.6, 0.7, 0.8]), np.array([False, True, True])
        assert error_rates(likely, is_fake)[0] == (0.5, 0, 0.5)

    def test_weigh_real_and_fake_the_same(self):
        likely = np.full(400, 0.2)
        is_fake = np.arange(400) < 300
        rate = error_rates(likely, is_fake)[0]
        assert rate.items == 400
        assert rate.share == pytest.approx(0.5, abs=0.01)
