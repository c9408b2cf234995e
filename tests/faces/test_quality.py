from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.faces.quality import brightness, sharpness, too_small
from meso.values import SMALLEST_FACE


class TestTooSmall:
    @pytest.mark.parametrize(("width", "is_too_small"), [(63, True), (64, False), (500, False)])
    def test_is_a_face_narrower_than_64_pixels(self, face, width, is_too_small):
        assert SMALLEST_FACE == 64
        assert too_small(face(200, 100, width)) == is_too_small


@pytest.fixture(scope="module")
def crop():
    """256 × 256 of coloured patches with hard edges, no two of them alike."""
    patches = np.random.default_rng(4).integers(20, 235, (32, 32, 3), np.uint8)
    return cv2.resize(patches, (256, 256), interpolation=cv2.INTER_NEAREST)


class TestSharpness:
    def test_falls_with_every_blur(self, crop):
        blurs = [crop, *(cv2.GaussianBlur(crop, (0, 0), sigma) for sigma in (1, 2, 3))]
        values = [sharpness(each, 256) for each in blurs]
        assert values == sorted(values, reverse=True)
        assert values[0] > 20 * values[-1]

    def test_takes_no_dark_or_pale_face_for_a_blurred_one(self, crop):
        dark = (crop * 0.3).astype(np.uint8)
        pale = (crop * 0.3 + 150).astype(np.uint8)
        assert sharpness(dark, 256) == pytest.approx(sharpness(crop, 256), rel=0.05)
        assert sharpness(pale, 256) == pytest.approx(sharpness(crop, 256), rel=0.05)

    def test_takes_no_small_face_for_a_blurred_one(self, crop):
        small = cv2.resize(crop, (64, 64), interpolation=cv2.INTER_AREA)
        blown_up = cv2.resize(small, (256, 256), interpolation=cv2.INTER_CUBIC)
        assert sharpness(blown_up, 64) > 10 * sharpness(blown_up, 256)

    def test_of_one_colour_is_none(self):
        assert sharpness(np.full((256, 256, 3), 90, np.uint8), 256) == 0


class TestBrightness:
    def test_is_the_mean_of_all_three_colours(self):
        crop = np.zeros((256, 256, 3), np.uint8)
        crop[:64] = (255, 0, 51)
        assert brightness(crop) == pytest.approx((255 + 51) / 3 / 4)
