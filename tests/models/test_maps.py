"""How alike two maps are said to be."""

from __future__ import annotations

import numpy as np
import pytest

from meso.models.maps import Checked, Occlusion


def checked(ours, other):
    maps = [Occlusion(0.5, np.array(drops, np.float32).reshape(2, 3)) for drops in (ours, other)]
    return Checked(*maps)


class TestAlike:
    def test_is_1_for_the_same_order_of_places_whatever_the_sizes(self):
        assert checked([1, 2, 3, 4, 5, 60], [0.1, 0.2, 0.3, 0.4, 5, 6]).alike == pytest.approx(1)

    def test_looks_at_how_much_a_place_counts_not_for_which_side(self):
        assert checked([1, 2, 3, 4, 5, 6], [-1, 2, -3, 4, -5, 6]).alike == pytest.approx(1)

    def test_is_minus_1_for_the_order_turned_round(self):
        assert checked([1, 2, 3, 4, 5, 6], [6, 5, 4, 3, 2, 1]).alike == pytest.approx(-1)

    def test_gives_equal_places_equal_ranks(self):
        alike = checked([0, 0, 0, 1, 1, 1], [0, 0, 0, 9, 9, 9]).alike
        assert alike == pytest.approx(1)
        assert checked([0, 0, 0, 0, 0, 1], [1, 0, 0, 0, 0, 0]).alike == pytest.approx(-0.2)

    def test_is_unknown_for_a_map_that_is_the_same_everywhere(self):
        assert checked([0] * 6, [1, 2, 3, 4, 5, 6]).alike is None
