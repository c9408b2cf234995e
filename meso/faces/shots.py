"""Frames in, which shot each belongs to out: where the camera cuts, places say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from meso.values import Floats, Pixels

ROWS = 72  # of a frame that are glanced at, about; a cut is seen as well from a few pixels
WIDTH = 32  # levels of a colour, of 256, that are taken for the same one
COLOURS = 256 // WIDTH + 1
CUT = 0.5  # frames of one shot differed by up to 0.43, of different clips by 0.65 and more


def glance(pixels: Pixels) -> Floats:
    """The share of each of 729 colours in (height, width, 3) uint8 RGB, wherever it is.

    Dithered: otherwise a wall whose grey lies between two colours would change as a whole when
    the light flickers.
    """
    step = max(min(pixels.shape[:2]) // ROWS, 1)
    some = pixels[::step, ::step]
    red, green, blue = np.moveaxis((some + _dither(some.shape)) // WIDTH, -1, 0)
    colour = (red * COLOURS + green) * COLOURS + blue
    count = np.bincount(colour.ravel(), minlength=COLOURS**3)
    shares: Floats = (count / count.sum()).astype(np.float32)
    return shares


@lru_cache(maxsize=4)  # sizes: the frames of a clip have one
def _dither(shape: tuple[int, ...]) -> NDArray[np.uint16]:
    return np.random.default_rng(0).integers(0, WIDTH, shape).astype(np.uint16)


def unlike(one: Floats, other: Floats) -> float:
    """The share of the picture that changed colour: 0 for the same picture, 1 for no colour kept.

    People and the camera move without a change of colours; a cut changes them.
    """
    return float(np.abs(one - other).sum()) / 2


def shots(glances: Sequence[Floats]) -> list[int]:
    """Number the shot that each frame belongs to; 0 is the first, and a shot may come again."""
    last: list[Floats] = []
    numbers = []
    for seen in glances:
        differ = [unlike(seen, of_shot) for of_shot in last]
        number = int(np.argmin(differ)) if min(differ, default=1.0) <= CUT else len(last)
        last[number : number + 1] = [seen]
        numbers.append(number)
    return numbers
