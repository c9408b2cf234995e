"""The questions that the pages "Look inside" and "Compare" ask, put to a real detector."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from meso.service import inside
from meso.service.sample import make

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def detector():
    from meso.detection.load import load_detector

    return load_detector("meso_inception4")


@pytest.fixture(scope="module")
def crop(detector):
    """The face of the sample photo, as the networks see it."""
    name, data = make("photo")
    return detector.detect_stream(BytesIO(data), name).crops[0]


class TestInside:
    def test_tells_the_score_and_all_the_maps(self, detector, crop):
        found = inside.inside(detector, crop=crop)
        assert found.score == detector.network.fake_scores(crop[None])[0]
        assert {stage.layer for stage in found.stages} == set(found.maps)
        assert found.maps["features_1_join"].shape == (256, 256, 11)

    def test_branches_lie_side_by_side_in_what_joins_them(self, detector, crop):
        maps = inside.inside(detector, crop=crop).maps
        parts = ["skip", "dilated_1", "dilated_2", "dilated_3"]
        joined = np.concatenate([maps[f"features_1_{part}"] for part in parts], axis=-1)
        np.testing.assert_array_equal(joined, maps["features_1_join"])

    def test_says_which_face_a_map_answers_to_most(self, detector, crop):
        crops = np.stack([crop // 8, crop, crop // 8])
        strengths = inside.strengths(detector, crops=crops)["features_1_skip"]
        assert strengths[:, 0].argmax() == 1

    def test_hands_over_the_filters_of_all_branches(self, detector):
        assert sum(map(len, inside.filters(detector).values())) == 11


class TestWhereItLooks:
    def test_differs_from_an_untrained_network(self, detector, crop):
        checked = inside.occlusion(detector, crop=crop, patch=64)
        assert checked.trained.drops.shape == checked.untrained.drops.shape == (10, 10)
        assert np.abs(checked.trained.drops).max() > 10 * np.abs(checked.untrained.drops).max()
        assert checked.alike < 0.7


class TestScores:
    def test_are_those_of_the_network(self, detector, crop):
        crops = np.stack([crop, crop[:, ::-1]])
        np.testing.assert_array_equal(
            inside.scores(detector, crops=crops), detector.network.fake_scores(crops)
        )
