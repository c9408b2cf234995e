"""Clips of real people, which are research data and stay out of the repository.

They lie beside a checkout of the project's makers, not on a user's machine: there these tests
are skipped, on CI they are not.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import meso

CLIPS = Path(__file__).parents[3] / "shared" / "data" / "videos"
DEEPFAKES = CLIPS / "c23" / "fake" / "deepfakes"
CLIP = DEEPFAKES / "183_253.mp4"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not CLIPS.is_dir() and os.environ.get("CI") != "true",
        reason="the FaceForensics++ and DFDC clips are not on this machine",
    ),
]


@pytest.fixture(scope="module")
def detector():
    return meso.load_detector()


def label(detector, path):
    return detector.detect(path).verdict.label


class TestAFaceForensicsClip:
    @pytest.fixture
    def report(self, meso):
        done = meso("detect", CLIP, "--json")
        assert done.returncode == 0
        return json.loads(done.stdout)

    def test_gives_32_frames_with_boxes_and_scores_of_one_person(self, report):
        assert len(report["frames"]) == 32
        faces = [face for frame in report["frames"] for face in frame["faces"]]
        assert len(faces) == 32
        assert {face["person"] for face in faces} == {0}
        assert all(0 <= face["fake_score"] <= 1 for face in faces)
        assert all(right - left >= 64 for left, _, right, _ in (face["box"] for face in faces))
        assert report["seconds"].keys() == {"decode", "find", "score", "total"}

    def test_gives_the_same_report_again(self, report, meso):
        again = json.loads(meso("detect", CLIP, "--json").stdout)
        assert {**again, "seconds": 0} == {**report, "seconds": 0}


class TestVerdicts:
    def test_both_dfdc_clips_are_judged_rightly(self, detector):
        assert label(detector, CLIPS / "dfdc" / "real" / "gipal_real.mp4") == "real"
        assert label(detector, CLIPS / "dfdc" / "fake" / "gipal_fake.mp4") == "fake"

    def test_most_deepfakes_are_judged_rightly(self, detector):
        labels = [label(detector, path) for path in sorted(DEEPFAKES.glob("*.mp4"))]
        assert len(labels) == 4
        assert labels.count("fake") >= 3
