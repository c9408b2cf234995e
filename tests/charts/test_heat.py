"""Numbers as colours: which is which, and what is kept as it is."""

from __future__ import annotations

import numpy as np
import pytest

from meso.charts.heat import enlarged, filter_colours, heat, tinted

pytestmark = pytest.mark.slow  # loads Plotly


def lightness(pixels):
    return pixels.astype(float) @ [0.2126, 0.7152, 0.0722]


class TestHeat:
    def test_goes_from_dark_blue_to_yellow(self):
        dark, bright = heat(np.array([[0, 2]], np.float32), lowest=0, highest=2)[0].tolist()
        assert dark == [0, 34, 78]
        assert bright == [254, 232, 56]

    def test_grows_lighter_with_every_step(self):
        steps = heat(np.linspace(-1, 3, 40, dtype=np.float32)[None], lowest=-1, highest=3)
        assert np.all(np.diff(lightness(steps[0])) > 0)

    def test_keeps_what_is_beyond_the_ends_at_the_ends(self):
        pixels = heat(np.array([[-5, 0, 1, 9]], np.float32), lowest=0, highest=1)[0]
        assert pixels[0].tolist() == pixels[1].tolist()
        assert pixels[2].tolist() == pixels[3].tolist()

    def test_of_a_map_without_any_answer_is_dark(self):
        pixels = heat(np.zeros((3, 3), np.float32), lowest=0, highest=0)
        assert np.all(pixels == [0, 34, 78])
        assert pixels.dtype == np.uint8


class TestFilterColours:
    def test_are_grey_for_nothing_and_full_for_the_largest_weight(self):
        kernel = np.zeros((1, 3, 3), np.float32)
        kernel[0, 0] = [0.5, 0, -0.5]
        pixels = filter_colours(kernel, largest=0.5)[0]
        assert pixels[0].tolist() == [255, 128, 0]
        assert pixels[1].tolist() == [128, 128, 128]


class TestTinted:
    @pytest.fixture
    def crop(self):
        return np.full((8, 8, 3), [90, 120, 30], np.uint8)

    def test_is_orange_where_covering_lowers_the_score_and_blue_where_it_raises_it(self, crop):
        drops = np.array([[0.2, 0], [0, -0.2]], np.float32)
        pixels = tinted(crop, drops, largest=0.2).astype(int)
        top_left, bottom_right, elsewhere = pixels[0, 0], pixels[7, 7], pixels[0, 7]
        assert top_left[0] > top_left[2] + 100
        assert bottom_right[2] > bottom_right[0] + 100
        assert elsewhere.tolist() == [80, 80, 80]

    def test_stretches_each_place_over_its_part_of_the_face(self, crop):
        drops = np.array([[0.2, 0], [0, 0]], np.float32)
        coloured = np.ptp(tinted(crop, drops, largest=0.2), axis=2) > 0
        assert coloured[:4, :4].all()
        assert coloured.sum() == 16

    def test_of_no_difference_at_all_is_the_face_in_grey(self, crop):
        pixels = tinted(crop, np.zeros((2, 2), np.float32), largest=0)
        assert np.all(pixels == 80)


class TestEnlarged:
    def test_makes_each_point_a_square_and_nothing_smooth(self):
        pixels = np.arange(12, dtype=np.uint8).reshape(2, 2, 3)
        large = enlarged(pixels, 5)
        assert large.shape == (6, 6, 3)
        assert np.all(large[:3, 3:] == pixels[0, 1])

    def test_leaves_what_is_large_enough(self):
        pixels = np.zeros((9, 9, 3), np.uint8)
        assert enlarged(pixels, 5).shape == (9, 9, 3)
