"""Reports to draw, made by hand: a clip with two people and gaps, and a photo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.values import Box, FaceScores, NotScored, Report, Verdict


def report_of(kind, looked_at, faces, *, threshold=0.5, score=0.4, missed=()):
    """A report of `faces`, each (frame, person, fake_score), in a film of 25 frames a second."""
    frame, person, fake_score = (np.array(column) for column in zip(*faces, strict=True))
    looked_at = np.array(looked_at)
    return Report(
        source="clip.mp4",
        kind=kind,
        model="meso4",
        weights_sha256="ab" * 32,
        verdict=Verdict("real", score, threshold, "mean", len(np.unique(frame))),
        frame=looked_at,
        seconds=(looked_at / 25).astype(np.float32),
        scores=FaceScores(
            frame, (frame / 25).astype(np.float32), person, fake_score.astype(np.float32)
        ),
        boxes=(Box(10, 20, 110, 150),) * len(faces),
        crops=np.zeros((len(faces), 256, 256, 3), np.uint8),
        not_scored=tuple(NotScored(frame, frame / 25, "no face") for frame in missed),
    )


@pytest.fixture
def clip():
    """Six frames; person 1 in four, person 2 in two, nobody in frames 50 and 75."""
    return report_of(
        "video",
        [0, 25, 50, 75, 100, 1600],
        [(0, 0, 0.1), (25, 0, 0.2), (25, 1, 0.9), (100, 0, 0.3), (1600, 0, 1.0), (1600, 1, 0.0)],
        missed=[50, 75],
    )


@pytest.fixture
def alone():
    """Three frames, each with the one person."""
    return report_of("video", [0, 10, 20], [(0, 0, 0.25), (10, 0, 0.5), (20, 0, 0.75)])


@pytest.fixture
def only_in_the_middle():
    """Three frames, of which the second shows a face."""
    return report_of("video", [0, 10, 20], [(10, 0, 0.5)], missed=[0, 20])


@pytest.fixture
def photo():
    """A photo of two people."""
    return report_of("image", [0], [(0, 0, 0.2), (0, 1, 0.7)], score=0.7)


@pytest.fixture
def with_levels(alone):
    """The report of one person with another threshold and another mean."""

    def changed(threshold, score):
        verdict = replace(alone.verdict, threshold=threshold, score=score)
        return replace(alone, verdict=verdict)

    return changed
