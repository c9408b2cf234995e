"""A picture's width and height in; an error out where no face can be found or memory is at risk."""

from __future__ import annotations

from meso.errors import TooLarge, TooSmall
from meso.values import SMALLEST_FACE

MOST_PIXELS = 40_000_000  # 120 MB of RGB; 8K video has 33 million, most phones' photos 12 to 24


def check_size(name: str, width: int, height: int) -> None:
    """Raise TooSmall or TooLarge by what the header says, before anything is decoded."""
    if min(width, height) < SMALLEST_FACE:
        raise TooSmall(name, width=width, height=height, smallest=SMALLEST_FACE)
    if width * height > MOST_PIXELS:
        raise TooLarge(name, most=MOST_PIXELS)
