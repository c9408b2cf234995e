"""A face in, the same face drawn by an upsampling layer out: the trace that generators leave."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from meso.values import Floats, Pixels

TAPS = np.array([1.0, 3.0, 3.0, 1.0]) / 4  # of a transposed convolution that leaves no trace
UNEVEN = 0.01, 0.06  # how far a trained one is from it, as a share of each tap


def resampled(pixels: Pixels, rng: Generator) -> Pixels:
    """Halve the face and double it again by a transposed convolution whose taps are uneven.

    pixels: (height, width, 3) uint8 RGB -> the same shape

    Each pixel of the small face is spread over four by four. Where taps do not even out, every
    second row and column is brighter: the checkerboard (Odena et al. 2016,
    doi.org/10.23915/distill.00003) that shows as a peak at the end of the spectrum in the faces
    of generating networks (Zhang et al. 2019, arXiv 1907.06515).
    """
    height, width = pixels.shape[:2]
    half = -(-width // 2), -(-height // 2)
    small = cv2.resize(pixels, half, interpolation=cv2.INTER_AREA)
    apart = np.zeros((2 * half[1], 2 * half[0], 3), np.float32)
    apart[::2, ::2] = small
    drawn = cv2.filter2D(apart, -1, _kernel(rng), anchor=(2, 2), borderType=cv2.BORDER_REFLECT_101)
    levels: Pixels = np.clip(drawn[:height, :width].round(), 0, 255).astype(np.uint8)
    return levels


def _kernel(rng: Generator) -> Floats:
    """(4, 4), summing up to 4: one for each of the pixels that one becomes."""
    uneven = rng.choice([-1, 1], (4, 4)) * rng.uniform(*UNEVEN, (4, 4))
    kernel = np.outer(TAPS, TAPS) * (1 + uneven)
    summing_to_4: Floats = (kernel * (4 / kernel.sum())).astype(np.float32)
    return summing_to_4
