"""Whether scores keep their word, and what the surest of them err: counted by hand and by bins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from meso.models.reliability import coverage_risk, reliability
from tests.scored import any_scores, arrays, few_scores


class TestReliability:
    IS_FAKE = np.array([False, True, True, True, False, False])
    SCORE = np.array([0.05, 0.05, 0.93, 0.97, 1.0, 0.5])

    def test_has_an_entry_for_each_bin_that_is_not_empty(self):
        found = reliability(self.IS_FAKE, self.SCORE)
        assert found.said == pytest.approx([0.05, 0.5, (0.93 + 0.97 + 1) / 3])
        assert found.true == pytest.approx([1 / 2, 0, 2 / 3])
        assert found.share == pytest.approx([2 / 6, 1 / 6, 3 / 6])
        assert found.items.tolist() == [2, 1, 3]

    def test_counts_an_item_as_often_as_it_weighs(self):
        weight = np.array([3, 1, 1, 1, 2, 2])
        weighed = reliability(self.IS_FAKE, self.SCORE, weight.astype(float))
        repeated = reliability(np.repeat(self.IS_FAKE, weight), np.repeat(self.SCORE, weight))
        for one, other in zip(weighed[:3], repeated[:3], strict=True):
            assert one == pytest.approx(other)
        assert weighed.items.tolist() == [2, 1, 3]

    def test_of_nothing_is_empty(self):
        assert [len(part) for part in reliability(*arrays([], []))] == [0, 0, 0, 0]


class TestItsError:
    def test_is_nothing_where_the_scores_are_the_shares(self):
        assert reliability(*arrays([0.25, 0.25, 0.25], [0.25])).error == 0

    def test_weighs_each_bin_by_its_items(self):
        # 0.95 promised, half fake: off by 0.45 (two items); 0.15 promised, none fake: 0.15 (one).
        items = arrays([0.95, 0.15], [0.95])
        assert reliability(*items).error == pytest.approx((2 * 0.45 + 0.15) / 3)

    def test_weighs_them_by_what_is_asked(self):
        is_fake, score = arrays([0.95, 0.15], [0.95])
        found = reliability(is_fake, score, np.array([1.0, 2.0, 1.0]))
        assert found.error == pytest.approx((2 * 0.45 + 2 * 0.15) / 4)

    def test_lets_errors_cancel_within_a_bin_only(self):
        assert reliability(*arrays([0.52], [0.52])).error == pytest.approx(0.02)
        assert reliability(*arrays([0.62], [0.42])).error == pytest.approx(0.6)

    def test_takes_both_ends(self):
        assert reliability(*arrays([0], [1])).error == 0
        assert reliability(*arrays([1], [0])).error == 1

    @given(any_scores, any_scores)
    def test_agrees_with_counting_bin_by_bin(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        bins = np.digitize(fake_score * 10, np.arange(1, 10))
        off = sum(
            (bins == b).mean() * abs(is_fake[bins == b].mean() - fake_score[bins == b].mean())
            for b in np.unique(bins)
        )
        assert reliability(is_fake, fake_score).error == pytest.approx(off, abs=1e-6)

    def test_of_nothing_is_no_number(self):
        assert np.isnan(reliability(*arrays([], [])).error)


class TestCoverageRisk:
    def test_leaves_out_the_least_sure_first(self):
        coverage, risk = coverage_risk(*arrays([0.05, 0.3, 0.6], [0.9, 0.55]), 0.5)
        assert coverage.tolist() == pytest.approx([0.2, 0.4, 0.6, 0.8, 1])
        assert risk.tolist() == pytest.approx([0, 0, 0, 1 / 4, 1 / 5])

    def test_parts_no_items_that_are_equally_sure(self):
        coverage, risk = coverage_risk(*arrays([0.25, 0.75], [0.25, 1]), 0.5)
        assert coverage.tolist() == [0.25, 1]
        assert risk.tolist() == [0, 0.5]

    def test_goes_by_the_threshold_that_is_given(self):
        assert coverage_risk(*arrays([0.5], [0.75]), 0.625).risk.tolist() == [0]

    def test_weighs_errors_and_counts_what_is_covered(self):
        is_fake, score = arrays([0.05, 0.6], [0.8])
        coverage, risk = coverage_risk(is_fake, score, 0.5, np.array([1.0, 2.0, 5.0]))
        assert coverage == pytest.approx([1 / 3, 2 / 3, 1])
        assert risk == pytest.approx([0, 0, 2 / 8])

    def test_of_nothing_is_empty(self):
        assert [part.tolist() for part in coverage_risk(*arrays([], []), 0.5)] == [[], []]

    @given(few_scores, few_scores)
    def test_ends_with_everything_and_the_plain_error(self, reals, fakes):
        is_fake, fake_score = arrays(reals, fakes)
        coverage, risk = coverage_risk(is_fake, fake_score, 0.3)
        assert (np.diff(coverage) > 0).all()
        assert coverage[-1] == 1
        assert risk[-1] == pytest.approx(((fake_score >= 0.3) != is_fake).mean())


class TestTheErrorAtAShare:
    def test_is_that_of_the_surest_items_that_make_at_least_the_share(self):
        curve = coverage_risk(*arrays([0.05, 0.3, 0.6], [0.9, 0.55]), 0.5)
        assert curve.at(0.6) == 0
        assert curve.at(0.7) == pytest.approx(1 / 4)
        assert curve.at(1) == pytest.approx(1 / 5)

    def test_of_nothing_is_no_number(self):
        assert np.isnan(coverage_risk(*arrays([], []), 0.5).at(0.5))
