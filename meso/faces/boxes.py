"""Rows of boxes in, rows of boxes out: the arithmetic between MTCNN's networks.

A row is left, top, right, bottom and confidence in float64, and more columns behind them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]

MOST = 1000  # boxes compared with each other: more are found in noise only


def overlaps(one: Rows, other: Rows, *, of_smaller: bool = False) -> Rows:
    """How much boxes overlap, (n, …) with (m, …) rows to (n, m): of their union, or of the smaller.

    A box without any area overlaps nothing.
    """
    shared = _shared(one, other)
    areas = _area(one)[:, None], _area(other)[None]
    of = np.minimum(*areas) if of_smaller else areas[0] + areas[1] - shared
    return np.divide(shared, of, out=np.zeros_like(shared), where=of > 0)


def apart(rows: Rows, most: float, *, of_smaller: bool = False) -> Rows:
    """The surest first, without those that overlap a surer one by more than `most`.

    As in mtcnn, a box that was itself left out leaves out others, too.
    """
    surest = rows[np.argsort(-rows[:, 4], kind="stable")][:MOST]
    with_surer = np.triu(overlaps(surest, surest, of_smaller=of_smaller), k=1)
    return surest[(with_surer <= most).all(axis=0)]


def square(rows: Rows) -> Rows:
    """The boxes with their shorter side as long as the longer one, about the same middle."""
    size = rows[:, 2:4] - rows[:, :2]
    side = size.max(axis=1, keepdims=True)
    corner = rows[:, :2] + size / 2 - side / 2
    return np.hstack([corner, corner + side, rows[:, 4:]])


def moved(rows: Rows, offsets: NDArray[np.float32]) -> Rows:
    """The boxes with each edge moved by (n, 4) offsets, in units of the box as mtcnn counts it."""
    size = rows[:, 2:4] - rows[:, :2] + 1
    return np.hstack([rows[:, :4] + offsets * np.hstack([size, size]), rows[:, 4:]])


def _area(rows: Rows) -> Rows:
    across, down = (rows[:, 2:4] - rows[:, :2]).T
    area: Rows = across * down
    return area


def _shared(one: Rows, other: Rows) -> Rows:
    """The area that boxes share, (n, …) with (m, …) rows to (n, m)."""
    left, top, right, bottom = (
        choose(one[:, None, edge], other[None, :, edge])
        for edge, choose in enumerate((np.maximum, np.maximum, np.minimum, np.minimum))
    )
    shared: Rows = np.maximum(right - left, 0) * np.maximum(bottom - top, 0)
    return shared
