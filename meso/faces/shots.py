"""Frames in, which shot each belongs to out: where the camera cuts, places say nothing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from meso.values import Floats, Pixels

ROWS = 72  # of a frame that are glanced at, about; a cut is seen as well from a few pixels
BINS = 8  # of each colour
CUT = 0.3  # frames of one shot differed by up to 0.2, of different clips by 0.44 and more


def glance(pixels: Pixels) -> Floats:
    """The share of each of 512 colours in (height, width, 3) uint8 RGB, wherever it is."""
    step = max(min(pixels.shape[:2]) // ROWS, 1)
    red, green, blue = np.moveaxis(pixels[::step, ::step] // (256 // BINS), -1, 0).astype(np.int64)
    count = np.bincount(((red * BINS + green) * BINS + blue).ravel(), minlength=BINS**3)
    shares: Floats = (count / count.sum()).astype(np.float32)
    return shares


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
