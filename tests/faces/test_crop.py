from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.faces import crop as crop_module
from meso.faces.crop import FACE_SIZE, crop, crop_to_frame, into_crop

pytestmark = pytest.mark.slow

# Two faces in units of their longer measure, about the middle of eyes and mouth: one is as long
# from eyes to mouth as it is wide from eye to eye, the other wider. The noses are lopsided.
LONG = np.array([[-0.4, -0.5], [0.4, -0.5], [0.1, 0.1], [-0.3, 0.5], [0.3, 0.5]])
WIDE = np.array([[-0.5, -0.3], [0.5, -0.3], [-0.1, 0.06], [-0.3, 0.3], [0.3, 0.3]])


def colours(u, v):
    """The colour u to the right of and v below the middle of a face: no side is like another."""
    red = 130 + 100 * np.sin(1.9 * u + 0.5 * v)
    green = 120 + 90 * np.cos(1.3 * v - 0.4) * np.sin(0.8 * u + 1)
    blue = 100 + 60 * v + 70 * np.exp(-4 * ((u + 0.5) ** 2 + (v + 0.4) ** 2))
    return np.stack([red, green, blue], axis=-1)


def rotation(tilt):
    cos, sin = np.cos(np.deg2rad(tilt)), np.sin(np.deg2rad(tilt))
    return np.array([[cos, -sin], [sin, cos]])


def frame_with_face(shape=LONG, *, middle=(330, 260), scale=80.0, tilt=0.0, size=(520, 640)):
    """A frame that shows the face, `scale` pixels a unit, turned by `tilt` degrees; its landmarks.

    It is drawn by the formula at every pixel, without any of the code that is tested.
    """
    y, x = np.mgrid[: size[0], : size[1]]
    turned = rotation(tilt)
    u, v = np.moveaxis((np.stack([x, y], axis=-1) - middle) @ turned / scale, -1, 0)
    landmarks = middle + scale * shape @ turned.T
    return colours(u, v).round().clip(0, 255).astype(np.uint8), landmarks.astype(np.float32)


def upright_face(shape=LONG):
    """What any crop of that face must look like: drawn by the formula as well."""
    row, column = np.mgrid[:FACE_SIZE, :FACE_SIZE]
    centre_u, centre_v = shape[2] / 2  # half-way to the nose
    unit = 2.0 / FACE_SIZE
    middle = (FACE_SIZE - 1) / 2
    return colours(centre_u + (column - middle) * unit, centre_v + (row - middle) * unit)


def differences(one, other):
    return np.abs(one.astype(float) - other)


# (row, column) and RGB in the crop of frame_with_face(tilt=25).
GOLDEN = {
    (10, 10): (43, 121, 65),
    (20, 230): (224, 133, 53),
    (128, 128): (143, 194, 112),
    (128, 200): (223, 205, 103),
    (235, 25): (47, 145, 153),
    (240, 240): (209, 181, 156),
}


def is_golden(pixels):
    return all(np.abs(pixels[at] - np.array(rgb)).max() <= 3 for at, rgb in GOLDEN.items())


class TestCrop:
    def test_is_a_square_of_256_pixels(self):
        pixels = crop(*frame_with_face())
        assert pixels.shape == (256, 256, 3)
        assert pixels.dtype == np.uint8

    @pytest.mark.parametrize("tilt", [0, 12, -35, 90, 180])
    @pytest.mark.parametrize("scale", [30, 80, 127, 190])
    @pytest.mark.parametrize("shape", [LONG, WIDE], ids=["long", "wide"])
    def test_shows_the_same_face_upright_however_large_and_tilted(self, shape, scale, tilt):
        pixels, landmarks = frame_with_face(
            shape, middle=(310, 320), scale=scale, tilt=tilt, size=(640, 640)
        )
        assert differences(crop(pixels, landmarks), upright_face(shape)).max() <= 3

    def test_gives_the_golden_pixels(self):
        assert is_golden(crop(*frame_with_face(tilt=25)))

    def test_takes_any_size(self):
        small = crop(*frame_with_face(), size=64)
        expected = cv2.resize(upright_face(), (64, 64), interpolation=cv2.INTER_AREA)
        assert differences(small, expected).max() <= 3

    def test_leaves_the_frame_as_it_was(self):
        pixels, landmarks = frame_with_face()
        before = pixels.copy()
        crop(pixels, landmarks)
        np.testing.assert_array_equal(pixels, before)

    def test_is_made_even_where_all_landmarks_fall_together(self):
        pixels, _ = frame_with_face()
        assert crop(pixels, np.full((5, 2), 100, np.float32)).shape == (256, 256, 3)


