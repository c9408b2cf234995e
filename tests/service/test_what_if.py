"""What the worker answers about a changed or a faked face, by the network that is shipped."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from meso.service import what_if
from meso.service.sample import make
from meso.ui.words.what_if import SLIDERS

pytestmark = pytest.mark.slow

PERCENTS = (10, 50, 100)


@pytest.fixture(scope="module")
def detector():
    from meso.service.worker import load_detector

    return load_detector(None)


@pytest.fixture(scope="module")
def report(detector):
    name, data = make("photo")
    return detector.detect_stream(BytesIO(data), name)


@pytest.fixture(scope="module")
def crop(report):
    report.crops[0].flags.writeable = False  # a question leaves the face as it is
    return report.crops[0]


@pytest.fixture(scope="module")
def faked(detector, crop):
    return what_if.fake(detector, crop=crop, seed=0, percents=PERCENTS)


class TestAChangedFace:
    @pytest.mark.parametrize("way", SLIDERS)
    def test_has_a_crop_and_a_score_for_every_position(self, detector, crop, way):
        values = SLIDERS[way].values
        changed = what_if.change(detector, crop=crop, way=way, values=values)
        assert changed.crops.shape == (len(values), 256, 256, 3)
        assert changed.crops.dtype == np.uint8
        assert changed.fake_score.shape == (len(values),)
        assert np.ptp(changed.fake_score) > 0.05  # every slider moves the score of the sample

    @pytest.mark.parametrize(
        ("way", "nothing"), [("scale", 256), ("blur", 0), ("turn", 0), ("order", 0), ("range", 1)]
    )
    def test_scores_as_in_the_report_where_nothing_is_changed(
        self, detector, crop, report, way, nothing
    ):
        changed = what_if.change(detector, crop=crop, way=way, values=[nothing])
        np.testing.assert_array_equal(changed.crops[0], crop)
        assert changed.fake_score[0] == pytest.approx(report.scores.fake_score[0], abs=1e-6)

    def test_scores_what_is_shown(self, detector, crop):
        changed = what_if.change(detector, crop=crop, way="jpeg", values=[90, 20])
        np.testing.assert_array_equal(
            changed.fake_score, detector.network.fake_scores(changed.crops)
        )

    def test_is_stuck_at_one_end_without_the_scaling(self, crop):
        from meso.service.worker import load_detector

        deep = load_detector("meso_deep")  # the default's ReLU6 keeps it from the very end
        changed = what_if.change(deep, crop=crop, way="range", values=[64, 128, 255])
        assert np.abs(changed.fake_score - 0.5).min() > 0.49
        assert np.ptp(changed.fake_score) < 0.01


class TestAFake:
    def test_is_drawn_and_scored_at_every_strength(self, faked):
        assert faked.crops.shape == faked.differences.shape == (3, 256, 256, 3)
        assert faked.fake_score.shape == (3,)
        assert faked.copy.shape == faked.seam.shape == (256, 256, 3)
        assert faked.mask.shape == (256, 256)

    def test_leaves_the_face_alone_outside_the_mask(self, faked, crop):
        above_the_label = (faked.mask == 0) & (np.arange(256) < 256 - what_if.BAND)[:, None]
        assert above_the_label.mean() > 0.01  # the mask is soft: much of the crop is under its edge
        for fake, difference in zip(faked.crops, faked.differences, strict=True):
            np.testing.assert_array_equal(fake[above_the_label], crop[above_the_label])
            assert (difference[above_the_label] == 0).all()

    def test_differs_the_more_the_stronger_it_is(self, faked):
        weak, half, full = faked.differences.mean(axis=(1, 2, 3))
        assert 0 < weak < half < full

    def test_shows_the_copy_where_the_mask_is_full(self, faked):
        full = (faked.mask == 255) & (np.arange(256) < 256 - what_if.BAND)[:, None]
        assert full.mean() > 0.1
        np.testing.assert_allclose(faked.crops[-1][full], faked.copy[full], atol=1)

    def test_carries_its_label_but_is_scored_without_it(self, detector, faked):
        dark_band = faked.crops[:, -what_if.BAND :, 200:].mean(axis=(1, 2, 3))
        assert (dark_band < 64).all()
        assert (faked.differences[:, -3:, -3:] == 0).all()  # the label is no difference
        assert (detector.network.fake_scores(faked.crops) != faked.fake_score).any()

    def test_is_another_one_for_another_seed_only(self, detector, crop, faked):
        again, other = (
            what_if.fake(detector, crop=crop, seed=seed, percents=PERCENTS) for seed in (0, 1)
        )
        np.testing.assert_array_equal(again.crops, faked.crops)
        np.testing.assert_array_equal(again.fake_score, faked.fake_score)
        assert (other.mask != faked.mask).any()


class TestTheSeam:
    def test_is_drawn_along_the_edge_of_the_mask_and_nowhere_else(self):
        crop, mask = np.full((40, 60, 3), [10, 60, 30], np.uint8), np.zeros((40, 60), np.float32)
        mask[10:20, 15:50] = 0.9
        drawn = (what_if.with_seam(crop, mask) == what_if.ORANGE).all(axis=-1)
        assert drawn[10, 30]
        assert drawn[15, 15]
        assert drawn[19, 49]
        assert not drawn[15, 30]
        assert not drawn[5].any()
        assert (crop == [10, 60, 30]).all()

    def test_is_not_drawn_where_the_mask_leaves_the_picture(self):
        mask = np.zeros((40, 60), np.float32)
        mask[:20] = 1
        drawn = (what_if.with_seam(np.zeros((40, 60, 3), np.uint8), mask) != 0).any(axis=-1)
        assert np.flatnonzero(drawn.any(axis=1)).tolist() == [19, 20]


class TestTheDifference:
    def test_is_amplified_in_both_directions_and_ends_at_white(self):
        before = np.array([[[100, 100, 100]]], np.uint8)
        after = np.array([[[[100, 110, 90]]], [[[255, 0, 101]]]], np.uint8)
        shown = what_if.difference(after, before)
        assert shown.tolist() == [[[[0, 40, 40]]], [[[255, 255, 4]]]]
