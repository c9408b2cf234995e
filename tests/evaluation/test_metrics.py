from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from meso.evaluation.metrics import auc, called_fake

unhurried = settings(deadline=None)
# Few different scores, so that ties are the rule.
scores = st.lists(st.sampled_from([0, 0.125, 0.25, 0.5, 0.75, 1]), min_size=1, max_size=30)
any_scores = st.lists(st.floats(0, 1, width=32), min_size=1, max_size=30)


def arrays(reals, fakes):
    is_fake = np.repeat([False, True], [len(reals), len(fakes)])
    return is_fake, np.array([*reals, *fakes], np.float32)


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
