from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.training.blend import (
    blended,
    copy_and_mask,
    cross_blended,
    mixed,
    self_blended,
    soft_mask,
)

pytestmark = pytest.mark.slow

SEEDS = range(40)
SHAPE = (240, 256)
BLACK, WHITE = np.zeros((*SHAPE, 3), np.uint8), np.full((*SHAPE, 3), 255, np.uint8)


def rng(seed):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def face(portrait):
    return portrait[0]


@pytest.fixture(scope="module")
def landmarks(portrait):
    return portrait[1]


@pytest.fixture(scope="module")
def blends(face, landmarks):
    return [self_blended(face, landmarks, rng(seed)) for seed in SEEDS]


@pytest.fixture
def green():
    """A face of another person: green, with bright stripes across its nose."""
    pixels = np.zeros((*SHAPE, 3), np.uint8) + np.array([20, 120, 40], np.uint8)
    pixels[90:150:4, 100:160] = 230
    return pixels


class TestSoftMask:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_covers_part_of_the_face_and_has_a_soft_edge(self, landmarks, seed):
        mask = soft_mask(SHAPE, landmarks, rng(seed))
        assert mask.shape == SHAPE
        assert mask.dtype == np.float32
        assert mask.min() == 0
        assert 0.9 < mask.max() <= 1 + 1e-6
        assert 0.003 < mask.mean() < 0.3
        assert ((mask > 0.05) & (mask < 0.95)).any()

    def test_lies_on_the_landmarks(self, landmarks):
        for seed in SEEDS:
            mask = soft_mask(SHAPE, landmarks, rng(seed))
            under = [mask[round(y), round(x)] for x, y in landmarks.tolist()]
            assert max(under) > 0.9

    def test_lies_on_eyes_or_mouth_alone_in_some(self, landmarks):
        masks = [soft_mask(SHAPE, landmarks, rng(seed)) for seed in SEEDS]
        left_eye, _, _, left_mouth, _ = landmarks.round().astype(int)
        on_eye = np.array([mask[left_eye[1], left_eye[0]] for mask in masks])
        on_mouth = np.array([mask[left_mouth[1], left_mouth[0]] for mask in masks])
        assert ((on_eye > 0.9) & (on_mouth < 0.1)).any()
        assert ((on_eye < 0.1) & (on_mouth > 0.9)).any()
        assert ((on_eye > 0.9) & (on_mouth > 0.9)).any()

    def test_has_more_than_one_form(self, landmarks):
        means = [soft_mask(SHAPE, landmarks, rng(seed)).mean() for seed in SEEDS]
        assert max(means) > 3 * min(means)

    @pytest.mark.parametrize("shape", [(256, 256), (200, 300)])
    def test_fits_the_picture(self, landmarks, shape):
        assert soft_mask(shape, landmarks, rng(0)).shape == shape


class TestBlended:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_is_the_lower_picture_beyond_the_mask(self, face, landmarks, seed):
        mask = soft_mask(SHAPE, landmarks, rng(seed))
        mixed = blended(WHITE, face, landmarks, rng(seed))
        assert (mask == 0).mean() > 0.3
        np.testing.assert_array_equal(mixed[mask == 0], face[mask == 0])
        assert (mixed[mask > 0.9] != face[mask > 0.9]).mean() > 0.9

    def test_is_as_much_of_the_upper_one_as_the_mask_says(self, landmarks):
        strengths = set()
        for seed in SEEDS:
            mask = soft_mask(SHAPE, landmarks, rng(seed))
            share = blended(WHITE, BLACK, landmarks, rng(seed))[..., 0] / 255
            strengths.add(strength := round(share.max() * 4) / 4)
            np.testing.assert_allclose(share, mask * strength, atol=0.01)
        assert strengths == {0.5, 0.75, 1}


