"""The half of ForensicTransfer that decides, against numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def network(builders):
    return builders["forensic_transfer"]()


@pytest.fixture(scope="module")
def shown(network):
    """What a layer of the network gives for pictures."""
    import keras

    def of(layer, pictures):
        model = keras.Model(network.input, network.get_layer(layer).output)
        return model.predict_on_batch(pictures)

    return of


class TestTheResidual:
    """A layer that learns nothing: 4 × (a - 3 b + 3 c - d) of four neighbours in [0, 1]."""

    def test_of_a_straight_slope_is_nothing(self, shown):
        across = np.tile(np.arange(256, dtype=np.uint8)[None, None, :, None], (1, 256, 1, 3))
        np.testing.assert_allclose(shown("detail", across), 0, atol=2e-6)

    def test_is_that_of_each_colour_from_left_to_right_and_then_down(self, shown, crop):
        """Of row 40 the columns 100 to 103, of column 60 the rows 7 to 10."""
        seen = shown("detail", crop[None])[0]
        assert seen.shape == (256, 256, 6)
        picture, kernel = crop / 255, np.array([1, -3, 3, -1])
        across = 4 * kernel @ picture[40, 100:104]
        down = 4 * kernel @ picture[7:11, 60]
        np.testing.assert_allclose(seen[40, 101, :3], across, atol=1e-5)
        np.testing.assert_allclose(seen[8, 60, 3:], down, atol=1e-5)

    def test_of_one_bright_red_pixel_is_the_filter_itself(self, shown):
        picture = np.zeros((1, 256, 256, 3), np.uint8)
        picture[0, 50, 80, 0] = 255
        seen = shown("detail", picture)[0]
        np.testing.assert_allclose(seen[50, 78:82, 0], [-4, 12, -12, 4], atol=1e-5)
        np.testing.assert_allclose(seen[48:52, 80, 3], [-4, 12, -12, 4], atol=1e-5)
        assert np.count_nonzero(np.abs(seen) > 1e-5) == 8

    def test_is_nothing_where_it_would_look_beyond_the_picture(self, shown, crops):
        seen = shown("detail", crops[:1])[0]
        assert not seen[:, [0, -2, -1], :3].any()
        assert not seen[[0, -2, -1], :, 3:].any()
        assert seen[:, [1, -3], :3].any(axis=(0, 2)).all()

    def test_is_never_trained(self, network):
        trained = {weight.path for weight in network.trainable_weights}
        assert not any(path.startswith(("across", "down")) for path in trained)
        assert len(trained) == 5 * 3


class TestShapes:
    def test_are_sixteen_points_across_with_two_halves_of_64_maps(self, network):
        assert network.get_layer("features_5_shrink_relu").output.shape == (None, 16, 16, 128)

    def test_hold_so_many_weights_to_train(self, network):
        """Five 3×3 convolutions without bias, and two numbers a map to normalise with."""
        by_hand = 9 * (6 * 8 + 8 * 16 + 16 * 32 + 32 * 64 + 64 * 128)
        by_hand += 2 * (8 + 16 + 32 + 64 + 128)
        trained = sum(math.prod(weight.shape) for weight in network.trainable_weights)
        assert trained == by_hand == 98_848

    @pytest.mark.parametrize("side", [224, 256])
    def test_of_what_the_decoder_draws_are_those_of_the_residual(self, side):
        from meso.models.forensic_transfer import build_decoder

        decoder = build_decoder(side)
        assert decoder.input_shape == (None, side // 16, side // 16, 128)
        assert decoder.output_shape == (None, side, side, 6)


class TestTheDecision:
    def energies(self, latent):
        from meso.models.forensic_transfer import Energies

        return np.asarray(Energies()(latent))

    def score(self, energies):
        from meso.models.forensic_transfer import ShareOfFake

        return np.asarray(ShareOfFake()(np.array(energies, np.float32)))

    def test_weighs_the_mean_size_of_each_half(self):
        latent = np.zeros((2, 3, 3, 4), np.float32)
        latent[0, ..., 0] = 2  # real half: a half of it 2, so 1 in the mean
        latent[1, 1, 1, 3] = -9  # fake half: 9 at one of 18 places
        np.testing.assert_allclose(self.energies(latent), [[1, 0], [0, 0.5]])

    def test_is_the_share_of_the_fake_half(self):
        scores = self.score([[3, 1], [1, 3], [0.5, 0.5], [2, 0]])
        np.testing.assert_allclose(scores, [[0.25], [0.75], [0.5], [0]], atol=1e-5)

    def test_of_no_energy_at_all_is_in_the_middle(self):
        np.testing.assert_array_equal(self.score([[0, 0]]), [[0.5]])

    def test_is_the_score_of_the_network(self, shown, network, crops):
        real, fake = shown("energies", crops[:5]).T
        scores = network.predict_on_batch(crops[:5])[:, 0]
        np.testing.assert_allclose(scores, fake / (real + fake), atol=1e-4)
        assert np.ptp(scores) > 1e-4

    def test_in_half_precision_has_an_exact_residual_and_an_exact_score(self, builders):
        import keras

        before = keras.config.dtype_policy()
        keras.config.set_dtype_policy("mixed_bfloat16")
        try:
            network = builders["forensic_transfer"]()
        finally:
            keras.config.set_dtype_policy(before)
        kinds = {layer.name: layer.compute_dtype for layer in network.layers}
        assert {kinds[name] for name in ("to_unit_range", "across", "down", "detail")} == {
            "float32"
        }
        assert {kinds[name] for name in ("energies", "fake_score")} == {"float32"}
        assert kinds["features_2_shrink_conv"] == "bfloat16"
