"""Labels and fake scores in, numbers out.

is_fake: (items,) bool; fake_score: (items,) float32, higher is more fake. A metric of what it
cannot be told from (no item, or one class where it takes both) is nan.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from meso.models.reliability import Labels, coverage_risk, ends_of_ties, ranks
from meso.values import Floats, Ints

Numbers = NDArray[np.float64]
Metric = Callable[[Labels, Floats], float]

NAN = float("nan")
RESAMPLES = 500
FEWEST_PEOPLE = 5  # four people can be drawn in 35 ways only: what they spread is no interval


def auc(is_fake: Labels, fake_score: Floats) -> float:
    """The chance that a fake scores higher than a real one, ties counting half.

    nan where one class is missing or a score is no number.
    """
    fakes, reals = int(is_fake.sum()), int((~is_fake).sum())
    if not fakes or not reals or np.isnan(fake_score).any():
        return NAN
    return float((ranks(fake_score)[is_fake].sum() - fakes * (fakes + 1) / 2) / (fakes * reals))


def average_precision(is_fake: Labels, fake_score: Floats) -> float:
    """The share of fakes among what scores as high or higher, averaged over the fakes found."""
    if not is_fake.any():
        return NAN
    fakes, reals = _found(is_fake, fake_score)
    return float((np.diff(fakes) * fakes[1:] / (fakes + reals)[1:]).sum() / fakes[-1])


def eer(is_fake: Labels, fake_score: Floats) -> float:
    """The error rate where as large a share of the reals is called fake as of the fakes is missed.

    Between two thresholds the shares are joined by a line.
    """
    if _one_class(is_fake):
        return NAN
    called, found = _shares(is_fake, fake_score)
    return float(np.interp(0, called - (1 - found), called))


def tpr_at_fpr(is_fake: Labels, fake_score: Floats, fpr: float = 0.05) -> float:
    """The largest share of fakes found while at most `fpr` of the reals are called fake."""
    if _one_class(is_fake):
        return NAN
    called, found = _shares(is_fake, fake_score)
    return float(found[called <= fpr].max())


def called_fake(fake_score: Floats, threshold: float) -> float:
    """The share of scores at or above the threshold."""
    return float((fake_score >= threshold).mean()) if len(fake_score) else NAN


def accuracy(is_fake: Labels, fake_score: Floats, threshold: float) -> float:
    """The share of items on the right side of the threshold."""
    return float(((fake_score >= threshold) == is_fake).mean()) if len(is_fake) else NAN


def error_of_surest(is_fake: Labels, fake_score: Floats, threshold: float, share: float) -> float:
    """The share judged wrongly among the surest `share` of the items, or the least above it."""
    return coverage_risk(is_fake, fake_score, threshold).at(share)


def interval(
    metric: Metric, is_fake: Labels, fake_score: Floats, person: Sequence[str], seed: int = 0
) -> tuple[float, float]:
    """Where 95% of the values lie when the people had been others: bootstrap by person.

    person: of each item. People are drawn with replacement, each with all of its items, because
            faces of one person are alike. Fewer than FEWEST_PEOPLE in a class that
            is there give (nan, nan).
    """
    people, who = np.unique(np.asarray(person), return_inverse=True)
    if _fewest_people(is_fake, who) < FEWEST_PEOPLE:
        return NAN, NAN
    drawn = _resamples(who, len(people), np.random.default_rng(seed))
    values = np.array([metric(is_fake[items], fake_score[items]) for items in drawn])
    values = values[~np.isnan(values)]  # a draw may have no real one
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (NAN, NAN)
    return float(low), float(high)


def _fewest_people(is_fake: Labels, who: Ints) -> int:
    """How many people the class with fewer of them has, of the classes that are there."""
    classes = (who[is_fake], who[~is_fake])
    return min((len(np.unique(people)) for people in classes if len(people)), default=0)


def _resamples(who: Ints, people: int, rng: np.random.Generator) -> list[Ints]:
    """RESAMPLES times the places of the items of as many people, drawn with replacement."""
    draws = rng.multinomial(people, np.full(people, 1 / people), size=RESAMPLES)
    places = np.arange(len(who))
    return [np.repeat(places, times[who]) for times in draws]


def _found(is_fake: Labels, fake_score: Floats) -> tuple[Ints, Ints]:
    """How many fakes and reals score so high or higher: for no item, then each different score."""
    order = np.argsort(-fake_score, kind="stable")
    ends = ends_of_ties(fake_score[order])
    fakes = np.cumsum(is_fake[order])[ends]
    reals = np.cumsum(~is_fake[order])[ends]
    return np.append(0, fakes), np.append(0, reals)


def _shares(is_fake: Labels, fake_score: Floats) -> tuple[Numbers, Numbers]:
    """The same as shares of the reals and of the fakes: the ROC curve."""
    fakes, reals = _found(is_fake, fake_score)
    return reals / reals[-1], fakes / fakes[-1]


def _one_class(is_fake: Labels) -> bool:
    return bool(is_fake.all() or not is_fake.any())
