"""The scores of an experiment in; its numbers, a row a measurement, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from scipy.stats import t as student

from meso.evaluation.evaluate import Number
from meso.evaluation.metrics import Metric, auc, interval
from meso.experiments.cells import Labels, Scores
from meso.experiments.choose import Kinds
from meso.experiments.feature_overlap import FeatureOverlap
from meso.experiments.measure import measure
from meso.experiments.rows import Row
from meso.experiments.settings import OVERLAP, RANDOM, TRANSFER
from meso.values import Floats


class Experiment(Protocol):
    """One that was run: its sources, its kinds of fakes, its held-out faces and their scores."""

    sources: list[str]
    kinds: list[str]
    held_out: Kinds

    def scores(self, source: str, kind: str) -> Scores:
        """Of the held-out faces of a kind."""


def rows(experiment: Experiment) -> list[Row]:
    """Every measurement of an experiment that was run, source by source."""
    return [
        row
        for source in experiment.sources
        for target in experiment.kinds
        for row in _of_cell(source, target, experiment)
    ]


def over_seeds(values: Sequence[float]) -> Number:
    """The mean, and where 95% of such means lie by Student's t; one seed tells no interval."""
    mean, count = float(np.mean(values)), len(values)
    if count < 2:
        return Number(mean)
    reach = student.ppf(0.975, count - 1) * np.std(values, ddof=1) / np.sqrt(count)
    return Number(mean, mean - float(reach), mean + float(reach))


def beyond_random(overlap: FeatureOverlap, source: str, target: str) -> Number:
    """How much more AUC the source's features give than random ones; by person, on the same faces.

    The mean over the seeds. Its interval is by bootstrap over the held-out people.
    """
    mine, random = (_scores(overlap, who, target, OVERLAP) for who in (source, RANDOM))
    half = mine.shape[1]

    def gain(is_fake: Labels, scores: Floats) -> float:
        return _mean_auc(is_fake, scores[:, :half]) - _mean_auc(is_fake, scores[:, half:])

    return _by_person(gain, overlap, target, np.concatenate([mine, random], axis=1))


def unchanged(overlap: FeatureOverlap, source: str, target: str) -> Number:
    """The AUC of a source's network with nothing retrained; its interval is by person."""
    return _by_person(_mean_auc, overlap, target, _scores(overlap, source, target, TRANSFER))


def cka(one: Floats, other: Floats) -> float:
    """Linear CKA of what two extractors see in the same faces, (faces, features) each.

    1: the same but for turning and scaling; 0: nothing in common (Kornblith et al. 2019, arXiv
    1905.00414).
    """
    one, other = (x - x.mean(axis=0) for x in (one.astype(np.float64), other.astype(np.float64)))
    shared = np.linalg.norm(one.T @ other) ** 2
    return float(shared / (np.linalg.norm(one.T @ one) * np.linalg.norm(other.T @ other)))


def likeness(overlap: FeatureOverlap) -> dict[tuple[str, str], float]:
    """The CKA of every two extractors on the held-out faces of all kinds."""
    seen = {source: _held_out(overlap, source) for source in overlap.sources}
    return {(one, other): cka(seen[one], seen[other]) for one in seen for other in seen}


def _of_cell(source: str, target: str, experiment: Experiment) -> list[Row]:
    scores = experiment.scores(source, target)
    is_fake = np.array([one.about.is_fake for one in experiment.held_out[target]])
    columns = zip(scores.what, scores.seed, scores.fake_score.T, strict=True)
    return [
        measure((source, target, str(what)), int(seed), is_fake, score)
        for what, seed, score in columns
    ]


def _scores(overlap: FeatureOverlap, source: str, target: str, what: str) -> Floats:
    """(faces, seeds): of the classifiers that were retrained so."""
    scores = overlap.scores(source, target)
    kept: Floats = scores.fake_score[:, scores.what == what]
    return kept


def _by_person(metric: Metric, overlap: FeatureOverlap, target: str, scores: Floats) -> Number:
    chosen = overlap.held_out[target]
    is_fake = np.array([one.about.is_fake for one in chosen])
    person = [one.about.person for one in chosen]
    return Number(metric(is_fake, scores), *interval(metric, is_fake, scores, person))


def _mean_auc(is_fake: Labels, scores: Floats) -> float:
    return float(np.mean([auc(is_fake, score) for score in scores.T]))


def _held_out(overlap: FeatureOverlap, source: str) -> Floats:
    return np.concatenate([overlap.seen(source, kind).held_out for kind in overlap.kinds])
