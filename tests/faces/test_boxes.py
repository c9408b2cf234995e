from __future__ import annotations

import numpy as np
import pytest

from meso.faces.boxes import MOST, apart, moved, overlaps, square

LEFT = [0, 0, 10, 20, 0.8]
RIGHT = [5, 0, 15, 20, 0.9]  # shares half of each with LEFT, a third of both together
FAR = [100, 100, 110, 120, 0.7]


def rows(*boxes):
    return np.array(boxes, np.float64).reshape(len(boxes), -1)


class TestOverlaps:
    def test_are_shares_of_the_union(self):
        np.testing.assert_allclose(
            overlaps(rows(LEFT), rows(LEFT, RIGHT, FAR)), [[1, 1 / 3, 0]], atol=1e-12
        )

    def test_or_of_the_smaller(self):
        inner = [2, 2, 4, 4, 0.5]
        assert overlaps(rows(LEFT), rows(inner), of_smaller=True).item() == 1
        assert overlaps(rows(LEFT), rows(RIGHT), of_smaller=True).item() == 0.5

    def test_of_boxes_that_touch_or_have_no_area_are_none(self):
        assert overlaps(rows([0, 0, 10, 10]), rows([10, 0, 20, 10])).item() == 0
        assert overlaps(rows([3, 3, 3, 3]), rows([3, 3, 3, 3])).item() == 0

    def test_of_nothing_have_a_shape_all_the_same(self):
        assert overlaps(np.empty((0, 5)), rows(LEFT, FAR)).shape == (0, 2)


class TestApart:
    def test_keeps_the_surest_of_those_that_overlap(self):
        assert apart(rows(LEFT, RIGHT, FAR), 0.3).tolist() == [RIGHT, FAR]

    def test_keeps_both_where_they_may_overlap_more(self):
        assert apart(rows(LEFT, RIGHT, FAR), 0.4).tolist() == [RIGHT, LEFT, FAR]

    def test_lets_those_left_out_leave_out_others_as_mtcnn_does(self):
        chain = rows([0, 0, 10, 10, 0.9], [4, 0, 14, 10, 0.8], [8, 0, 18, 10, 0.7])
        assert apart(chain, 0.4).tolist() == [chain[0].tolist()]

    def test_keeps_the_columns_behind_the_confidence(self):
        assert apart(rows([*LEFT, 7, 8], [*RIGHT, 5, 6]), 0.3)[:, 5:].tolist() == [[5, 6]]

    def test_of_nothing_is_nothing(self):
        assert apart(np.empty((0, 5)), 0.5).shape == (0, 5)

    def test_compares_no_more_than_the_surest(self):
        number = np.arange(2 * MOST)
        many = np.column_stack([9 * number, 0 * number, 9 * number + 5, 0 * number + 5, number])
        assert apart(many.astype(np.float64), 0.5)[:, 4].tolist() == [*number[: MOST - 1 : -1]]


class TestSquare:
    @pytest.mark.parametrize("box", [[0, 10, 30, 20], [10, 0, 20, 30]])
    def test_has_the_same_middle_and_the_longer_side(self, box):
        (made,) = square(rows([*box, 0.5]))
        assert (made[:2] + made[2:4]).tolist() == [box[0] + box[2], box[1] + box[3]]
        assert (made[2:4] - made[:2]).tolist() == [30, 30]
        assert made[4] == 0.5


class TestMoved:
    def test_moves_each_edge_in_units_of_a_box_one_pixel_larger(self):
        offsets = np.array([[0.1, -0.1, 0.2, 0.5]], np.float32)
        (made,) = moved(rows([10, 20, 19, 39, 0.5]), offsets)
        np.testing.assert_allclose(made, [11, 18, 21, 49, 0.5], atol=1e-5)
