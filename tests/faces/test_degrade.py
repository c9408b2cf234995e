from __future__ import annotations

import inspect

import numpy as np
import pytest

from meso.faces import degrade
from meso.faces.degrade import (
    FLAT,
    blurred,
    brightened,
    grainy,
    jpeg,
    noisy,
    rescaled,
    turned,
    without_face,
    zoomed,
)

LANDMARKS = np.array([[88, 70], [168, 70], [130, 120], [100, 170], [156, 170]], np.float32)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture
def pixels():
    """Red left, green right, darker towards the bottom, with fine stripes; 256 x 200."""
    pixels = np.full((256, 200, 3), 50, np.uint8)
    pixels[:, :80, 0] = pixels[:, 80:, 1] = np.linspace(220, 90, 256)[:, None]
    pixels[::3, :, 2] = 140
    pixels.flags.writeable = False  # whoever writes into what it was given fails
    return pixels


EVERY = {
    "jpeg": lambda pixels: jpeg(pixels, 40),
    "rescaled": lambda pixels: rescaled(pixels, 64),
    "blurred": lambda pixels: blurred(pixels, 1.5),
    "noisy": lambda pixels: noisy(pixels, 4, rng()),
    "grainy": lambda pixels: grainy(pixels, 4),
    "turned": lambda pixels: turned(pixels, 2),
    "zoomed": lambda pixels: zoomed(pixels, 1.2),
    "brightened": lambda pixels: brightened(pixels, -20),
    "without_face": lambda pixels: without_face(pixels, LANDMARKS),
}


def fine(pixels):
    """How much neighbours below each other differ."""
    return np.abs(np.diff(pixels.astype(float), axis=0)).mean()


def test_none_is_missing_here():
    public = {
        name
        for name, function in inspect.getmembers(degrade, inspect.isfunction)
        if function.__module__ == degrade.__name__ and name[0] != "_"
    }
    assert public == EVERY.keys()


@pytest.mark.parametrize("change", EVERY.values(), ids=EVERY)
class TestEach:
    def test_gives_another_picture_of_the_same_kind(self, change, pixels):
        changed = change(pixels)
        assert changed.shape == pixels.shape
        assert changed.dtype == np.uint8
        assert (changed != pixels).any()

    def test_gives_the_same_every_time(self, change, pixels):
        np.testing.assert_array_equal(change(pixels), change(pixels))

    def test_keeps_the_colours_where_they_are(self, change, pixels):
        top_left, top_right = change(pixels)[5, 5].astype(int), change(pixels)[5, -6].astype(int)
        assert top_left[0] > top_left[1] + 80
        assert top_right[1] > top_right[0] + 80


class TestJpeg:
    def test_loses_more_at_a_lower_quality(self, pixels):
        grey = np.repeat(pixels[..., 2:], 3, axis=-1)  # JPEG halves the detail of colours at once
        lost = [np.abs(jpeg(grey, quality).astype(int) - grey).mean() for quality in (95, 60, 20)]
        assert lost[0] < lost[1] / 2 < lost[2] / 2


class TestRescaled:
    def test_loses_what_is_finer_than_the_small_picture(self, pixels):
        assert fine(rescaled(pixels, 64)) < fine(rescaled(pixels, 192)) < fine(pixels)

    @pytest.mark.parametrize("side", [256, 300])
    def test_leaves_a_picture_of_that_side_alone(self, pixels, side):
        np.testing.assert_array_equal(rescaled(pixels, side), pixels)

    def test_averages_each_block_on_the_way_down(self):
        pixels = np.zeros((4, 4, 3), np.uint8)
        pixels[:2, :2] = [[[0, 8, 40], [40, 8, 0]], [[40, 8, 40], [40, 8, 40]]]
        assert rescaled(pixels, 2)[0, 0].tolist() == [30, 8, 30]


class TestBlurred:
    def test_takes_the_finest_first(self, pixels):
        assert fine(blurred(pixels, 2)) < fine(blurred(pixels, 1)) < fine(pixels)

    def test_by_nothing_is_the_picture(self, pixels):
        np.testing.assert_array_equal(blurred(pixels, 0), pixels)


class TestNoisy:
    def test_differs_by_sigma_about_nothing(self):
        grey = np.full((256, 256, 3), 100, np.uint8)
        noise = noisy(grey, 6, rng()).astype(float) - grey
        assert noise.std() == pytest.approx(6, abs=0.1)
        assert noise.mean() == pytest.approx(0, abs=0.05)
        assert np.corrcoef(noise[..., 0].ravel(), noise[..., 1].ravel())[0, 1] < 0.02

    def test_follows_its_generator(self, pixels):
        np.testing.assert_array_equal(noisy(pixels, 6, rng(1)), noisy(pixels, 6, rng(1)))
        assert (noisy(pixels, 6, rng(1)) != noisy(pixels, 6, rng(2))).any()

    def test_never_wraps_round(self):
        assert noisy(np.full((9, 9, 3), 255, np.uint8), 20, rng()).min() > 100


