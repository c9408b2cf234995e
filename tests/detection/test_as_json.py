from __future__ import annotations

import json
from dataclasses import replace

import pytest

from meso.detection.as_json import as_json
from tests.faces.marked import Marked, picture

pytestmark = pytest.mark.slow

ANNA, BEN = Marked(90, 110, 120, 51), Marked(240, 110, 90, 204)
TINY = Marked(290, 200, 50, 230)


@pytest.fixture
def read(detect):
    """Detect in pictures, print the report as JSON, and read that."""
    return lambda *pictures: json.loads(json.dumps(as_json(detect(*pictures)), allow_nan=False))


class TestAsJson:
    def test_says_what_was_scored_and_with_what(self, read, network):
        report = read(picture(ANNA))
        assert report["source"] == "clip.mkv"
        assert report["kind"] == "video"
        assert report["model"] == network.weights.name
        assert report["weights_sha256"] == network.weights.sha256

    def test_gives_the_verdict_with_its_reasons(self, read):
        assert read(*[picture(BEN)] * 5)["verdict"] == {
            "label": "fake",
            "score": 0.8,
            "threshold": 0.5,
            "reduction": "mean",
            "frames": 5,
            "reasons": ["The mean score 0.80 is at or above the threshold 0.50."],
            "cautions": [],
            "codes": [],
            "probability": None,
            "error_rate": None,
        }

    def test_names_its_cautions_and_what_was_measured(self, detect):
        report = detect(*[picture(BEN)] * 5)
        verdict = replace(
            report.verdict,
            cautions=("The face is small.",),
            codes=("small",),
            probability=0.87654321,
            error_rate=0.125,
        )
        told = json.loads(json.dumps(as_json(replace(report, verdict=verdict))))["verdict"]
        assert told["cautions"] == ["The face is small."]
        assert told["codes"] == ["small"]
        assert (told["probability"], told["error_rate"]) == (0.876543, 0.125)

    def test_lists_the_faces_of_every_frame(self, read):
        report = read(picture(ANNA), picture(ANNA, BEN))
        anna = {"person": 0, "box": [*ANNA.box], "fake_score": 0.2}
        ben = {"person": 1, "box": [*BEN.box], "fake_score": 0.8}
        assert report["frames"] == [
            {"index": 0, "seconds": 0.0, "fake_score": 0.2, "faces": [anna]},
            {"index": 1, "seconds": 0.1, "fake_score": 0.8, "faces": [anna, ben]},
        ]
        assert report["people"] == [0, 1]

    def test_gives_a_gap_no_score(self, read):
        report = read(picture(ANNA), picture(), picture(ANNA))
        assert report["frames"][1] == {"index": 1, "seconds": 0.1, "fake_score": None, "faces": []}

    def test_says_what_was_not_scored_and_why(self, read):
        report = read(picture(ANNA, TINY), picture())
        assert report["not_scored"] == [
            {"frame": 0, "seconds": 0.0, "reason": "too small", "box": [*TINY.box]},
            {"frame": 1, "seconds": 0.1, "reason": "no face", "box": None},
        ]

    def test_is_the_same_twice_but_for_the_clock(self, read):
        first, second = read(picture(ANNA, BEN)), read(picture(ANNA, BEN))
        assert set(first.pop("seconds")) == {"decode", "find", "score", "total"}
        del second["seconds"]
        assert first == second
