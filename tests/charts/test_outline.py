"""The outline of a box: where it is, in which colour, and what it leaves as it is."""

from __future__ import annotations

import numpy as np
import pytest

from meso.charts.outline import colour_of, outlined
from meso.charts.style import COLOURS, person_look
from meso.values import Box

PAPER = np.dstack(np.broadcast_arrays(np.arange(40)[:, None] * 3, np.arange(60) * 2, 7))
PAPER = PAPER.astype(np.uint8)
BOX = Box(10, 8, 30, 28)
BLUE = (0x00, 0x72, 0xB2)


def changed(picture):
    return (picture != PAPER).any(axis=2)


class TestAnOutline:
    def test_is_on_the_edges_of_the_box_in_the_colour_of_the_person(self):
        picture = outlined(PAPER, BOX, 0, thick=3)
        for place in ((8, 20), (27, 20), (18, 10), (18, 29)):
            assert tuple(picture[place]) == BLUE

    def test_leaves_the_face_and_the_rest_of_the_picture_as_they_are(self):
        there = changed(outlined(PAPER, BOX, 0, thick=3))
        assert not there[13:23, 15:25].any()
        assert not there[:6].any()
        assert not there[:, 33:].any()

    def test_has_white_on_both_sides(self):
        picture = outlined(PAPER, BOX, 0, thick=3)
        assert [tuple(picture[18, x]) for x in (9, 13)] == [(255, 255, 255)] * 2

    def test_leaves_the_picture_that_it_was_given_alone(self):
        before = PAPER.copy()
        outlined(PAPER, BOX, 0, thick=3)
        np.testing.assert_array_equal(PAPER, before)

    @pytest.mark.parametrize(
        "box", [Box(-5, -7, 20, 20), Box(50, 30, 70, 45), Box(-9, -9, 99, 99), Box(-9, -9, -2, -2)]
    )
    def test_is_cut_off_at_the_edge_of_the_picture(self, box):
        assert outlined(PAPER, box, 0, thick=3).shape == PAPER.shape

    def test_beyond_the_edge_nothing_comes_back_on_the_other_side(self):
        there = changed(outlined(PAPER, Box(-5, -7, 20, 20), 0, thick=3))
        assert not there[:, 30:].any()
        assert not there[30:].any()


def test_a_persons_colour_is_that_of_the_curve():
    for person in range(len(COLOURS) + 2):
        curve = person_look(person, frames=32)["line"]["color"]
        assert "#{:02X}{:02X}{:02X}".format(*colour_of(person)) == curve
