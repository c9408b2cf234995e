from __future__ import annotations

import numpy as np
import pytest

from meso.faces.shots import CUT, Shots, glance, shots, unlike
from tests.faces.marked import Marked, picture


@pytest.fixture(scope="module")
def studio(astronaut):
    return glance(astronaut)


@pytest.fixture(scope="module")
def street(astronaut):
    """The same photo in other colours."""
    return glance(255 - astronaut)


def lit(pixels, light):
    """The picture under stronger or weaker light."""
    return np.clip(pixels * light, 0, 255).astype(np.uint8)


class TestGlance:
    def test_is_the_share_of_each_colour(self):
        flag = np.zeros((90, 120, 3), np.uint8)
        flag[:, 90:] = 255, 0, 0
        seen = glance(flag).reshape(9, 9, 9)
        assert seen[0, 0, 0] == 0.75
        assert seen[7:, 0, 0].sum() == 0.25
        assert seen.sum() == pytest.approx(1)

    def test_costs_little_more_for_a_large_frame(self, astronaut):
        large = np.repeat(np.repeat(astronaut, 4, axis=0), 4, axis=1)
        assert unlike(glance(astronaut), glance(large)) < 0.02

    @pytest.mark.parametrize("size", [(1, 1), (3, 2000), (72, 72)])
    def test_takes_a_picture_of_any_size(self, size):
        assert glance(np.full((*size, 3), 9, np.uint8)).sum() == pytest.approx(1)


class TestUnlike:
    def test_is_nothing_for_the_same_picture_and_all_for_other_colours(self, studio):
        black, white = (glance(np.full((9, 9, 3), grey, np.uint8)) for grey in (0, 255))
        assert unlike(studio, studio) == 0
        assert unlike(black, white) == 1

    @pytest.mark.parametrize("light", [0.85, 0.92, 1.08, 1.15])
    def test_is_small_when_the_light_flickers(self, astronaut, light):
        assert unlike(glance(astronaut), glance(lit(astronaut, light))) < CUT - 0.1
        wall = np.random.default_rng(1).normal(128, 1, (180, 320, 3))
        assert unlike(glance(lit(wall, 1)), glance(lit(wall, 1.02))) < 0.3

    def test_is_small_when_the_camera_swings_or_somebody_moves(self, astronaut):
        assert unlike(glance(astronaut[:, :400]), glance(astronaut[:, 60:460])) < 0.2
        here, there = (picture(Marked(x, 110, 120, 51)) for x in (80, 230))
        assert unlike(glance(here), glance(there)) < 0.2

    def test_is_large_at_a_cut(self, studio, street):
        assert unlike(studio, street) > CUT + 0.1


class TestShots:
    def test_of_a_clip_without_a_cut_are_one(self, studio):
        assert shots([studio] * 4) == [0] * 4
        assert shots([]) == []

    def test_are_numbered_from_cut_to_cut_and_known_again(self, studio, street):
        dark = glance(np.zeros((9, 9, 3), np.uint8))
        clip = [studio, studio, street, studio, dark, street]
        assert shots(clip) == [0, 0, 1, 0, 2, 1]

    def test_may_change_slowly(self):
        greys = [
            glance(np.linspace(start, start + 90, 90).astype(np.uint8)[:, None, None].repeat(3, 2))
            for start in range(0, 160, 10)
        ]
        assert unlike(greys[0], greys[-1]) > 0.9
        assert shots(greys) == [0] * len(greys)


class TestShotsOneByOne:
    def test_are_numbered_as_those_of_a_clip(self, studio, street):
        clip = [studio, studio, street, studio, street]
        assert [*map(Shots(most=2), clip)] == shots(clip) == [0, 0, 1, 0, 1]

    def test_are_forgotten_when_more_have_come_since_than_are_remembered(self, studio, street):
        dark = glance(np.zeros((90, 90, 3), np.uint8))
        number = Shots(most=2)
        assert [number(each) for each in (studio, street, dark, street, studio)] == [0, 1, 2, 1, 3]