class TestGoldenPixels:
    """Each way to crop that has been got wrong elsewhere gives other pixels."""

    @pytest.mark.parametrize("side", [1.8, 2.28, 2.86])
    def test_see_another_margin(self, monkeypatch, side):
        monkeypatch.setattr(crop_module, "SIDE", side)
        assert not is_golden(crop(*frame_with_face(tilt=25)))

    def test_see_swapped_channels(self):
        pixels, landmarks = frame_with_face(tilt=25)
        assert not is_golden(crop(pixels[..., ::-1].copy(), landmarks))

    def test_see_a_flipped_face(self):
        assert not is_golden(crop(*frame_with_face(tilt=25))[:, ::-1])

    def test_see_a_face_that_was_not_turned_upright(self):
        pixels, _ = frame_with_face(tilt=25)
        _, upright = frame_with_face(tilt=0)
        assert not is_golden(crop(pixels, upright))

    def test_see_landmarks_of_the_mirrored_frame(self):
        pixels, landmarks = frame_with_face(tilt=25)
        assert not is_golden(crop(pixels, (639, 0) + landmarks * (-1, 1)))

    def test_see_a_shift_of_two_pixels(self):
        pixels, landmarks = frame_with_face(tilt=25)
        assert not is_golden(crop(pixels, landmarks + 2))


class TestWider:
    def test_shows_the_same_face_smaller_about_the_same_middle(self):
        pixels, landmarks = frame_with_face(scale=60.0, tilt=25)
        wider = crop(pixels, landmarks, wider=1.25, size=320)
        assert differences(wider[32:288, 32:288], crop(pixels, landmarks)).max() <= 2

    def test_by_nothing_is_the_one_crop(self):
        pixels, landmarks = frame_with_face(tilt=25)
        np.testing.assert_array_equal(crop(pixels, landmarks, wider=1.0), crop(pixels, landmarks))


class TestBorder:
    @pytest.mark.parametrize("middle", [(15, 20), (630, 30), (40, 510), (600, 500)])
    def test_is_mirrored_where_the_face_leaves_the_frame(self, middle):
        pixels, landmarks = frame_with_face(middle=middle, tilt=10)
        mirrored = np.pad(pixels, [(200, 200), (200, 200), (0, 0)], mode="symmetric")
        expected = crop(mirrored, landmarks + 200)
        assert differences(crop(pixels, landmarks), expected).max() <= 1

    def test_is_never_black(self):
        pixels = np.full((100, 100, 3), 90, np.uint8)
        _, landmarks = frame_with_face(middle=(-20, 140))
        assert (crop(pixels, landmarks) == 90).all()


class TestDetail:
    @pytest.fixture
    def checkered(self):
        """A frame of single black and white pixels: the finest pattern there is."""
        return np.repeat(np.indices((2400, 2400)).sum(axis=0)[..., None] % 2 * 255, 3, 2).astype(
            np.uint8
        )

    @staticmethod
    def contrast(frame, scale):
        _, landmarks = frame_with_face(middle=(1200, 1200), scale=scale, tilt=7, size=(1, 1))
        return crop(frame, landmarks)[8:-8, 8:-8].std()

    @pytest.mark.parametrize("scale", [200, 240, 300, 420, 700, 1000])
    def test_too_fine_for_the_crop_turns_grey_instead_of_into_a_pattern(self, checkered, scale):
        assert self.contrast(checkered, scale) < 10

    def test_would_alias_without_the_finer_sampling(self, checkered, monkeypatch):
        monkeypatch.setattr(crop_module, "MOST_DETAIL", 1)
        assert self.contrast(checkered, scale=300) > 30


class TestIntoCrop:
    @pytest.mark.parametrize("tilt", [0, 30, -140])
    @pytest.mark.parametrize("scale", [25.0, 300.0])
    def test_puts_eyes_nose_and_mouth_at_the_same_place_every_time(self, tilt, scale):
        _, landmarks = frame_with_face(scale=scale, tilt=tilt, size=(1, 1))
        expected = 127.5 + (LONG - LONG[2] / 2) * FACE_SIZE / 2.0
        np.testing.assert_allclose(into_crop(landmarks), expected, atol=0.01)

    @pytest.mark.parametrize("size", [64, 256])
    def test_is_undone_by_crop_to_frame(self, size):
        _, landmarks = frame_with_face(WIDE, tilt=-20, size=(1, 1))
        in_crop = into_crop(landmarks, size=size)
        back = crop_to_frame(landmarks, size=size) @ np.column_stack([in_crop, np.ones(5)]).T
        assert in_crop.dtype == np.float32
        np.testing.assert_allclose(back.T, landmarks, atol=0.01)

    def test_finds_the_pixel_that_the_crop_shows_there(self):
        pixels, landmarks = frame_with_face(scale=128.0)
        pixels //= 4
        x, y = landmarks[1].round().astype(int)
        pixels[y - 3 : y + 4, x - 3 : x + 4] = 255
        column, row = into_crop(landmarks)[1].round().astype(int)
        assert (crop(pixels, landmarks)[row, column] == 255).all()
