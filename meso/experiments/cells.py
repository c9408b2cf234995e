"""The features of a source and the faces of a target in; scores after retraining only what decides.

Beside it, what nothing retrained gives, and what a few faces of the target do.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from meso.experiments.settings import FEW, OVERLAP, TRANSFER, Settings
from meso.models.halves import Classifier, redrawn_classifier
from meso.training.retrain import Classifiers, balanced
from meso.values import Floats, Ints, Tell

Labels = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Seen:
    """What an extractor sees in the faces of a kind, and which are fake.

    train, held_out:                 (faces, features)
    train_is_fake, held_out_is_fake: (faces,) bool
    """

    train: Floats
    train_is_fake: Labels
    held_out: Floats
    held_out_is_fake: Labels


@dataclass(frozen=True, eq=False)
class Scores:
    """Of the held-out faces of a target, a column a classifier.

    what:       (columns,) str: overlap, transferability or "few-shot 25"
    seed:       (columns,) int64
    fake_score: (faces, columns) float32
    """

    what: NDArray[np.str_]
    seed: Ints
    fake_score: Floats


class Attempt(NamedTuple):
    """One retraining.

    few:     faces of the target that it is shown; 0: all of them
    seed:    of its first numbers, of its batches and, where they are few, of its faces
    learned: whether the source learned anything, so that its classifier is worth beginning from
    """

    few: int
    seed: int
    learned: bool


class Retrainer:
    """Retrains the classifier of one source and target after another: seconds each.

    features: how long the vector of a face is
    """

    def __init__(self, settings: Settings, features: int) -> None:
        seeds = range(settings.seeds)
        few = [(few, seed) for few in settings.few for seed in seeds]
        self._of_all = _Columns([(0, seed) for seed in seeds], settings.steps, features)
        self._of_few = _Columns(few, settings.few_steps, features) if few else None

    def __call__(self, own: Classifier, seen: Seen, *, learned: bool = True) -> Scores:
        """Retrain; the same arguments give the same scores.

        own:     the source's classifier: with a few faces it is trained on, with all it is redrawn
        learned: False: the source learned nothing, nor did its classifier, which is always redrawn
        """
        parts = [self._of_all.retrained(None, own, seen)]
        if learned:
            parts.append(self._of_all.unchanged(own, seen))
        if self._of_few:
            parts.append(self._of_few.retrained(own if learned else None, own, seen))
        what, seed, fake_score = zip(*(vars(part).values() for part in parts), strict=True)
        scores = np.concatenate(fake_score, axis=1)
        return Scores(np.concatenate(what), np.concatenate(seed), scores)


def retrained_once(
    own: Classifier, seen: Seen, settings: Settings, what: Attempt, tell: Tell
) -> Floats:
    """(faces,): what one classifier says of the held-out faces, retrained as `Retrainer` would."""
    steps = settings.few_steps if what.few else settings.steps
    columns = _Columns([(what.few, what.seed)], steps, len(own.hidden), _alone(len(own.hidden)))
    start = own if what.few and what.learned else None
    return columns.retrained(start, own, seen, tell).fake_score[:, 0]


@lru_cache(maxsize=2)
def _alone(features: int) -> Classifiers:
    """Built once a process, for Keras takes longer to prepare one than to train it."""
    return Classifiers(1, features)


class _Columns:
    """Classifiers side by side, each of (how many faces of the target, seed); 0 faces: all."""

    def __init__(
        self,
        columns: list[tuple[int, int]],
        steps: int,
        features: int,
        classifiers: Classifiers | None = None,
    ) -> None:
        self._columns = columns
        self._steps = steps
        self._classifiers = classifiers or Classifiers(len(columns), features)

    def retrained(
        self,
        start: Classifier | None,
        like: Classifier,
        seen: Seen,
        tell: Tell = lambda done, of: None,
    ) -> Scores:
        """start: to begin from; None: from ones redrawn like `like`."""
        starts = [start or redrawn_classifier(like, seed) for _, seed in self._columns]
        self._classifiers.start(starts)
        places = self._places(seen.train_is_fake)
        self._classifiers.retrain(seen.train, seen.train_is_fake, places, tell)
        what = [f"{FEW} {few}" if few else OVERLAP for few, _ in self._columns]
        seeds = np.array([seed for _, seed in self._columns])
        return Scores(np.array(what), seeds, self._classifiers.fake_scores(seen.held_out))

    def unchanged(self, own: Classifier, seen: Seen) -> Scores:
        """What the classifier says as it was trained."""
        self._classifiers.start([own] * len(self._columns))
        scores = self._classifiers.fake_scores(seen.held_out)[:, :1]
        return Scores(np.array([TRANSFER]), np.array([0]), scores)

    def _places(self, is_fake: Labels) -> Ints:
        """(steps, batch, columns): which faces each classifier is shown."""
        drawn = [
            balanced(
                is_fake,
                a_few(is_fake, few, seed) if few else np.arange(len(is_fake)),
                self._steps,
                np.random.default_rng([seed, few]),
            )
            for few, seed in self._columns
        ]
        return np.stack(drawn, axis=-1)


def a_few(is_fake: Labels, count: int, seed: int) -> Ints:
    """The places of so many faces, half of them fake (of five three); fewer are among more."""
    order = np.random.default_rng(seed).permutation(len(is_fake))
    fake, real = order[is_fake[order]], order[~is_fake[order]]
    places: Ints = np.concatenate([fake[: count - count // 2], real[: count // 2]])
    return places
