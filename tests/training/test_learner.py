"""What ForensicTransfer is trained by, against numbers worked out by hand; what is left of it."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadWeights
from meso.training.recipes import RECIPES, SELF_BLENDED

pytestmark = pytest.mark.slow

TINY = replace(
    RECIPES["forensic-transfer"],
    fakes={SELF_BLENDED: 1.0},
    epochs=1,
    steps_per_epoch=2,
    batch_size=4,
)
REAL, FAKE = [0.0], [1.0]


@pytest.fixture(scope="module")
def losses():
    """What is tested; imported late, for it loads Keras."""
    from meso.training import learner

    return learner


@pytest.fixture(scope="module")
def compiled():
    from meso.training.fit import compiled

    return compiled


@pytest.fixture(scope="module")
def crops():
    """Eight of coloured noise on a slope."""
    rng = np.random.default_rng(0)
    slope = np.linspace(0, 90, 256)[None, None, :, None] + np.array([50, 20, 0])
    return (slope + rng.integers(0, 100, (8, 256, 256, 3))).astype(np.uint8)


class TestTheActivation:
    def loss(self, losses, labels, energies):
        labels, energies = (np.array(numbers, np.float32) for numbers in (labels, energies))
        return float(losses.activation_loss(labels, energies))

    def test_is_nothing_when_each_face_excites_its_own_half_by_one(self, losses):
        assert self.loss(losses, [REAL, FAKE], [[1, 0], [0, 1]]) == 0

    def test_is_what_both_halves_lack_and_have_too_much(self, losses):
        """Of a real face |0.75 - 1| + |0.5 - 0|, of a fake one |0.25 - 0| + |2 - 1|."""
        assert self.loss(losses, [REAL], [[0.75, 0.5]]) == 0.75
        assert self.loss(losses, [FAKE], [[0.25, 2]]) == 1.25

    def test_is_the_mean_of_the_batch(self, losses):
        assert self.loss(losses, [REAL, FAKE], [[0.75, 0.5], [0.25, 2]]) == 1


class TestTheOwnHalf:
    def test_stays_and_the_other_becomes_nothing(self, losses):
        latent = np.arange(1, 9, dtype=np.float32).reshape(2, 1, 1, 4)
        kept = np.asarray(losses.own_half(latent_tensor(latent), np.array([REAL, FAKE])))
        assert kept.reshape(2, 4).tolist() == [[1, 2, 0, 0], [0, 0, 7, 8]]


def latent_tensor(numbers):
    from keras import ops

    return ops.convert_to_tensor(numbers)


class TestTheLoss:
    def test_is_the_activation_and_a_tenth_of_the_reconstruction(self, losses, compiled, crops):
        """With a decoder that draws nothing, a face lacks the mean size of its residual."""
        model = compiled(TINY)
        model.decoder.get_layer("decoder_residual").set_weights(
            [np.zeros((3, 3, 8, 6)), np.zeros(6)]
        )
        labels = np.array([REAL, FAKE] * 4, np.float32)
        seen = model(crops, training=False)
        found = float(model.compute_loss(crops, latent_tensor(labels), seen, training=False))
        energies, residual = (np.asarray(seen[name]) for name in ("energies", "detail"))
        wanted = np.concatenate([1 - labels, labels], axis=1)
        activation = np.abs(energies - wanted).sum(axis=1).mean()
        assert found == pytest.approx(activation + 0.1 * np.abs(residual).mean(), rel=1e-5)

    def test_reaches_encoder_and_decoder(self, compiled, crops):
        model = compiled(replace(TINY, learning_rate=1e-2))
        before = [weight.numpy() for weight in model.trainable_variables]
        model.train_on_batch(crops, np.array([REAL, FAKE] * 4, np.float32))
        moved = [
            weight.path
            for weight, old in zip(model.trainable_variables, before, strict=True)
            if np.abs(weight.numpy() - old).max() > 0
        ]
        assert {path.split("_")[0].split("/")[-1] for path in moved} == {"features", "decoder"}

    def test_leaves_the_residual_as_it_is(self, compiled, crops):
        model = compiled(TINY)
        kernel = model.detector.get_layer("down").get_weights()[0]
        model.train_on_batch(crops, np.array([REAL, FAKE] * 4, np.float32))
        np.testing.assert_array_equal(model.detector.get_layer("down").get_weights()[0], kernel)

    def test_teaches_the_detector_to_tell_smooth_from_noisy(self, losses, compiled, crops):
        smooth = np.repeat(crops.mean(axis=1, keepdims=True), 256, axis=1).astype(np.uint8)
        both = np.concatenate([crops[:4], smooth[:4]])
        labels = np.array([REAL] * 4 + [FAKE] * 4, np.float32)
        model = compiled(replace(TINY, steps_per_epoch=25))
        for _ in range(25):
            model.train_on_batch(both, labels)
        scores = np.asarray(losses.detector_in(model)(both, training=True))[:, 0]
        assert scores[4:].min() > scores[:4].max()


class TestOtherRecipes:
    def test_train_the_network_that_scores(self, losses, compiled):
        model = compiled(RECIPES["smoke"])
        assert losses.detector_in(model) is model
        assert model.name == "meso4"


@pytest.fixture(scope="module")
def trained(write_faces, astronaut, tmp_path_factory):
    """The best weights of a short training, as `meso train` makes them."""
    from meso.training.run import run

    folder = tmp_path_factory.mktemp("forensic")
    for side, names in (("train", ["anna", "ben"]), ("val", ["carl"])):
        faces = {(f"real/{name}.png", name, "nasa"): astronaut for name in names}
        write_faces(folder / side, faces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("meso.training.validation.PAIRS", 4)
        return run(TINY, [folder], folder / "out", lambda *at: None)


class TestARun:
    def test_tells_both_losses_of_each_epoch(self, trained):
        with (trained.parent / "history.csv").open(newline="") as file:
            (row,) = csv.DictReader(file)
        whole, parts = float(row["loss"]), [float(row[k]) for k in ("activation", "reconstruction")]
        assert whole == pytest.approx(parts[0] + 0.1 * parts[1], rel=1e-3)

    def test_leaves_weights_of_the_detector_alone_that_install_as_any_others(
        self, trained, tmp_path, astronaut
    ):
        from meso.models.network import load_network
        from meso.training.run import install

        install(trained, TINY, "mine", folder=tmp_path)
        network = load_network("mine", folder=tmp_path)
        assert network.model.name == "forensic_transfer"
        score = network.fake_scores(astronaut[None])
        assert score.shape == (1,)
        assert 0 <= score[0] <= 1
        assert trained.stat().st_size < trained.with_name("last.weights.h5").stat().st_size

    def test_goes_on_with_its_decoder_after_an_interruption(self, trained, tmp_path, monkeypatch):
        from meso.training.fit import fit

        monkeypatch.setattr("meso.training.validation.PAIRS", 4)

        class PowerCut(Exception):
            pass

        two = replace(TINY, epochs=2)
        faces = [trained.parent.parent]
        fit(two, faces, tmp_path / "whole")
        with pytest.raises(PowerCut):
            fit(two, faces, tmp_path / "cut", callbacks=[cut_at_the_second_epoch(PowerCut)])
        fit(two, faces, tmp_path / "cut")
        whole, cut = ((tmp_path / name / "history.csv").read_text() for name in ("whole", "cut"))
        for row, same in zip(whole.splitlines()[1:], cut.splitlines()[1:], strict=True):
            numbers = (np.array(line.split(","), float) for line in (row, same))
            np.testing.assert_allclose(*numbers, rtol=1e-3)

    def test_does_not_start_from_another_network(self, trained, tmp_path, compiled):
        with pytest.raises(BadWeights, match="no weights of meso4 at 256 pixels"):
            compiled(RECIPES["smoke"], trained)


def cut_at_the_second_epoch(error):
    import keras

    class Cut(keras.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            if epoch == 1:
                raise error

    return Cut()
