"""Scores of validation items and their labels in; a calibration, and what it is worth, out.

Everywhere real and fake weigh the same, half each, however many there are: what is said of a
verdict then does not depend on how many fakes happened to lie in the folder.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from meso.errors import BadFaces
from meso.models.calibration import Calibration, Doubles, ErrorRate, logit, probability
from meso.models.reliability import CoverageRisk, Labels, Reliability, coverage_risk, reliability

FLATTEST = 0.01  # slope of a curve that says anything
PRIOR = 0.25  # of a person's worth of pull towards the score as it is
FOLDS = 5
ITEMS_A_BIN = 10  # at least, and so at most BINS_A_SIDE bins on each side of the threshold
BINS_A_SIDE = 5


@dataclass(frozen=True, eq=False)
class Labelled:
    """Photos or clips of known people, each with its label and its score.

    fake_score: (items,) float64 in [0, 1]
    is_fake:    (items,) bool
    person:     (items,) str
    """

    fake_score: Doubles
    is_fake: Labels
    person: NDArray[np.str_]

    def only(self, which: Labels) -> Labelled:
        """The items where `which` is true."""
        return Labelled(self.fake_score[which], self.is_fake[which], self.person[which])


@dataclass(frozen=True, eq=False)
class Worth:
    """How well a calibration and its band do on people who were left out of the fit.

    before, after:         what the scores and what the probabilities say, and what was true
    surest:                what the error falls to without the least sure
    coverage:              share of the items that get a verdict
    error, error_of_rest:  share judged wrongly, of all and of those that get a verdict
    """

    before: Reliability
    after: Reliability
    surest: CoverageRisk
    coverage: float
    error: float
    error_of_rest: float


def calibrate(items: Labelled, *, uncertain: float = 0.25) -> tuple[Calibration, Worth]:
    """Fit a calibration that leaves about a share `uncertain` of the items without a verdict.

    The two numbers of the curve are fitted on all items. The band, the error rates and the worth
    come from probabilities of people who were left out of their fit.
    Raises BadFaces where it cannot be told: one class or one person only, or scores that are no
    higher for fakes.
    """
    likely = left_out(items)
    slope, offset = fit(items)
    if slope < FLATTEST:
        raise BadFaces(
            "The scores cannot be calibrated: fakes do not score higher than real ones. Train the "
            "network further, or calibrate on fakes of the kinds that it knows."
        )
    far = np.abs(likely - 0.5)
    unsure = float(np.quantile(far, uncertain))
    rates = error_rates(likely, items.is_fake)
    worth = _worth(items, likely, verdict_given=far >= unsure)
    return Calibration(round(slope, 4), round(offset, 4), round(unsure, 4), rates), worth


def fit(items: Labelled) -> tuple[float, float]:
    """Slope and offset of Platt's method: the likeliest sigmoid of the scores' logits.

    As Platt did, labels are taken as a little less sure than 0 and 1, so that few items, even if
    perfectly told apart, give no certainty. And the fewer people, the nearer the line stays to
    slope 1 and offset 0, the score as it is: four people say little about a fifth.
    """
    prior = PRIOR / len(np.unique(items.person))
    weight = weights_of(items.is_fake)
    line = logit(items.fake_score)
    reals, fakes = (~items.is_fake).sum(), items.is_fake.sum()
    target = np.where(items.is_fake, (fakes + 1) / (fakes + 2), 1 / (reals + 2))
    as_it_is = np.array([1.0, 0.0])

    def loss(numbers: Doubles) -> tuple[float, Doubles]:
        at = numbers[0] * line + numbers[1]
        pull = numbers - as_it_is
        error = weight * (1 / (1 + np.exp(-at)) - target)
        value = weight @ (np.logaddexp(0, at) - target * at) + prior * pull @ pull / 2
        return float(value), np.array([error @ line, error.sum()]) + prior * pull

    slope, offset = minimize(loss, as_it_is, jac=True, method="BFGS").x.tolist()
    return slope, offset


def left_out(items: Labelled) -> Doubles:
    """The probability of each item by a fit on other people's items: (items,) in [0, 1]."""
    likely = np.empty(len(items.is_fake))
    for fold in folds(items.person):
        rest = items.only(~fold)
        if len({*rest.is_fake.tolist()}) < 2:
            raise BadFaces(
                "A calibration needs real and fake ones of two people at least, and of five or "
                "more to be trusted. Add people."
            )
        likely[fold] = probability(items.fake_score[fold], *fit(rest))
    return likely


