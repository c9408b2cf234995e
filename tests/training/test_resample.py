"""The trace of an upsampling layer, looked for where it must be: at the end of the spectrum."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.training.resample import resampled

pytestmark = pytest.mark.slow


def peak(pixels):
    """How strong every second row and column is, beside the frequencies next to that."""
    spectrum = np.abs(np.fft.fft2(pixels.mean(axis=-1)))
    row, column = np.array(spectrum.shape) // 2
    around = spectrum[row - 8 : row + 9, column - 8 : column + 9]
    return spectrum[row, column] / np.median(around)


@pytest.fixture(scope="module")
def drawn(astronaut):
    return [resampled(astronaut, np.random.default_rng(seed)) for seed in range(12)]


class TestResampled:
    def test_has_a_peak_at_the_end_of_the_spectrum_that_the_face_has_not(self, astronaut, drawn):
        assert peak(astronaut) < 8
        assert np.median([peak(pixels) for pixels in drawn]) > 5 * peak(astronaut)

    def test_has_it_from_the_layer_and_not_from_scaling(self, astronaut, drawn):
        small = cv2.resize(astronaut, (128, 128), interpolation=cv2.INTER_AREA)
        scaled = cv2.resize(small, (256, 256), interpolation=cv2.INTER_LINEAR)
        assert np.median([peak(pixels) for pixels in drawn]) > 3 * peak(scaled)

    def test_looks_like_the_face(self, astronaut, drawn):
        for pixels in drawn:
            assert (pixels.shape, pixels.dtype) == (astronaut.shape, np.uint8)
            assert np.abs(pixels.astype(float) - astronaut).mean() < 6
            np.testing.assert_allclose(pixels.mean((0, 1)), astronaut.mean((0, 1)), atol=2)

    def test_stays_where_it_was(self, astronaut, drawn):
        """Shifted by a pixel it would be half as far from the face shifted likewise."""
        soft = cv2.GaussianBlur(astronaut, (0, 0), 2).astype(float)
        for pixels in drawn:
            mine = cv2.GaussianBlur(pixels, (0, 0), 2)
            here, *beside = (
                np.abs(np.roll(soft, shift, (0, 1)) - mine).mean()
                for shift in [(0, 0), (0, 1), (1, 0), (0, -1), (-1, 0)]
            )
            assert here < min(beside)

    @pytest.mark.parametrize("shape", [(33, 40), (41, 64)])
    def test_fits_pictures_of_odd_size(self, astronaut, shape):
        pixels = astronaut[: shape[0], : shape[1]]
        assert resampled(pixels, np.random.default_rng(0)).shape == pixels.shape

    def test_is_the_same_for_the_same_dice_only(self, astronaut, drawn):
        again = resampled(astronaut, np.random.default_rng(0))
        np.testing.assert_array_equal(again, drawn[0])
        assert (drawn[0] != drawn[1]).any()
