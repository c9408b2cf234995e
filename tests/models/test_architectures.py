from __future__ import annotations

import math

import cv2
import numpy as np
import pytest

from tests.models import oracle

pytestmark = pytest.mark.slow

MESO4_HEAD = [
    "flatten",
    "dropout 0.5",
    "dense 16 linear",
    "leaky relu 0.1",
    "dropout 0.5",
    "dense 1 sigmoid",
]


def inception(first, second, third, fourth):
    """The layers of a module, by depth: reductions, then what looks, then what joins."""
    return [
        *(f"conv {width} of 1, dilation 1" for width in (second, third, fourth)),
        f"conv {first} of 1, dilation 1",
        f"conv {second} of 3, dilation 1",
        f"conv {third} of 3, dilation 2",
        f"conv {fourth} of 3, dilation 3",
        "concatenate",
        "norm",
        "pool 2",
    ]


PUBLISHED = {
    "meso1": [
        *("conv 16 of 3, dilation 1", "conv 4 of 1, dilation 1", "norm", "pool 8"),
        *("flatten", "dropout 0.5", "dense 1 sigmoid"),
    ],
    "meso4": [
        *("conv 8 of 3, dilation 1", "norm", "pool 2"),
        *("conv 8 of 5, dilation 1", "norm", "pool 2"),
        *("conv 16 of 5, dilation 1", "norm", "pool 2"),
        *("conv 16 of 5, dilation 1", "norm", "pool 4"),
        *MESO4_HEAD,
    ],
    "meso_inception4": [
        *inception(1, 4, 4, 2),
        *inception(2, 4, 4, 2),
        *("conv 16 of 5, dilation 1", "norm", "pool 2"),
        *("conv 16 of 5, dilation 1", "norm", "pool 4"),
        *MESO4_HEAD,
    ],
}
OWN_DECISION = ["meso1", "meso4", "meso_deep", "meso_inception4"]  # that end in a dense layer
ARCHITECTURES = sorted(
    [*OWN_DECISION, "efficientnet_lite", "lite_short", "lite_pair", "forensic_transfer"]
)


@pytest.fixture(params=ARCHITECTURES)
def network(request, builders):
    return builders[request.param]()


def test_there_are_four_published_architectures_and_our_own(builders):
    assert sorted(builders) == ARCHITECTURES


class TestLayers:
    @pytest.mark.parametrize("name", PUBLISHED)
    def test_are_the_published_ones(self, builders, name):
        network = builders[name]()
        assert [describe(layer) for layer in network.layers[2:]] == PUBLISHED[network.name]

    @pytest.mark.parametrize(
        ("name", "input_size", "trainable", "total"),
        [
            ("meso4", 256, 27_977, 28_073),  # the paper's counts
            ("meso_inception4", 256, 28_615, 28_725),
            ("meso1", 256, 4_621, 4_629),
            ("meso4", 224, 24_137, 24_233),
            ("meso_inception4", 224, 24_775, 24_885),
        ],
    )
    def test_hold_the_published_number_of_weights(
        self, builders, name, input_size, trainable, total
    ):
        network = builders[name](input_size=input_size)
        assert sum(math.prod(weight.shape) for weight in network.trainable_weights) == trainable
        assert network.count_params() == total

    @pytest.mark.parametrize("name", OWN_DECISION)
    def test_with_weights_are_features_or_classifier(self, builders, name):
        names = [layer.name for layer in builders[name]().layers if layer.weights]
        kinds = [name.split("_")[0] for name in names if name != "detail"]
        assert kinds == sorted(kinds, key=["features", "classifier", "fake"].index)
        assert names[-1] == "fake_score"

    def test_begin_with_the_scaling_to_unit_range(self, network):
        assert network.layers[1].name == "to_unit_range"
        scaled = network.layers[1](np.array([0, 51, 255], np.uint8))
        np.testing.assert_allclose(scaled, [0, 0.2, 1])

    @pytest.mark.parametrize("name", ARCHITECTURES)
    def test_drop_out_as_much_as_asked(self, builders, name):
        layers = [describe(layer) for layer in builders[name](dropout=0.25).layers]
        assert "dropout 0.25" in layers
        assert "dropout 0.5" not in layers

    def test_of_meso1_can_be_dilated(self, builders):
        layers = [describe(layer) for layer in builders["meso1"](dilation=3).layers[2:]]
        assert layers[:2] == ["conv 16 of 3, dilation 3", "conv 4 of 1, dilation 1"]


class TestMesoDeep:
    def test_has_1_281_345_weights_to_train_at_any_size(self, builders):
        for input_size in (224, 256):
            network = builders["meso_deep"](input_size=input_size)
            assert sum(map(math.prod, (w.shape for w in network.trainable_weights))) == 1_281_345

    def test_sees_the_picture_and_eight_times_what_a_small_blur_takes_from_it(self, builders, crop):
        import keras

        network = builders["meso_deep"]()
        seen = keras.Model(network.input, network.get_layer("picture_and_detail").output)(
            crop[None]
        )
        picture = crop.astype(np.float32) / 255
        blurred = cv2.sepFilter2D(picture, -1, *2 * [np.array([1, 2, 1]) / 4])
        inside = np.s_[1:-1, 1:-1]
        np.testing.assert_allclose(seen[0, ..., :3], picture, atol=1e-6)
        detail = (8 * (picture - blurred))[inside]
        np.testing.assert_allclose(seen[0, 1:-1, 1:-1, 3:], detail, atol=1e-5)

    def test_never_trains_the_filter_for_detail(self, builders):
        trained = {weight.path for weight in builders["meso_deep"]().trainable_weights}
        assert not any("detail/" in path for path in trained)


