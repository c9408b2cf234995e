"""The features of a source and the faces of a target in; scores after retraining only what decides.

Beside it, what nothing retrained gives, and what a few faces of the target do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from meso.experiments.settings import Settings
from meso.models.halves import Classifier, redrawn_classifier
from meso.training.retrain import Classifiers, balanced
from meso.values import Floats, Ints

OVERLAP, TRANSFER, FEW = "overlap", "transferability", "few-shot"

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


class Retrainer:
    """Retrains the classifier of one source and target after another: seconds each.

    features: how long the vector of a face is
    """

    def __init__(self, settings: Settings, features: int) -> None:
        self._settings = settings
        seeds = range(settings.seeds)
        self._columns = [(OVERLAP, 0, seed) for seed in seeds]
        self._columns += [(f"{FEW} {few}", few, seed) for few in settings.few for seed in seeds]
        self._classifiers = Classifiers(len(self._columns), features)

    def __call__(self, own: Classifier, seen: Seen, *, learned: bool = True) -> Scores:
        """Retrain; the same arguments give the same scores.

        own:     the source's classifier: with a few faces it is trained on, with all it is redrawn
        learned: False: the source learned nothing, nor did its classifier, which is always redrawn
        """
        what, _, seed = zip(*self._columns, strict=True)
        starts = [self._start(own, few, seed, learned) for _, few, seed in self._columns]
        unchanged = self._scores([own] * len(starts), seen)[:, :1] if learned else None
        self._classifiers.start(starts)
        self._classifiers.retrain(seen.train, seen.train_is_fake, self._places(seen.train_is_fake))
        scores = self._classifiers.fake_scores(seen.held_out)
        if unchanged is None:
            return Scores(np.array(what), np.array(seed), scores)
        both = np.concatenate([unchanged, scores], axis=1)
        return Scores(np.array([TRANSFER, *what]), np.array([0, *seed]), both)

    def _scores(self, classifiers: list[Classifier], seen: Seen) -> Floats:
        self._classifiers.start(classifiers)
        return self._classifiers.fake_scores(seen.held_out)

    def _start(self, own: Classifier, few: int, seed: int, learned: bool) -> Classifier:
        return own if few and learned else redrawn_classifier(own, seed)

    def _places(self, is_fake: Labels) -> Ints:
        """(steps, batch, columns): which faces each classifier is shown."""
        drawn = [
            balanced(
                is_fake,
                a_few(is_fake, few, seed) if few else np.arange(len(is_fake)),
                self._settings.steps,
                np.random.default_rng([seed, few]),
            )
            for _, few, seed in self._columns
        ]
        return np.stack(drawn, axis=-1)


def a_few(is_fake: Labels, count: int, seed: int) -> Ints:
    """The places of so many faces, half of them fake (of five three); fewer are among more."""
    order = np.random.default_rng(seed).permutation(len(is_fake))
    fake, real = order[is_fake[order]], order[~is_fake[order]]
    places: Ints = np.concatenate([fake[: count - count // 2], real[: count // 2]])
    return places
