from __future__ import annotations

import numpy as np
import pytest

from meso.faces.h264 import h264


@pytest.fixture(scope="module")
def red_left():
    """Red on its left, green on its right, darker towards the bottom, with fine stripes."""
    pixels = np.full((256, 192, 3), 50, np.uint8)
    pixels[:, :96, 0] = pixels[:, 96:, 1] = np.linspace(220, 120, 256)[:, None]
    pixels[::4, 40:60] += 30
    return pixels


def loss(one, other):
    return np.abs(one.astype(float) - other).mean()


class TestH264:
    def test_keeps_size_colours_and_place(self, red_left):
        back = h264(red_left, 23)
        assert (back.shape, back.dtype) == (red_left.shape, np.uint8)
        assert loss(back, red_left) < 4

    def test_loses_more_with_a_coarser_quantiser(self, red_left):
        losses = [loss(h264(red_left, quantiser), red_left) for quantiser in (10, 30, 45)]
        assert losses == sorted(losses)
        assert losses[-1] > 2 * losses[0]

    def test_is_the_same_every_time(self, red_left):
        np.testing.assert_array_equal(h264(red_left, 40), h264(red_left, 40))
