"""Frames in, which shot each belongs to out: where the camera cuts, places say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from meso.faces.remember import remember
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


class Shots:
    """Numbers the shot of one frame after the other; 0 is the first, and a shot may come again."""

    def __init__(self, *, most: int | None = None) -> None:
        """most: how many shots are remembered, those seen last; None: all."""
        self._most = most
        self._new = count()
        self._last: dict[int, Floats] = {}  # the last glance of each

    def __call__(self, seen: Floats) -> int:
        """The number of the shot that a glance belongs to."""
        differ = [(unlike(seen, last), shot) for shot, last in self._last.items()]
        least, shot = min(differ, default=(1.0, 0))
        if least > CUT:
            shot = next(self._new)
        remember(self._last, shot, seen, most=self._most)
        return shot


def shots(glances: Sequence[Floats]) -> list[int]:
    """Number the shot that each frame of a clip belongs to."""
    return [*map(Shots(), glances)]
