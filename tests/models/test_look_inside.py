"""What is inside a network: its maps on a face, which face a map likes most, and its filters."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

pytestmark = pytest.mark.slow

OTHERS = ["efficientnet_lite", "forensic_transfer", "lite_pair", "lite_short"]
ARCHITECTURES = [*OTHERS, "meso1", "meso4", "meso_deep", "meso_inception4"]
RED, GREEN, BLUE = range(3)


@pytest.fixture(scope="module")
def inside():
    """What is tested; imported late, for it loads Keras."""
    from meso.models import look_inside

    return look_inside


@pytest.fixture
def network(listed, saved, tmp_path):
    """A network of that architecture and side, with random numbers."""

    def of(architecture, side=256):
        from meso.models.network import load_network

        listed(content=saved(architecture, side), architecture=architecture, input_size=side)
        return load_network(folder=tmp_path)

    return of


@pytest.fixture
def colours(network):
    """Meso-4 whose first three maps are the red, the green and the blue of the picture."""
    made = network("meso4")
    first = made.model.get_layer("features_1_conv")
    kernel = np.zeros((3, 3, 3, 8), np.float32)
    kernel[1, 1, [RED, GREEN, BLUE], [RED, GREEN, BLUE]] = 1
    first.set_weights([kernel, np.zeros(8, np.float32)])
    return made


class TestTheMapsOfAFace:
    def test_are_what_the_layer_makes_of_it(self, inside, colours, crop):
        maps = inside.look_inside(colours, crop).maps["features_1_conv"]
        np.testing.assert_allclose(maps[..., :3], crop / 255, atol=1e-6)
        assert np.all(maps[..., 3:] == 0)

    def test_come_with_the_score_of_the_face(self, inside, colours, crop):
        assert inside.look_inside(colours, crop).score == colours.fake_scores(crop[None])[0]

    @pytest.mark.parametrize("architecture", ARCHITECTURES)
    def test_have_the_shape_that_their_stage_says(self, inside, network, crop, architecture):
        seen = inside.look_inside(network(architecture), crop)
        shapes = {stage.layer: (stage.side, stage.side, stage.maps) for stage in seen.stages}
        assert {layer: maps.shape for layer, maps in seen.maps.items()} == shapes

    def test_of_a_smaller_network_are_smaller(self, inside, network, crop):
        maps = inside.look_inside(network("meso_inception4", 224), crop).maps
        assert maps["features_1_join"].shape == (224, 224, 11)


class TestTheStages:
    def layers(self, inside, network, architecture):
        return [stage.layer for stage in inside.stages(network(architecture).model)]

    def test_of_meso4_are_each_convolution_and_what_is_made_of_it(self, inside, network):
        assert self.layers(inside, network, "meso4") == [
            f"features_{stage}_{step}" for stage in (1, 2, 3, 4) for step in ("conv", "pool")
        ]

    def test_of_an_inception_module_are_its_branches_and_both_together(self, inside, network):
        first = [
            layer.removeprefix("features_1_")
            for layer in self.layers(inside, network, "meso_inception4")
            if layer.startswith("features_1_")
        ]
        branches = [f"{step}_{branch}" for step in ("reduce", "dilated") for branch in (1, 2, 3)]
        assert sorted(first) == sorted([*branches, "skip", "join", "pool"])

    def test_of_meso_deep_begin_with_the_finest_detail(self, inside, network):
        layers = self.layers(inside, network, "meso_deep")
        assert layers[:2] == ["detail", "features_1_shrink_relu"]
        assert layers[-1] == "features_4_2_relu"

    @pytest.mark.parametrize(
        ("architecture", "layer"),
        [
            ("meso1", "features_1_pool"),
            ("meso4", "features_3_conv"),
            ("meso4", "features_4_pool"),
            ("meso_inception4", "features_1_join"),
            ("meso_inception4", "features_2_pool"),
            ("meso_deep", "detail"),
            ("meso_deep", "features_3_1_relu"),
            ("forensic_transfer", "detail"),
            ("efficientnet_lite", "features_2_1_relu"),
            ("lite_short", "features_3_mix_relu"),
            ("lite_pair", "features_2_1_relu"),
            ("lite_pair", "features_3_mix_patch_relu"),
        ],
    )
    def test_say_how_much_of_the_picture_a_point_sees(self, inside, builders, architecture, layer):
        model = builders[architecture](input_size=128)
        (stage,) = [stage for stage in inside.stages(model) if stage.layer == layer]
        assert stage.sees == columns_that_matter(model, layer)


def columns_that_matter(model, layer):
    """How many columns of the picture can change a point in the middle of a layer's maps."""
    import keras

    for weight in model.trainable_weights:
        if len(weight.shape) == 4:
            depthwise = "look_" in weight.path  # each map alone
            seen = weight.shape[: 2 if depthwise else 3]
            weight.assign(np.full(weight.shape, 1 / np.prod(seen)))
    pictures = np.full((129, 128, 128, 3), 100, np.uint8)
    pictures[np.arange(128), :, np.arange(128)] = 250  # in each another column; none in the last
    maps = keras.Model(model.input, model.get_layer(layer).output).predict(
        pictures, batch_size=32, verbose=0
    )
    middle = maps.shape[1] // 2
    points = maps[:, middle, middle]
    changes = np.abs(points[:-1] - points[-1]).max(axis=1)
    changed = np.flatnonzero(changes > changes.max() * 1e-3)  # less is rounding
    return changed[-1] - changed[0] + 1


