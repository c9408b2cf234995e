"""What a network multiplies, against sums done by hand."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def keras():
    import keras

    return keras


@pytest.fixture(scope="module")
def costs():
    from meso.models import cost

    return cost


def of(keras, shape, *layers):
    """A network of these layers, one after the other."""
    x = face = keras.Input(shape)
    for layer in layers:
        x = layer(x)
    return keras.Model(face, x)


class TestMacs:
    def test_of_a_dense_layer_are_its_kernel(self, keras, costs):
        assert costs.macs(of(keras, (10,), keras.layers.Dense(7))) == 70

    def test_of_a_convolution_are_its_kernel_at_each_point(self, keras, costs):
        """5×5 of 3 colours for 8 maps at 12 × 9 points; the bias adds and does not multiply."""
        layer = keras.layers.Conv2D(8, 5, padding="same")
        assert costs.macs(of(keras, (12, 9, 3), layer)) == 5 * 5 * 3 * 8 * 12 * 9

    def test_of_one_in_steps_are_those_at_the_points_that_are_left(self, keras, costs):
        layer = keras.layers.Conv2D(8, 3, strides=2, padding="same")
        assert costs.macs(of(keras, (12, 8, 3), layer)) == 3 * 3 * 3 * 8 * 6 * 4

    def test_of_groups_are_as_many_times_fewer(self, keras, costs):
        layer = keras.layers.Conv2D(8, 3, padding="same", groups=4)
        assert costs.macs(of(keras, (6, 6, 8), layer)) == 3 * 3 * 2 * 8 * 36

    def test_of_one_map_at_a_time_are_one_kernel_a_map(self, keras, costs):
        layer = keras.layers.DepthwiseConv2D(3, padding="same", depth_multiplier=2)
        assert costs.macs(of(keras, (6, 6, 5), layer)) == 3 * 3 * 5 * 2 * 36

    def test_leave_out_what_does_not_multiply(self, keras, costs):
        layers = [keras.layers.BatchNormalization(), keras.layers.MaxPooling2D(2)]
        assert costs.macs(of(keras, (6, 6, 5), *layers)) == 0

    def test_are_those_of_a_network_within_too(self, keras, costs):
        inside = of(keras, (10,), keras.layers.Dense(7))
        assert costs.macs(of(keras, (10,), inside, keras.layers.Dense(2))) == 70 + 14

    def test_of_a_layer_that_nobody_told_of_are_not_guessed(self, keras, costs):
        with pytest.raises(TypeError, match="GRU"):
            costs.macs(of(keras, (4, 10), keras.layers.GRU(7)))

    def test_of_meso4_are_those_of_its_four_convolutions_and_two_dense_layers(
        self, builders, costs
    ):
        by_hand = 256**2 * 9 * 3 * 8 + 128**2 * 25 * 8 * 8 + 64**2 * 25 * 8 * 16
        by_hand += 32**2 * 25 * 16 * 16 + 1_024 * 16 + 16
        assert costs.macs(builders["meso4"]()) == by_hand == 60_047_376

    def test_of_forensic_transfer_are_those_of_filters_and_encoder(self, builders, costs):
        """The filters are 4 long, in 3 colours, and look at no place beyond the border."""
        by_hand = 2 * 4 * 3 * 253 * 256 + 256**2 * 9 * 6 * 8 + 128**2 * 9 * 8 * 16
        by_hand += 64**2 * 9 * 16 * 32 + 32**2 * 9 * 32 * 64 + 16**2 * 9 * 64 * 128
        assert costs.macs(builders["forensic_transfer"]()) == by_hand


class TestReferences:
    """At 224 pixels and with their own ends they are said to cost 56 and 390 million."""

    @pytest.mark.parametrize(
        ("name", "least", "most"),
        [("mobilenet_v3_small", 50e6, 60e6), ("efficientnet_b0", 370e6, 400e6)],
    )
    def test_multiply_about_as_much_as_their_papers_say(self, costs, crops, name, least, most):
        from meso.models.references import REFERENCES

        network = REFERENCES[name](input_size=224)
        assert network.name == name
        assert least < costs.macs(network) < most
        scores = network.predict_on_batch(crops[:2, :224, :224])
        assert scores.shape == (2, 1)
        assert ((scores >= 0) & (scores <= 1)).all()

    def test_are_shown_pictures_in_the_range_that_they_take(self, keras, crops):
        from meso.models.references import REFERENCES

        for name, (low, high) in {
            "mobilenet_v3_small": (-1, 1),
            "efficientnet_b0": (0, 255),
        }.items():
            network = REFERENCES[name](input_size=64)
            shown = keras.Model(network.input, network.layers[2].output)
            of_black, of_white = (
                float(shown(crops[:1, :64, :64] * 0 + k)[0, 0, 0, 0]) for k in (0, 255)
            )
            assert (of_black, of_white) == pytest.approx((low, high))


def test_speed_is_measured(builders, costs):
    found = costs.cost(builders["meso1"](input_size=64))
    assert found.parameters == 448 + 68 + 16 + 8 * 8 * 4 + 1
    assert found.crops_a_second > 1
