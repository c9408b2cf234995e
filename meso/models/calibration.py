"""A fake score in; how probable a fake is, and how often such a score was misjudged, out.

The numbers come from `meso calibrate` and stand in `index.toml`, apart for photos and for videos:

[meso4.video]
calibration = [1.7, 0.4]
unsure = 0.12
error_rates = [[0.3, 40, 0.08], [0.5, 40, 0.31], [0.8, 38, 0.27], [1.0, 38, 0.06]]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

KEYS = ("calibration", "unsure", "error_rates")
NEAREST = 1e-4  # scores nearer to 0 or to 1 than this count as this near
STEEPEST = 1e6

Doubles = NDArray[np.float64]


class ErrorRate(NamedTuple):
    """How often scores of one bin were judged wrongly.

    below: the bin ends at this probability of fake; the bin before it ends where this one begins
    items: how many photos or videos it was measured on
    share: of them that were judged wrongly, in [0, 1]
    """

    below: float
    items: int
    share: float


@dataclass(frozen=True)
class Calibration:
    """What the validation people say of a network's scores, where fakes are as common as real ones.

    slope, offset: a fake has the probability sigmoid(slope × logit(score) + offset)
    unsure:        how near to 0.5 a probability is too near to tell
    error_rates:   bins of the probability, from 0 to 1
    """

    slope: float
    offset: float
    unsure: float
    error_rates: tuple[ErrorRate, ...]

    @property
    def threshold(self) -> float:
        """The score at which fake is as probable as real."""
        return float(1 / (1 + np.exp(np.clip(self.offset / self.slope, -50, 50))))

    def probability(self, score: float) -> float:
        """The probability of fake, in [0, 1]."""
        return float(probability(score, self.slope, self.offset))

    def error_rate(self, score: float) -> float:
        """The share of validation items with such a score that were judged wrongly."""
        likely = self.probability(score)
        return next((rate.share for rate in self.error_rates if likely < rate.below), self._last)

    @property
    def _last(self) -> float:
        return self.error_rates[-1].share

    def as_table(self) -> dict[str, Any]:
        """As it stands in `index.toml`."""
        bins = [[*each] for each in self.error_rates]
        return dict(zip(KEYS, ([self.slope, self.offset], self.unsure, bins), strict=True))


def from_table(table: Mapping[str, Any]) -> Calibration:
    """Undo `as_table`; the table has passed `is_calibration`."""
    slope, offset = table["calibration"]
    bins = tuple(ErrorRate(*each) for each in table["error_rates"])
    return Calibration(slope, offset, table["unsure"], bins)


def is_calibration(table: object) -> bool:
    """Whether a table of `index.toml` is one, with a slope above 0 and bins in order up to 1."""
    if not isinstance(table, Mapping) or table.keys() != set(KEYS):
        return False
    return _is_line(table["calibration"]) and _is_half(table["unsure"]) and _are_bins(table)


def probability(score: ArrayLike, slope: float, offset: float) -> Doubles:
    """The probability of fake of any number of scores: sigmoid(slope × logit(score) + offset)."""
    steep: Doubles = 1 / (1 + np.exp(-np.clip(slope * logit(score) + offset, -50, 50)))
    return steep


def logit(score: ArrayLike) -> Doubles:
    """Scores in [0, 1] on the whole line; 0 and 1 are taken as NEAREST to the ends."""
    inside = np.clip(np.asarray(score, np.float64), NEAREST, 1 - NEAREST)
    line: Doubles = np.log(inside / (1 - inside))
    return line


def _is_number(value: object, low: float, high: float) -> bool:
    return type(value) in (int, float) and low <= value <= high  # type: ignore[operator]


def _is_line(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    slope, offset = value
    return _is_number(slope, 1 / STEEPEST, STEEPEST) and _is_number(offset, -STEEPEST, STEEPEST)


def _is_half(value: object) -> bool:
    return _is_number(value, 0, 0.5)


def _are_bins(table: Mapping[str, Any]) -> bool:
    bins = table["error_rates"]
    if not isinstance(bins, list) or not bins or not all(map(_is_bin, bins)):
        return False
    ends = [0, *(below for below, _, _ in bins)]
    return ends[-1] == 1 and all(low < high for low, high in pairwise(ends))


def _is_bin(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 3:
        return False
    below, items, share = value
    return _is_number(below, 0, 1) and type(items) is int and items >= 0 and _is_number(share, 0, 1)
