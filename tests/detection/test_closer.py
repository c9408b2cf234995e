"""A closer look: what it adds is scored, what was there is not, and both are one report."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest

from meso.detection.closer import seen_before, together
from meso.detection.decide import Rule
from meso.detection.detector import Detector
from tests.faces.marked import Marked, MarkFinder, lossless_clip, picture

pytestmark = pytest.mark.slow

ANNA, BEN = Marked(90, 110, 120, 51), Marked(240, 110, 90, 204)
NOBODY = picture()


@pytest.fixture
def detector(network):
    return Detector(network, MarkFinder(), Rule())


@pytest.fixture
def film():
    """Nine frames: Anna, then both, nobody in frame 6, and Anna who gets darker."""
    pictures = [picture(ANNA), picture(ANNA), picture(ANNA, BEN), picture(ANNA, BEN), picture(BEN)]
    pictures += [picture(BEN, ANNA), NOBODY, picture(Marked(90, 110, 120, 153)), picture(ANNA)]
    return lossless_clip(pictures)


@pytest.fixture
def closer(detector, film):
    """The report of some frames, and that of a closer look."""

    def closer(frames):
        known = detector.detect_stream(BytesIO(film), "clip.mkv", frames=frames)
        return known, detector.look_closer(BytesIO(film), "clip.mkv", known)

    return closer


class TestACloserLook:
    def test_is_the_report_of_a_look_at_all_its_frames(self, closer, detector, film):
        _, report = closer(5)
        at_once = detector.detect_stream(BytesIO(film), "clip.mkv", frames=9)
        assert report.frame.tolist() == list(range(9))
        for name in ("frame", "seconds", "crops", "glances"):
            np.testing.assert_array_equal(getattr(report, name), getattr(at_once, name))
        for name in ("frame", "seconds", "person", "fake_score"):
            np.testing.assert_array_equal(
                getattr(report.scores, name), getattr(at_once.scores, name)
            )
        assert (report.boxes, report.not_scored) == (at_once.boxes, at_once.not_scored)
        assert (report.source, report.kind) == (at_once.source, at_once.kind)
        assert report.verdict == at_once.verdict

    def test_scores_the_new_faces_only(self, detector, film, network):
        known = detector.detect_stream(BytesIO(film), "clip.mkv", frames=5)
        network.calls.clear()
        report = detector.look_closer(BytesIO(film), "clip.mkv", known)
        assert [len(crops) for crops in network.calls] == [len(report.crops) - len(known.crops)]

    def test_can_be_taken_again_until_no_frame_is_left(self, detector, film, closer):
        _, report = closer(3)
        assert report.frame.tolist() == [0, 2, 4, 6, 8]
        report = detector.look_closer(BytesIO(film), "clip.mkv", report)
        assert report.frame.tolist() == list(range(9))
        with pytest.raises(ValueError, match="no frame between"):
            detector.look_closer(BytesIO(film), "clip.mkv", report)

    def test_that_finds_nobody_new_keeps_what_was_found(self, detector):
        film = lossless_clip([picture(ANNA), NOBODY, picture(ANNA)])
        known = detector.detect_stream(BytesIO(film), "clip.mkv", frames=2)
        report = detector.look_closer(BytesIO(film), "clip.mkv", known)
        assert report.scores.frame.tolist() == [0, 2]
        assert [miss.frame for miss in report.not_scored] == [1]

    def test_adds_its_time_to_that_of_the_first(self, closer):
        known, report = closer(5)
        assert all(report.took[stage] > known.took[stage] for stage in known.took)

    def test_tells_its_progress(self, detector, film, closer):
        known, _ = closer(5)
        told = []

        def note(*at):
            told.append(at)

        detector.look_closer(BytesIO(film), "clip.mkv", known, progress=note)
        assert told == [("find", done, 4) for done in range(4)] + [("score", 0, 6)]


def test_faces_are_told_by_where_they_stood(closer):
    known, report = closer(5)
    new = [place for place, frame in enumerate(report.scores.frame) if frame % 2]
    look, order = together(seen_before(known), seen_before(known))
    assert sorted(order.tolist()) == list(range(2 * len(known.crops)))
    assert len(look.crops) == 2 * len(known.crops)
    assert len(new) == len(report.crops) - len(known.crops)