class TestSelfBlended:
    def test_is_a_picture_like_the_one_it_is_made_of(self, face, blends):
        for blend in blends:
            assert blend.shape == face.shape
            assert blend.dtype == np.uint8
            assert np.abs(blend.astype(float) - face).mean() < 40

    def test_is_never_the_face_as_it_was(self, face, blends):
        assert all((blend != face).any() for blend in blends)

    def test_keeps_the_colour_on_the_whole(self, face, blends):
        shift = np.mean(blends, axis=(0, 1, 2)) - face.mean(axis=(0, 1))
        assert np.abs(shift).max() < 8

    def test_changes_the_face_in_some_and_what_lies_around_it_in_others(self, face, blends):
        around = [(blend[:8] == face[:8]).all() for blend in blends]
        assert 0.25 < np.mean(around) < 0.75

    def test_is_the_same_for_the_same_seed_only(self, face, landmarks, blends):
        again = self_blended(face, landmarks, rng(0))
        np.testing.assert_array_equal(again, blends[0])
        assert (blends[1] != blends[0]).any()


class TestMixed:
    def test_is_the_upper_picture_where_the_mask_is_one_and_the_lower_where_it_is_nothing(self):
        mask = np.zeros(SHAPE, np.float32)
        mask[:60], mask[60:120] = 1, 0.25
        mixture = mixed(WHITE, BLACK, mask)
        assert (mixture[:60] == 255).all()
        assert (mixture[60:120] == 64).all()
        assert (mixture[120:] == 0).all()


class TestCopyAndMask:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_lays_a_like_but_other_picture_over_a_part_of_the_face(self, face, landmarks, seed):
        copy, mask = copy_and_mask(face, landmarks, rng(seed))
        assert copy.shape == face.shape
        assert 0 < np.abs(copy.astype(float) - face).mean() < 60
        assert mask.shape == SHAPE
        assert 0.003 < mask.mean() < 0.3

    def test_is_the_same_for_the_same_seed_only(self, face, landmarks):
        one, again, other = (copy_and_mask(face, landmarks, rng(seed)) for seed in (7, 7, 8))
        for part, same, another in zip(one, again, other, strict=True):
            np.testing.assert_array_equal(part, same)
            assert (part != another).any()


class TestCrossBlended:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_shows_the_donor_moved_onto_the_landmarks_of_the_face(self, landmarks, seed):
        grey = np.full((*SHAPE, 3), 128, np.uint8)
        donor, donor_landmarks = BLACK.copy(), (landmarks - 60) * 1.6
        for x, y in donor_landmarks.astype(int):
            donor[y - 5 : y + 6, x - 5 : x + 6] = 255
        mixed = cross_blended(grey, landmarks, donor, donor_landmarks, rng(seed)).mean(axis=-1)
        y, x = np.unravel_index(mixed.argmax(), SHAPE)
        assert mixed.max() > 140
        assert np.hypot(*(landmarks - (x, y)).T).min() < 10

    @pytest.mark.parametrize("seed", SEEDS)
    def test_leaves_what_lies_around_as_it_was(self, face, landmarks, green, seed):
        mask = soft_mask(SHAPE, landmarks, rng(seed))
        mixed = cross_blended(face, landmarks, green, landmarks, rng(seed))
        np.testing.assert_array_equal(mixed[mask == 0], face[mask == 0])
        assert (mixed != face).any()

    @pytest.mark.parametrize("seed", SEEDS)
    def test_takes_on_the_colours_of_the_face(self, face, landmarks, green, seed):
        covered = soft_mask(SHAPE, landmarks, rng(seed)) > 0.9
        red, much_green, blue = cross_blended(face, landmarks, green, landmarks, rng(seed))[
            covered
        ].mean(axis=0)
        assert much_green < (red + blue) / 2 + 15
        assert red > blue + 5

    def test_of_the_face_itself_is_nearly_the_face(self, face, landmarks):
        smooth = cv2.GaussianBlur(face, (0, 0), 8)
        mixed = cross_blended(smooth, landmarks, smooth, landmarks, rng(3))
        assert np.abs(mixed.astype(float) - smooth).mean() < 5

    def test_is_the_same_for_the_same_seed_only(self, face, landmarks, green):
        one, again, other = (
            cross_blended(face, landmarks, green, landmarks, rng(seed)) for seed in (7, 7, 8)
        )
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()
