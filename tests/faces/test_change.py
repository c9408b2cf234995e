"""The ways to change a crop: those of robustness, and two mistakes that programs make."""

from __future__ import annotations

import numpy as np
import pytest

from meso.faces.change import WAYS, changed
from meso.faces.degrade import blurred, brightened, grainy, jpeg, rescaled, turned, zoomed

EVERY = {
    "jpeg": (30, lambda crop: jpeg(crop, 30)),
    "scale": (96, lambda crop: rescaled(crop, 96)),
    "blur": (1.5, lambda crop: blurred(crop, 1.5)),
    "noise": (8, lambda crop: grainy(crop, 8)),
    "tight": (80, lambda crop: zoomed(crop, 1.25)),
    "turn": (-30, lambda crop: turned(crop, -30)),
    "light": (-60, lambda crop: brightened(crop, -60)),
    "order": (1, lambda crop: crop[..., ::-1]),
    "range": (4, lambda crop: np.minimum(crop.astype(int) * 4, 255)),
}
NOTHING = {"scale": 256, "blur": 0, "noise": 0, "tight": 100, "turn": 0, "light": 0, "order": 0}


@pytest.fixture
def crop():
    """Red to the right, green to the bottom, blue in fine stripes; who writes into it fails."""
    down, right = np.mgrid[0:256, 0:256]
    crop = np.stack([right * 0.8, down * 0.4, (down % 3 == 0) * 90], axis=-1).astype(np.uint8)
    crop.flags.writeable = False
    return crop


def test_every_way_is_tested_here():
    assert EVERY.keys() == WAYS.keys()


@pytest.mark.parametrize("way", EVERY)
def test_does_what_its_name_says(way, crop):
    value, expected = EVERY[way]
    np.testing.assert_array_equal(changed(crop, way, value), expected(crop))


@pytest.mark.parametrize("way", EVERY)
def test_gives_another_crop_of_the_same_kind(way, crop):
    after = changed(crop, way, EVERY[way][0])
    assert (after.shape, after.dtype) == (crop.shape, np.uint8)
    assert (after != crop).any()


@pytest.mark.parametrize("way", NOTHING)
def test_has_a_value_that_changes_nothing(way, crop):
    np.testing.assert_array_equal(changed(crop, way, NOTHING[way]), crop)


def test_tightness_is_the_share_of_the_side_that_is_left(crop):
    half = changed(crop, "tight", 50).astype(int)
    assert half[5, 5, 0] == pytest.approx(crop[66, 66, 0], abs=4)
