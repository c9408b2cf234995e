"""A picture and a box in; the same picture with the box outlined in a person's colour out."""

from __future__ import annotations

import numpy as np

from meso.charts.style import COLOURS
from meso.values import Box, Pixels

WHITE = (255, 255, 255)


def outlined(pixels: Pixels, box: Box, person: int, *, thick: int) -> Pixels:
    """A copy of (height, width, 3) uint8 RGB with a line round the box, in its person's colour.

    thick: of the line, in pixels; a thinner white one round it keeps it in sight on any ground
    """
    picture = pixels.copy()
    edge = max(thick // 3, 1)
    for line, colour in ((thick + 2 * edge, WHITE), (thick, colour_of(person))):
        picture = _framed(picture, box, (thick - line) // 2, line, colour)
    return picture


def colour_of(person: int) -> tuple[int, int, int]:
    """The colour of a person's curve as red, green and blue from 0 to 255."""
    red, green, blue = bytes.fromhex(COLOURS[person % len(COLOURS)][1:])
    return red, green, blue


def _framed(pixels: Pixels, box: Box, out: int, thick: int, colour: tuple[int, int, int]) -> Pixels:
    """`out`: how far inside the box the line begins, in pixels; it is clipped to the picture."""
    inside = np.zeros(pixels.shape[:2], bool)
    inside[_within(box, out)] = True
    inside[_within(box, out + thick)] = False
    return np.where(inside[..., None], np.array(colour, np.uint8), pixels)


def _within(box: Box, margin: int) -> tuple[slice, slice]:
    left, top, right, bottom = box
    across = slice(max(left + margin, 0), max(right - margin, 0))
    return slice(max(top + margin, 0), max(bottom - margin, 0)), across