class TestEfficientNetLite:
    def test_has_the_published_weights_but_for_its_one_score(self, builders):
        for input_size in (224, 256):
            network = builders["efficientnet_lite"](input_size=input_size)
            of_1000_classes = network.count_params() - 1_281 + 1_281_000
            assert of_1000_classes - statistics(network) == 4_652_008  # as Lite0 is described

    def test_sees_the_picture_in_the_published_range(self, builders, crop):
        import keras

        network = builders["efficientnet_lite"]()
        seen = keras.Model(network.input, network.get_layer("to_published_range").output)(
            crop[None]
        )
        np.testing.assert_allclose(seen[0], (crop.astype(np.float32) - 127) / 128, atol=1e-6)

    def test_adds_to_its_input_where_both_are_alike(self, builders):
        layers = [layer.name for layer in builders["efficientnet_lite"]().layers]
        added = [name.removeprefix("add_") for name in layers if name.startswith("add_")]
        assert added == ["2_2", "3_2", "4_2", "4_3", "4_5", "4_6", "5_2", "5_3", "5_4"]


class TestLiteShort:
    def test_has_58_257_weights_to_train_at_any_size(self, builders):
        for input_size in (224, 256):
            network = builders["lite_short"](input_size=input_size)
            assert sum(map(math.prod, (w.shape for w in network.trainable_weights))) == 58_257

    def test_begins_as_the_whole_one_does(self, builders):
        short, whole = (
            [layer.name for layer in builders[name]().layers]
            for name in ("lite_short", "efficientnet_lite")
        )
        shared = short.index("features_3_mix_conv")
        assert short[:shared] == whole[:shared]
        assert short[shared - 1] == "add_3_2"


class TestLitePair:
    def test_has_the_weights_of_its_parts_below_one_score(self, builders):
        parts = sum(builders[name]().count_params() for name in ("efficientnet_lite", "lite_short"))
        assert builders["lite_pair"]().count_params() == parts - 1  # one bias for both

    def test_shows_both_parts_the_same_picture(self, builders):
        network = builders["lite_pair"]()
        stems = ("features_1_shrink_conv", "features_1_shrink_patch_conv")
        whole, patches = (network.get_layer(name).input for name in stems)
        assert whole is patches is network.get_layer("to_published_range").output


def statistics(network):
    """How many numbers are means and variances, which nobody counts."""
    return sum(math.prod(weight.shape) for weight in network.non_trainable_weights)


class TestOutput:
    @pytest.mark.parametrize("input_size", [224, 256])
    @pytest.mark.parametrize("name", ARCHITECTURES)
    def test_is_one_score_a_crop(self, builders, name, input_size, crops):
        scores = builders[name](input_size=input_size)(crops[:3, :input_size, :input_size])
        assert scores.shape == (3, 1)
        assert np.all((np.array(scores) >= 0) & (np.array(scores) <= 1))

    def test_is_the_same_for_bytes_and_for_floats_up_to_255(self, network, crops):
        of_bytes = network.predict_on_batch(crops[:2])
        np.testing.assert_array_equal(
            network.predict_on_batch(crops[:2].astype(np.float32)), of_bytes
        )

    def test_of_meso1_is_what_the_published_layers_give(self, builders, crop):
        network = builders["meso1"](dilation=2)
        first, second, norm, last = (
            layer.get_weights() for layer in network.layers if layer.weights
        )
        x = oracle.relu_convolution(crop / 255, *first, dilation=2)
        x = oracle.normalise(oracle.relu_convolution(x, *second), *norm)
        score = oracle.sigmoid(oracle.max_pool(x, 8).ravel() @ last[0] + last[1])
        np.testing.assert_allclose(network.predict_on_batch(crop[None])[0], score, atol=1e-5)


def describe(layer):
    """What is published of a layer, in words; fails on a kind of layer that is not."""
    match type(layer).__name__, layer.get_config():
        case "Conv2D", {
            "padding": "same",
            "activation": "relu",
            "use_bias": True,
            "strides": (1, 1),
        }:
            kernel, dilation = set(layer.kernel_size), set(layer.dilation_rate)
            return f"conv {layer.filters} of {kernel.pop()}, dilation {dilation.pop()}"
        case "MaxPooling2D", {"padding": "same", "pool_size": (side, _), "strides": (step, _)}:
            assert side == step
            return f"pool {side}"
        case "BatchNormalization", {"axis": -1, "epsilon": 1e-3}:
            return "norm"
        case "Dense", {"units": units, "activation": activation}:
            return f"dense {units} {activation}"
        case "LeakyReLU", {"negative_slope": slope}:
            return f"leaky relu {slope}"
        case "Dropout", {"rate": rate}:
            return f"dropout {rate}"
        case kind, _:
            return kind.lower()
