"""What readers call the steps of a network."""

from __future__ import annotations

import pytest

from meso.models.maps import Stage
from meso.ui import layers


class TestPlainName:
    @pytest.mark.parametrize(
        ("layer", "name"),
        [
            ("features_1_conv", "Stage 1: edges and grain"),
            ("features_2_shrink_relu", "Stage 2: small patterns"),
            ("features_1_join", "Stage 1: edges and grain, all branches together"),
            ("features_4_pool", "Stage 4, evened out and made smaller"),
            ("features_3_1_relu", "Stage 3, block 1"),
            ("features_4_2_first_relu", "Stage 4, block 2, halfway"),
            ("features_5_shrink_relu", "Stage 5: two halves, one for real and one for fake"),
            ("detail", "Before stage 1: the finest detail of the picture"),
        ],
    )
    def test_says_which_stage_and_what_it_is_about(self, layer, name):
        assert layers.plain_name(layer) == name

    def test_of_an_unknown_layer_is_its_own(self):
        assert layers.plain_name("attention") == "attention"
        assert layers.plain_name("features_1_attention") == "features_1_attention"

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "architecture",
        [
            *("meso1", "meso4", "meso_deep", "meso_inception4"),
            *("efficientnet_lite", "forensic_transfer", "lite_pair", "lite_short"),
        ],
    )
    def test_is_known_and_different_for_every_step_of_our_networks(self, architecture):
        from meso.models.architectures import BUILDERS
        from meso.models.look_inside import stages

        steps = layers.whole_steps(stages(BUILDERS[architecture]()))
        names = [layers.plain_name(step.layer) for step in steps]
        assert all("tage" in name for name in names)
        assert len(set(names)) == len(names)


class TestParts:
    def test_of_branches_have_a_stage_and_a_name(self):
        assert layers.part_of("features_2_dilated_3") == ("2", "dilated_3")
        assert layers.part_of("features_1_skip") == ("1", "skip")

    def test_are_no_steps_of_their_own(self):
        stages = [Stage(name, 8, 4, 3) for name in ("features_1_skip", "features_1_join")]
        assert [stage.layer for stage in layers.whole_steps(stages)] == ["features_1_join"]

    @pytest.mark.parametrize("layer", ["features_1_conv", "features_1_reduce", "detail"])
    def test_are_not_what_is_a_step(self, layer):
        assert layers.part_of(layer) is None


class TestAbout:
    def test_tells_how_much_of_the_face_a_point_sees(self):
        assert layers.about(Stage("features_2_conv", 128, 8, 12), 256) == (
            "8 maps of 128 × 128 points. One point sees 12 × 12 of the 256 × 256 pixels of the "
            "face."
        )

    def test_never_tells_more_than_the_whole_face(self):
        assert "sees 96 × 96 of the 96 × 96" in layers.about(Stage("x", 6, 8, 193), 96)
