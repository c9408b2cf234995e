"""The two halves of a network together are the network."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadWeights
from meso.models.architectures import BUILDERS
from meso.models.halves import features, halves, load_halves, random_network, redrawn_classifier

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def faces():
    """Forty crops of coloured noise, some brighter than others."""
    rng = np.random.default_rng(0)
    noise = rng.integers(0, 120, (40, 256, 256, 3))
    return (noise + 3 * np.arange(40)[:, None, None, None]).astype(np.uint8)


def decide(classifier, seen):
    """The classifier in plain numbers."""
    hidden = seen @ classifier.hidden + classifier.hidden_bias
    hidden = np.where(hidden > 0, hidden, 0.1 * hidden)
    return 1 / (1 + np.exp(-(hidden @ classifier.last + classifier.last_bias)))


@pytest.mark.parametrize("architecture", ["meso4", "meso_inception4"])
class TestHalves:
    def test_one_after_the_other_give_the_score_of_the_whole(self, architecture, faces):
        model = random_network(architecture, faces, seed=1)
        extract, classifier = halves(model)
        seen = features(extract, faces)
        assert seen.shape == (40, 1_024)
        whole = model.predict(faces, verbose=0)
        np.testing.assert_allclose(decide(classifier, seen), whole, atol=1e-4)
        assert whole.std() > 1e-4

    def test_are_read_from_a_file(self, architecture, faces, tmp_path):
        model = BUILDERS[architecture]()
        model.save_weights(tmp_path / "mine.weights.h5")
        loaded = load_halves(architecture, tmp_path / "mine.weights.h5")
        for mine, theirs in zip(halves(model).classifier, loaded.classifier, strict=True):
            np.testing.assert_array_equal(mine, theirs)


def test_a_file_of_another_network_is_refused(tmp_path):
    BUILDERS["meso4"]().save_weights(tmp_path / "mine.weights.h5")
    with pytest.raises(BadWeights, match="no weights of meso_inception4"):
        load_halves("meso_inception4", tmp_path / "mine.weights.h5")


class TestRandomNetwork:
    def test_has_the_numbers_of_the_seed_and_learned_none(self, faces):
        one, again, other = (
            random_network("meso4", faces, seed).get_layer("features_2_conv").get_weights()[0]
            for seed in (3, 3, 4)
        )
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()

    def test_knows_the_statistics_of_faces(self, faces):
        """Its features are as large as those of a network that was trained."""
        before = features(halves(BUILDERS["meso4"]()).extract, faces)
        after = features(halves(random_network("meso4", faces, seed=0)).extract, faces)
        assert after.std(axis=0).mean() > 3 * before.std(axis=0).mean()
        assert 0.2 < after.std() < 5


class TestRedrawnClassifier:
    @pytest.fixture
    def own(self):
        return halves(BUILDERS["meso4"]()).classifier

    def test_is_drawn_as_keras_draws(self, own):
        drawn = redrawn_classifier(own, seed=0)
        assert [numbers.shape for numbers in drawn] == [(1_024, 16), (16,), (16, 1), (1,)]
        limit = np.sqrt(6 / (1_024 + 16))
        assert 0.95 * limit < np.abs(drawn.hidden).max() <= limit
        assert drawn.hidden.std() == pytest.approx(own.hidden.std(), rel=0.05)
        assert not drawn.hidden_bias.any()
        assert not drawn.last_bias.any()

    def test_is_another_for_another_seed(self, own):
        one, again, other = (redrawn_classifier(own, seed).hidden for seed in (0, 0, 1))
        np.testing.assert_array_equal(one, again)
        assert (one != other).any()
