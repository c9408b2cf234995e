"""Classifiers side by side: each as it would be alone."""

from __future__ import annotations

import numpy as np
import pytest

from meso.models.architectures import BUILDERS
from meso.models.halves import features, halves, redrawn_classifier
from meso.training.retrain import BATCH, Classifiers, balanced

pytestmark = pytest.mark.slow

FACES = 120
IS_FAKE = np.arange(FACES) % 3 == 0


@pytest.fixture(scope="module")
def like():
    return halves(BUILDERS["meso4"]()).classifier._replace(hidden=np.zeros((20, 16), np.float32))


@pytest.fixture(scope="module")
def seen():
    """(faces, 20): in the first number fakes are higher, in all others nothing."""
    seen = np.random.default_rng(0).normal(size=(FACES, 20)).astype(np.float32)
    seen[:, 0] += 3 * IS_FAKE
    return seen


@pytest.fixture
def fast(monkeypatch):
    monkeypatch.setattr("meso.training.retrain.LEARNING_RATE", 0.02)


def places(steps, *rngs, among=None):
    among = np.arange(FACES) if among is None else among
    drawn = [balanced(IS_FAKE, among, steps, np.random.default_rng(rng)) for rng in rngs]
    return np.stack(drawn, axis=-1)


def auc(scores):
    return (scores[IS_FAKE][:, None] > scores[~IS_FAKE]).mean()


class TestClassifiers:
    def test_score_as_the_network_they_are_taken_from(self):
        crops = np.random.default_rng(0).integers(0, 256, (40, 256, 256, 3)).astype(np.uint8)
        model = BUILDERS["meso4"]()
        extract, own = halves(model)
        several = Classifiers(3, 1_024)
        several.start([redrawn_classifier(own, 0), own, own])
        scores = several.fake_scores(features(extract, crops))
        assert scores.shape == (40, 3)
        np.testing.assert_allclose(scores[:, 1:2], model.predict(crops, verbose=0), atol=1e-5)
        assert (scores[:, 0] != scores[:, 1]).any()

    @pytest.mark.usefixtures("fast")
    def test_learn_what_can_be_learned(self, like, seen):
        several = Classifiers(2, 20)
        several.start([redrawn_classifier(like, seed) for seed in (0, 1)])
        several.retrain(seen, IS_FAKE, places(150, 0, 1))
        assert min(auc(scores) for scores in several.fake_scores(seen).T) > 0.9

    @pytest.mark.usefixtures("fast")
    def test_learn_each_from_its_own_faces(self, like, seen):
        """To the second, nothing but faces is shown on which the first number misleads."""
        misled = seen.copy()
        misled[60:, 0] = -seen[60:, 0]
        both = np.stack(
            [
                places(150, 0, among=np.arange(60))[..., 0],
                places(150, 0, among=np.arange(60, FACES))[..., 0],
            ],
            axis=-1,
        )
        several = Classifiers(2, 20)
        several.start([redrawn_classifier(like, 0)] * 2)
        several.retrain(misled, IS_FAKE, both)
        right, wrong = several.fake_scores(seen).T
        assert auc(right) > 0.85
        assert auc(wrong) < 0.3

    def test_learn_as_each_would_alone(self, like, seen, monkeypatch):
        monkeypatch.setattr("meso.training.retrain.DROPOUT", 0.0)  # whose dice are thrown for all
        starts = [redrawn_classifier(like, seed) for seed in range(3)]
        together, alone = Classifiers(3, 20), Classifiers(1, 20)
        together.start(starts)
        together.retrain(seen, IS_FAKE, places(40, 0, 1, 2))
        alone.start(starts[2:])
        alone.retrain(seen, IS_FAKE, places(40, 2))
        expected = alone.fake_scores(seen)[:, 0]
        np.testing.assert_allclose(together.fake_scores(seen)[:, 2], expected, atol=1e-4)

    def test_forget_what_came_before_a_start(self, like, seen):
        several, outcomes = Classifiers(2, 20), []
        for _ in range(2):
            several.start([redrawn_classifier(like, seed) for seed in (0, 1)])
            several.retrain(seen, IS_FAKE, places(20, 0, 1))
            outcomes.append(several.fake_scores(seen))
        np.testing.assert_allclose(*outcomes, atol=1e-5)


class TestBalanced:
    def test_shows_half_real_and_half_fake_at_each_step(self):
        drawn = balanced(IS_FAKE, np.arange(FACES), 7, np.random.default_rng(0))
        assert drawn.shape == (7, BATCH)
        assert (IS_FAKE[drawn].mean(axis=1) == 0.5).all()

    def test_shows_only_the_faces_that_it_may(self):
        among = np.array([3, 4, 5, 30, 31])
        drawn = balanced(IS_FAKE, among, 40, np.random.default_rng(0))
        assert {*drawn.ravel().tolist()} == {*among.tolist()}