class TestStrengths:
    def test_are_the_mean_of_each_map(self, inside, colours, crops):
        strengths = inside.strengths(colours, crops)["features_1_conv"]
        assert strengths.shape == (40, 8)
        np.testing.assert_allclose(strengths[:, :3], crops.mean(axis=(1, 2)) / 255, atol=1e-5)

    def test_name_the_reddest_crop_as_the_one_that_the_red_map_likes_most(
        self, inside, colours, crops
    ):
        reddened = crops.copy()
        reddened[23, ..., RED] = 255
        strongest = inside.strengths(colours, reddened)["features_1_conv"].argmax(axis=0)
        assert strongest[RED] == 23
        assert strongest[BLUE] != 23

    def test_of_one_crop_do_not_hang_on_the_others(self, inside, colours, crops):
        alone = inside.strengths(colours, crops[9:10])["features_4_conv"]
        among_others = inside.strengths(colours, crops)["features_4_conv"]
        np.testing.assert_array_equal(alone[0], among_others[9])


class TestFilters:
    def test_are_those_that_look_at_the_picture(self, inside, network):
        (layer,) = inside.first_filters(network("meso4").model).items()
        assert (layer[0], layer[1].shape) == ("features_1_conv", (8, 3, 3, 3))

    def test_come_one_after_the_other(self, inside, colours):
        filters = inside.first_filters(colours.model)["features_1_conv"]
        assert filters[GREEN, 1, 1].tolist() == [0, 1, 0]

    def test_of_an_inception_module_are_those_of_all_branches(self, inside, network):
        filters = inside.first_filters(network("meso_inception4").model)
        assert {layer.removeprefix("features_1_"): len(of) for layer, of in filters.items()} == {
            "skip": 1,
            "reduce_1": 4,
            "reduce_2": 4,
            "reduce_3": 2,
        }

    def test_of_meso_deep_look_at_the_picture_and_at_its_detail(self, inside, network):
        filters = inside.first_filters(network("meso_deep").model)
        assert {layer: of.shape for layer, of in filters.items()} == {
            "features_1_shrink_conv": (24, 3, 3, 6)
        }


@pytest.fixture
def occlusion():
    from meso.models import occlusion

    return occlusion


class BlueCorner:
    """Scores how blue the top left corner is; nothing else of the crop counts."""

    weights = SimpleNamespace(architecture="meso4", input_size=256)

    def fake_scores(self, crops):
        return crops[:, :20, :20, BLUE].mean(axis=(1, 2), dtype=np.float32) / 255


@pytest.fixture
def blue(crop):
    crop = crop.copy()
    crop[:20, :20] = [10, 20, 255]
    return crop


class TestCovering:
    def test_lowers_the_score_where_it_hangs_on_and_nowhere_else(self, occlusion, blue):
        found = occlusion.occlusion(BlueCorner(), blue, patch=40)
        assert found.score == 1
        assert found.drops.shape == (occlusion.PLACES,) * 2
        assert found.drops[0, 0] == pytest.approx(1 - 128 / 255)
        assert np.all(found.drops[3:] == 0)
        assert np.all(found.drops[:, 3:] == 0)

    def test_raises_the_score_where_the_face_spoke_for_real(self, occlusion, blue):
        blue[:20, :20, BLUE] = 0
        assert occlusion.occlusion(BlueCorner(), blue, patch=40).drops[0, 0] < -0.4

    def test_puts_grey_on_each_place_once_and_leaves_the_rest(self, occlusion, crop):
        pictures = occlusion.covered(crop, 64)
        changed = (pictures != crop).any(axis=3)
        row, column = 3, 7
        place = row * occlusion.PLACES + column
        ys, xs = np.nonzero(changed[place])
        middle = [(at + 0.5) * 256 / occlusion.PLACES for at in (row, column)]
        assert [ys.mean(), xs.mean()] == pytest.approx(middle, abs=1)
        assert np.all(pictures[place][changed[place]] == 128)
        assert (np.ptp(ys), np.ptp(xs)) == (63, 63)

    def test_leaves_no_part_of_the_face_out(self, occlusion, crop):
        assert (occlusion.covered(crop, 32) != crop).any(axis=(0, 3)).mean() > 0.99


class TestTheUntrainedNetwork:
    @pytest.mark.parametrize("architecture", ["meso4", "meso_deep"])
    def test_is_the_same_architecture_with_other_numbers(self, occlusion, network, architecture):
        trained = network(architecture)
        untrained = occlusion.untrained_like(trained)
        assert untrained.model.count_params() == trained.model.count_params()
        name = next(w.path for w in trained.model.trainable_weights if w.path.endswith("kernel"))
        ours, other = (
            next(np.array(weight) for weight in each.model.weights if weight.path == name)
            for each in (trained, untrained)
        )
        assert not np.allclose(ours, other)

    def test_is_the_same_one_each_time(self, occlusion, network, crop):
        import keras

        first = occlusion.untrained_like(network("meso4")).fake_scores(crop[None])
        occlusion._untrained.cache_clear()
        keras.utils.set_random_seed(99)
        again = occlusion.untrained_like(network("meso4")).fake_scores(crop[None])
        assert first == again

    def test_keeps_what_is_no_matter_of_learning(self, occlusion, network):
        deep = network("meso_deep")
        kernels = [
            each.model.get_layer("detail").get_weights()[0]
            for each in (deep, occlusion.untrained_like(deep))
        ]
        np.testing.assert_array_equal(*kernels)

    def test_stands_beside_the_trained_one(self, occlusion, network, crop):
        checked = occlusion.checked_occlusion(network("meso4"), crop, patch=64)
        assert checked.trained.score != checked.untrained.score
        assert -1 <= checked.alike <= 1