class TestGrainy:
    def test_is_more_or_less_of_the_same_noise(self, pixels):
        grey = pixels // 4 + 96  # far from where it would be cut off
        weak, strong = (grainy(grey, sigma).astype(float) - grey for sigma in (4, 12))
        assert np.corrcoef(weak.ravel(), strong.ravel())[0, 1] > 0.99
        assert strong.std() == pytest.approx(3 * weak.std(), rel=0.02)

    def test_is_another_noise_in_another_picture(self, pixels):
        one, other = pixels // 4 + 96, pixels // 4 + 97
        noises = [(grainy(grey, 8).astype(float) - grey).ravel() for grey in (one, other)]
        assert abs(np.corrcoef(*noises)[0, 1]) < 0.02


class TestTurned:
    def test_by_a_right_angle_brings_the_left_to_the_top(self):
        pixels = np.zeros((50, 50, 3), np.uint8)
        pixels[30:40, :10] = [200, 90, 10]
        np.testing.assert_array_equal(turned(pixels, 90), np.rot90(pixels, -1))

    def test_by_nothing_is_the_picture(self, pixels):
        np.testing.assert_array_equal(turned(pixels, 0), pixels)

    def test_leaves_no_black_corner(self):
        assert (turned(np.full((64, 64, 3), 77, np.uint8), 45) == 77).all()


class TestZoomed:
    @pytest.fixture
    def spot(self):
        """A white spot 40 pixels right of and 20 above the middle of a grey that never ends."""
        pixels = np.full((201, 201, 3), 60, np.uint8)
        pixels[79:82, 139:142] = 255
        return pixels

    @pytest.mark.parametrize("factor", [0.8, 0.9, 1.1, 1.25, 2])
    def test_moves_what_is_off_the_middle_by_the_factor(self, spot, factor):
        rows, columns = np.nonzero(zoomed(spot, factor)[..., 0] > 150)
        assert columns.mean() - 100 == pytest.approx(40 * factor, abs=0.5)
        assert rows.mean() - 100 == pytest.approx(-20 * factor, abs=0.5)

    def test_by_one_is_the_picture(self, pixels):
        np.testing.assert_array_equal(zoomed(pixels, 1), pixels)

    def test_mirrors_the_border_of_a_wider_crop(self):
        pixels = np.zeros((100, 100, 3), np.uint8)
        pixels[:, :10] = [200, 0, 0]
        red = zoomed(pixels, 0.5)[50, :, 0]  # 25 mirrored columns, then the first 50
        assert (red[21:29] == 200).all()
        assert (red[:19] == 0).all()
        assert (red[31:] == 0).all()


class TestBrightened:
    def test_adds_and_stops_at_the_ends(self):
        pixels = np.array([[[0, 100, 250]]], np.uint8)
        assert brightened(pixels, 20).tolist() == [[[20, 120, 255]]]
        assert brightened(pixels, -30).tolist() == [[[0, 70, 220]]]

    def test_rounds_a_broken_number(self):
        assert brightened(np.array([[[7, 8, 9]]], np.uint8), 0.6).tolist() == [[[8, 9, 10]]]


class TestWithoutFace:
    def test_hides_all_five_landmarks_the_chin_and_the_brow(self, pixels):
        hidden = without_face(pixels, LANDMARKS)
        chin, brow = [128, 220], [128, 20]
        for x, y in [*LANDMARKS.astype(int), chin, brow]:
            assert hidden[y, x].tolist() == [FLAT] * 3

    def test_leaves_what_is_outside(self, pixels):
        small = LANDMARKS * 0.4
        hidden = without_face(pixels, small)
        np.testing.assert_array_equal(hidden[125:], pixels[125:])
        np.testing.assert_array_equal(hidden[:, 120:], pixels[:, 120:])
        assert (hidden[20:70, 20:80] == FLAT).all()

    def test_leaves_no_trace_of_the_face(self, pixels):
        other = pixels.copy()
        other[60:180, 80:180] = [9, 200, 30]
        np.testing.assert_array_equal(
            without_face(pixels, LANDMARKS), without_face(other, LANDMARKS)
        )

    def test_leaves_the_corners_of_the_one_crop(self, pixels):
        crop = np.zeros((256, 256, 3), np.uint8)
        eyes_to_mouth = 128  # the one crop is twice that wide
        top, bottom = 128 - eyes_to_mouth / 2, 128 + eyes_to_mouth / 2
        upright = [[70, top], [186, top], [128, 128], [90, bottom], [166, bottom]]
        left = (without_face(crop, np.array(upright, np.float32)) == 0).all(axis=-1)
        assert left[[0, 0, -1, -1], [0, -1, 0, -1]].all()
        assert 0.04 < left.mean() < 0.2
