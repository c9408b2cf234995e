"""Classical swapping: which face is where, in whose colours, and what is left alone."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.training.swap import landmark_swap

pytestmark = pytest.mark.slow

SEEDS = range(8)
SHAPE = (240, 256)


def rng(seed):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def landmarks(portrait):
    return portrait[1]


@pytest.fixture(scope="module")
def grey():
    """A red-grey picture that gets brighter downwards: where there is a face, nobody can see."""
    pixels = np.zeros((*SHAPE, 3), np.uint8) + np.array([140, 100, 80], np.uint8)
    return pixels + np.linspace(0, 60, SHAPE[0]).astype(np.uint8)[:, None, None]


@pytest.fixture(scope="module")
def donor(landmarks):
    """White squares on black at the landmarks of a larger, wider, tilted face."""
    turn = np.array([[1.7, 0.25], [-0.2, 1.3]])
    points = (landmarks - landmarks.mean(0)) @ turn + [130, 120]
    pixels = np.zeros((*SHAPE, 3), np.uint8)
    for x, y in points.astype(int):
        pixels[y - 4 : y + 5, x - 4 : x + 5] = 255
    return pixels, points.astype(np.float32)


class TestLandmarkSwap:
    @pytest.mark.parametrize("seed", SEEDS)
    def test_puts_every_landmark_of_the_donor_where_the_face_has_its_own(
        self, grey, donor, landmarks, seed
    ):
        swapped = landmark_swap(grey, landmarks, *donor, rng(seed)).mean(axis=-1)
        for x, y in landmarks.round().astype(int):
            assert swapped[y, x] > swapped[y - 10 : y + 11, x - 10 : x + 11].mean() + 8, (x, y)

    @pytest.mark.parametrize("seed", SEEDS)
    def test_leaves_what_lies_around_the_face_as_it_was(self, portrait, donor, landmarks, seed):
        face = portrait[0]
        changed = (landmark_swap(face, landmarks, *donor, rng(seed)) != face).any(axis=-1)
        rows, columns = np.nonzero(changed)
        assert 0.01 < changed.mean() < 0.3
        unit = landmarks[3:, 1].mean() - landmarks[:2, 1].mean()
        middle = landmarks.mean(axis=0)
        assert np.abs(columns - middle[0]).max() < 1.35 * unit
        assert np.abs(rows - middle[1]).max() < 1.6 * unit

    def test_takes_on_the_colours_of_the_face(self, portrait, grey, landmarks):
        face = portrait[0]
        green = (grey * np.array([0.2, 1.1, 0.4])).astype(np.uint8)
        swapped = landmark_swap(face, landmarks, green, landmarks, rng(0))
        where = (swapped != face).any(axis=-1)
        np.testing.assert_allclose(swapped[where].mean(0), face[where].mean(0), atol=12)

    def test_has_no_hard_seam(self, grey, landmarks):
        dark = (grey // 2 + np.arange(SHAPE[1], dtype=np.uint8)[:, None] // 8).astype(np.uint8)
        swapped = landmark_swap(grey, landmarks, dark, landmarks, rng(0))
        assert np.abs(np.diff(swapped.astype(int), axis=1)).max() < 30

    def test_of_the_face_itself_is_nearly_the_face(self, portrait, landmarks):
        smooth = cv2.GaussianBlur(portrait[0], (0, 0), 3)
        swapped = landmark_swap(smooth, landmarks, smooth, landmarks, rng(2))
        assert np.abs(swapped.astype(int) - smooth).max() < 12

    def test_is_the_same_for_the_same_dice_only(self, portrait, donor, landmarks):
        one, again, other = (
            landmark_swap(portrait[0], landmarks, *donor, rng(seed)) for seed in (3, 3, 4)
        )
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()
        assert (one.shape, one.dtype) == (portrait[0].shape, np.uint8)
