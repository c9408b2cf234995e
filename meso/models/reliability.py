"""Labels and fake scores in; how far the scores are from chances, and what the surest err, out.

is_fake: (items,) bool; fake_score: (items,) in [0, 1]; weight: (items,) above 0, or None where each
item weighs the same. `meso evaluate` takes items as they are; `meso calibrate` weighs real and fake
a half each. What no item tells is nan.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from meso.models.calibration import Doubles
from meso.values import Ints

Labels = NDArray[np.bool_]
Scores = NDArray[np.floating[Any]]

BINS = 10


class Reliability(NamedTuple):
    """What became of the items with about the same score, a tenth wide; empty bins are left out.

    said:  (bins,) mean of their scores
    true:  (bins,) share of them that was fake
    share: (bins,) what they weigh of the whole
    items: (bins,) how many they are
    """

    said: Doubles
    true: Doubles
    share: Doubles
    items: Ints

    @property
    def error(self) -> float:
        """Expected calibration error: how far what was said is off, on average over the items.

        Bins that stay where they are let networks be compared, and one with few items weighs as
        little as it has items.
        """
        return float(self.share @ np.abs(self.said - self.true)) if len(self.share) else np.nan


class CoverageRisk(NamedTuple):
    """What the error falls to when the least sure items are left out, a pair for each sureness.

    coverage: (points,) share of the items that are at least as sure, the surest first
    risk:     (points,) what was judged wrongly of these, by weight
    """

    coverage: Doubles
    risk: Doubles

    def at(self, share: float) -> float:
        """The error of the surest `share` of the items, or of the least share above it."""
        return float(self.risk[np.searchsorted(self.coverage, share)]) if len(self.risk) else np.nan


def reliability(is_fake: Labels, fake_score: Scores, weight: Doubles | None = None) -> Reliability:
    """Compare what the scores say, read as chances of being fake, with what was true."""
    place = np.minimum((fake_score * BINS).astype(int), BINS - 1)
    weight = _weight(is_fake, weight)
    items = np.bincount(place, minlength=BINS)
    here = items > 0
    whole, said, true = (
        np.bincount(place, weight * of, BINS)[here] for of in (1, fake_score, is_fake)
    )
    return Reliability(said / whole, true / whole, whole / whole.sum(), items[here])


def coverage_risk(
    is_fake: Labels, fake_score: Scores, threshold: float, weight: Doubles | None = None
) -> CoverageRisk:
    """Leave out the items nearest to the threshold, one after the other; ties go together."""
    sureness = np.abs(fake_score - threshold)
    order = np.argsort(-sureness, kind="stable")
    weight = _weight(is_fake, weight)[order]
    wrong = ((fake_score >= threshold) != is_fake)[order]
    coverage = np.arange(1, len(order) + 1) / max(1, len(order))
    risk = np.cumsum(weight * wrong) / np.cumsum(weight)
    ends = ends_of_ties(sureness[order])
    return CoverageRisk(coverage[ends], risk[ends])


def ends_of_ties(in_order: Scores) -> Ints:
    """The last place of each run of equal values."""
    changes = np.flatnonzero(np.diff(in_order))
    return np.append(changes, len(in_order) - 1) if len(in_order) else changes


def ranks(values: Scores) -> Doubles:
    """The place of each value in their order, from 1; equal values share the middle of theirs."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    places: Doubles = (np.cumsum(count) - (count - 1) / 2)[which]
    return places


def _weight(is_fake: Labels, weight: Doubles | None) -> Doubles:
    return np.ones(len(is_fake)) if weight is None else weight