def folds(person: NDArray[np.str_]) -> list[Labels]:
    """Up to FOLDS groups of about the same size, each as a mask, that share no person."""
    names, items = np.unique(person, return_counts=True)
    count = min(FOLDS, len(names))
    sizes, group = np.zeros(count, int), np.empty(len(names), int)
    for place in np.argsort(-items, kind="stable"):
        group[place] = np.argmin(sizes)
        sizes[group[place]] += items[place]
    return [np.isin(person, names[group == each]) for each in range(count)]


def weights_of(is_fake: Labels) -> Doubles:
    """What each item weighs, so that the real and the fake ones weigh a half each."""
    each = np.where(is_fake, is_fake.mean(), 1 - is_fake.mean())
    weight: Doubles = 0.5 / (each * len(is_fake))
    return weight


def error_rates(likely: Doubles, is_fake: Labels) -> tuple[ErrorRate, ...]:
    """How many items of each bin of the probability were judged wrongly; bins of equal counts.

    A bin that is surer than its neighbour and yet wrong more often is a whim of few items: the two
    become one, so that no error rate rises with the probability of being right.
    """
    ends = [*_ends(likely[likely < 0.5], 0.5), *_ends(likely[likely >= 0.5], 1.0)]
    rates = _rates(likely, is_fake, ends)
    while (odd := _out_of_order(rates)) is not None:
        del ends[odd]
        rates = _rates(likely, is_fake, ends)
    return rates


def _out_of_order(rates: Sequence[ErrorRate]) -> int | None:
    """The place of the first bin that must become one with the next."""
    for place, (one, other) in enumerate(pairwise(rates)):
        rises = other.share - one.share
        if one.below != 0.5 and (rises < 0 if one.below < 0.5 else rises > 0):
            return place
    return None


def _rates(likely: Doubles, is_fake: Labels, ends: Sequence[float]) -> tuple[ErrorRate, ...]:
    weight = weights_of(is_fake)
    bins = []
    for start, below in pairwise([0.0, *ends]):
        here = (likely >= start) & ((likely < below) | (below == 1.0))
        wrong = is_fake[here] != (likely[here] >= 0.5)
        bins.append(ErrorRate(below, int(here.sum()), _share(wrong, weight[here])))
    return tuple(bins)


def _ends(likely: Doubles, end: float) -> list[float]:
    """Where bins of about equally many items end, none of them empty; the last at `end`."""
    count = int(np.clip(len(likely) // ITEMS_A_BIN, 1, BINS_A_SIDE))
    if count == 1:
        return [end]
    inner = np.unique(np.quantile(likely, np.arange(1, count) / count).round(4))
    return [*inner[(likely.min() < inner) & (inner < end)].tolist(), end]


def _share(wrong: Labels, weight: Doubles) -> float:
    """The weighed share that is wrong, with one right and one wrong item more than there are.

    So no error in 8 items is told as 1 in 10, not as never.
    """
    if not len(wrong):
        return 0.5
    count = weight.sum() ** 2 / (weight**2).sum()  # items of equal weight that say as much
    return round(float((np.average(wrong, weights=weight) * count + 1) / (count + 2)), 4)


def _worth(items: Labelled, likely: Doubles, *, verdict_given: Labels) -> Worth:
    weight = weights_of(items.is_fake)
    wrong = items.is_fake != (likely >= 0.5)
    rest = verdict_given
    return Worth(
        before=reliability(items.is_fake, items.fake_score, weight),
        after=reliability(items.is_fake, likely, weight),
        surest=coverage_risk(items.is_fake, likely, 0.5, weight),
        coverage=float(rest.mean()),
        error=float(np.average(wrong, weights=weight)),
        error_of_rest=float(np.average(wrong[rest], weights=weight[rest])),
    )
