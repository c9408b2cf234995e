from __future__ import annotations

import inspect

import cv2
import numpy as np
import pytest

from meso.training.augment import augment

pytestmark = pytest.mark.slow

SEEDS = range(120)


@pytest.fixture(scope="module")
def red_left():
    """Red on its left half, green on its right, little blue; darker towards the bottom."""
    pixels = np.full((256, 256, 3), 50, np.uint8)
    pixels[:, :128, 0] = pixels[:, 128:, 1] = np.linspace(220, 120, 256)[:, None]
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="module")
def augmented(red_left):
    return [augment(red_left, np.random.default_rng(seed)) for seed in SEEDS]


class TestAugment:
    def test_gives_pictures_of_the_same_size(self, augmented):
        assert {(pixels.shape, pixels.dtype.name) for pixels in augmented} == {
            ((256, 256, 3), "uint8")
        }

    def test_is_the_same_for_the_same_seed_only(self, red_left, augmented):
        again = augment(red_left, np.random.default_rng(0))
        np.testing.assert_array_equal(again, augmented[0])
        assert (augmented[0] != augmented[1]).any()

    def test_knows_nothing_of_the_label(self):
        assert list(inspect.signature(augment).parameters) == ["pixels", "rng", "how"]

    def test_mirrors_half_of_the_faces(self, augmented):
        redder_left = [pixels[:, :64, 0].mean() > pixels[:, -64:, 0].mean() for pixels in augmented]
        assert 0.35 < np.mean(redder_left) < 0.65

    def test_never_swaps_colours_nor_stands_a_face_on_its_head(self, augmented):
        for pixels in augmented:
            sides = pixels[:, :64].mean(axis=(0, 1)), pixels[:, -64:].mean(axis=(0, 1))
            green_side, red_side = sorted(sides, key=lambda side: side[0])
            assert red_side[0] > max(red_side[1:]) + 40
            assert green_side[1] > max(green_side[::2]) + 40
            assert pixels[:40].mean() > pixels[-40:].mean()

    def test_makes_pictures_neither_brighter_nor_darker_on_the_whole(self, red_left, augmented):
        assert np.mean(augmented) == pytest.approx(red_left.mean(), abs=6)

    def test_leaves_no_black_border(self, red_left):
        bright = np.full_like(red_left, 200)
        for seed in SEEDS:
            assert augment(bright, np.random.default_rng(seed)).min() > 100

    def test_moves_the_face_only_a_little(self, augmented):
        for pixels in augmented:
            red, green, _ = pixels[118:138].mean(axis=0).T
            (edge,) = np.flatnonzero(np.diff(red > green))
            assert 128 - 24 <= edge <= 128 + 24

    def test_degrades_some_and_leaves_others_sharp(self):
        fine = np.zeros((256, 256, 3), np.uint8)
        fine[:, ::2] = 255
        sharpness = [
            cv2.Laplacian(augment(fine, np.random.default_rng(seed)), cv2.CV_64F).var()
            for seed in SEEDS
        ]
        assert np.median(sharpness) > 20 * min(sharpness)

    def test_makes_the_face_only_a_little_larger_or_smaller(self):
        square = np.full((256, 256, 3), 40, np.uint8)
        square[64:192, 64:192] = 200
        for seed in SEEDS:
            white = augment(square, np.random.default_rng(seed)).mean(axis=-1) > 120
            assert 0.9 < np.sqrt(white.sum()) / 128 < 1.1


class TestLight:
    def test_leaves_most_faces_as_sharp_as_they_are(self, red_left):
        noisy = np.clip(
            red_left + np.random.default_rng(0).normal(0, 12, red_left.shape), 0, 255
        ).astype(np.uint8)
        kept = {
            how: np.mean(
                [
                    cv2.Laplacian(
                        augment(noisy, np.random.default_rng(seed), how), cv2.CV_64F
                    ).var()
                    > 0.5 * cv2.Laplacian(noisy, cv2.CV_64F).var()
                    for seed in SEEDS
                ]
            )
            for how in ("light", "world")
        }
        assert kept["light"] > 0.4
        assert kept["world"] < 0.3


class TestCovered:
    def test_hides_a_part_of_two_faces_in_five(self, red_left):
        hidden = []
        for seed in SEEDS:
            pixels = augment(np.full_like(red_left, 128), np.random.default_rng(seed), "covered")
            usual = np.median(pixels, axis=(0, 1))
            hidden.append((np.abs(pixels - usual).max(axis=-1) > 25).mean())
        assert 0.3 < np.mean(np.array(hidden) > 0.01) < 0.5
        assert 0.2 < max(hidden) <= 0.27


class TestPaper:
    def test_turns_and_resizes_more_and_degrades_nothing(self):
        square = np.full((256, 256, 3), 90, np.uint8)
        square[64:192, 64:192] = 180
        sides = []
        for seed in SEEDS:
            pixels = augment(square, np.random.default_rng(seed), "paper")
            assert len(np.unique(pixels[..., 0])) < 120  # no noise, no JPEG: only the edges blend
            grey = pixels.mean(axis=-1)
            sides.append(np.sqrt((grey > (grey.min() + grey.max()) / 2).sum()) / 128)
        assert 0.75 < min(sides) < 0.9
        assert 1.1 < max(sides) < 1.25

    def test_of_none_changes_nothing(self, red_left):
        np.testing.assert_array_equal(augment(red_left, np.random.default_rng(0), "none"), red_left)
