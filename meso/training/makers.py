"""A method's name and a real face, or those of two people, in; a fake made by it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from numpy.random import Generator

from meso.training.blend import cross_blended, self_blended
from meso.training.recipes import CROSS_BLENDED, LANDMARK_SWAP, RESAMPLED, SELF_BLENDED
from meso.training.resample import resampled
from meso.training.swap import landmark_swap
from meso.values import Floats, Pixels

Shown = tuple[Pixels, Floats]  # a face, (height, width, 3) uint8 RGB, and its landmarks, (5, 2)

OF_ONE: Mapping[str, Callable[[Pixels, Floats, Generator], Pixels]] = {
    SELF_BLENDED: self_blended,
    RESAMPLED: lambda pixels, _, rng: resampled(pixels, rng),
}
OF_TWO: Mapping[str, Callable[[Pixels, Floats, Pixels, Floats, Generator], Pixels]] = {
    CROSS_BLENDED: cross_blended,
    LANDMARK_SWAP: landmark_swap,
}


def make_fake(
    method: str, pixels: Pixels, landmarks: Floats, donor: Shown | None, rng: Generator
) -> Pixels:
    """A fake of the face by a method of MADE; the same dice give the same fake.

    pixels: (height, width, 3) uint8 RGB -> the same shape; landmarks: (5, 2), as in Face
    donor:  whose face is put on it; None for a method that needs nobody else
    """
    if donor is None:
        return OF_ONE[method](pixels, landmarks, rng)
    return OF_TWO[method](pixels, landmarks, *donor, rng)
