"""The same faces by another network, and how far two reports agree."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from meso.detection.agreement import agreement
from meso.detection.second_opinion import second_opinion
from meso.models.calibration import Calibration, ErrorRate
from meso.models.weights import Weights
from meso.values import Box, Evidence, FaceScores, Report, Verdict

MEASURED = Calibration(slope=4.0, offset=-1.0, unsure=0.05, error_rates=(ErrorRate(1.0, 90, 0.2),))
OTHER = Weights(
    name="other",
    architecture="meso4",
    path=Path("other.weights.h5"),
    sha256="cd" * 32,
    licence="CC0",
    note="no training",
    threshold=0.75,
    band=0.01,
    input_size=256,
    image=MEASURED,
)
SEEN = Evidence(np.array([[0.9], [0.1], [0.1]], np.float32), 0.02, 99.0, 70.0)


def report_of(*fake_scores, kind="video", threshold=0.5, crops=None):
    """A report of one person in that many frames, with a crop of another grey for each."""
    count = len(fake_scores)
    index = np.arange(count)
    greys = np.repeat(np.arange(count, dtype=np.uint8), 256 * 256 * 3)
    return Report(
        source="clip.mp4",
        kind=kind,
        model="first",
        weights_sha256="ab" * 32,
        verdict=Verdict("real", 0.1, threshold, "mean", count),
        frame=index,
        seconds=index.astype(np.float32),
        scores=FaceScores(
            index, index.astype(np.float32), index * 0, np.array(fake_scores, np.float32)
        ),
        boxes=(Box(3, 5, 73, 95),) * count,
        crops=greys.reshape(count, 256, 256, 3) if crops is None else crops,
        evidence=SEEN,
        took={"total": 2.0},
    )


def scores(*numbers):
    return np.array(numbers, np.float32)


class TestASecondOpinion:
    def test_is_a_report_by_the_other_network_on_the_same_faces(self):
        report = report_of(0.1, 0.1, 0.1, 0.1, 0.1)
        other = second_opinion(report, OTHER, scores(0.9, 0.8, 0.9, 0.8, 0.9))
        assert (other.model, other.weights_sha256) == ("other", "cd" * 32)
        assert other.scores.fake_score.tolist() == pytest.approx([0.9, 0.8, 0.9, 0.8, 0.9])
        assert other.crops is report.crops
        assert other.scores.frame is report.scores.frame

    @pytest.mark.parametrize(("score", "label"), [(0.7, "real"), (0.8, "fake")])
    def test_is_decided_by_that_networks_own_threshold(self, score, label):
        other = second_opinion(report_of(*[0.1] * 5), OTHER, scores(*[score] * 5))
        assert (other.verdict.label, other.verdict.threshold) == (label, 0.75)

    def test_of_a_photo_takes_the_rule_for_photos(self):
        photo = second_opinion(report_of(0.1, kind="image"), OTHER, scores(0.9))
        assert photo.verdict.threshold == MEASURED.threshold
        assert photo.verdict.error_rate == 0.2
        clip = second_opinion(report_of(*[0.1] * 5), OTHER, scores(*[0.9] * 5))
        assert clip.verdict.error_rate is None

    def test_keeps_the_doubts_about_the_pictures(self):
        other = second_opinion(report_of(*[0.1] * 5), OTHER, scores(*[0.9] * 5))
        assert "small" in other.verdict.codes

    def test_has_no_doubt_about_crops_that_it_never_scored(self):
        other = second_opinion(report_of(*[0.1] * 5), OTHER, scores(*[0.1] * 5))
        assert "crops_disagree" not in other.verdict.codes
        assert other.evidence.zoomed.size == 0

    def test_leaves_the_first_report_as_it_was(self):
        report = report_of(*[0.1] * 5)
        second_opinion(report, OTHER, scores(*[0.9] * 5))
        assert (report.model, report.verdict.label, report.took) == ("first", "real", {"total": 2})
        assert report.evidence is SEEN


class TestAgreement:
    def test_counts_the_faces_on_the_same_side_of_each_ones_own_threshold(self):
        one, other = report_of(0.4, 0.6, 0.6), report_of(0.7, 0.7, 0.9, threshold=0.8)
        found = agreement(one, other)
        assert (found.faces, found.same_side) == (3, 2)

    def test_a_score_at_the_threshold_is_on_the_fake_side(self):
        assert agreement(report_of(0.5), report_of(0.9)).same_side == 1

    def test_is_measured_by_correlation_too(self):
        assert agreement(report_of(0.1, 0.2, 0.4), report_of(0.5, 0.6, 0.8)).correlation == (
            pytest.approx(1)
        )
        assert agreement(report_of(0.1, 0.2, 0.4), report_of(0.8, 0.7, 0.5)).correlation == (
            pytest.approx(-1)
        )

    @pytest.mark.parametrize("one", [[0.1, 0.2], [0.3, 0.3, 0.3]])
    def test_has_no_correlation_where_there_is_too_little_to_see(self, one):
        assert agreement(report_of(*one), report_of(*[0.1, 0.5, 0.2][: len(one)])).correlation is (
            None
        )

    def test_begins_with_the_face_on_which_they_differ_most(self):
        found = agreement(report_of(0.1, 0.9, 0.5), report_of(0.2, 0.1, 0.9))
        assert found.furthest == (1, 2, 0)

    def test_of_other_faces_there_is_none(self):
        one = report_of(0.1, 0.2)
        assert agreement(one, report_of(0.1, 0.2, 0.3)) is None
        assert agreement(one, report_of(0.1, 0.2, crops=one.crops + 1)) is None
        assert agreement(one, replace(one, source="other.mp4")) is None
