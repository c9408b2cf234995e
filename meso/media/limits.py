"""A file's size in bytes, pixels or seconds in; an error out where it is too much to read safely.

The numbers stand in `meso.limits`.
"""

from __future__ import annotations

from meso.errors import TooLarge, TooSmall
from meso.limits import Limit
from meso.values import SMALLEST_FACE


def check(name: str, count: float, limit: Limit) -> None:
    """Raise TooLarge for more than the limit."""
    if count > limit.most:
        raise TooLarge(name, what=limit.what)


def check_size(name: str, width: int, height: int, most: Limit) -> None:
    """Raise TooSmall or TooLarge by what the header says, before anything is decoded."""
    if min(width, height) < SMALLEST_FACE:
        raise TooSmall(name, width=width, height=height, smallest=SMALLEST_FACE)
    check(name, width * height, most)
