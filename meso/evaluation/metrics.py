"""Labels and fake scores in, numbers out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from meso.values import Floats

Labels = NDArray[np.bool_]


def auc(is_fake: Labels, fake_score: Floats) -> float:
    """The chance that a fake scores higher than a real one, ties counting half; nan for one class.

    is_fake: (items,) bool; fake_score: (items,) float32 in [0, 1]
    """
    fakes, reals = int(is_fake.sum()), int((~is_fake).sum())
    if not fakes or not reals:
        return float("nan")
    ranks = rankdata(fake_score)
    return float((ranks[is_fake].sum() - fakes * (fakes + 1) / 2) / (fakes * reals))


def called_fake(fake_score: Floats, threshold: float) -> float:
    """The share of scores at or above the threshold; nan for none."""
    return float((fake_score >= threshold).mean()) if len(fake_score) else float("nan")
