"""The last seconds of a stream: what is in the window, who is in it, and what is said of it."""

from __future__ import annotations

import gc
import tracemalloc

import numpy as np
import pytest

from meso.detection.decide import Rule, decide
from meso.detection.watch import PEOPLE, SHOTS, Watch
from meso.detection.watched import Watched
from meso.models.calibration import Calibration, ErrorRate
from meso.values import Box, Face, Frame
from tests.faces.marked import Marked, find_marked, picture

pytestmark = pytest.mark.slow

ANNA, BEN = Marked(90, 110, 120, 51), Marked(240, 110, 90, 204)  # scores 0.2 and 0.8
TINY = Marked(290, 200, 50, 230)
EVERY = 0.5


def frames(*pictures, start=0.0, every=EVERY):
    """The pictures as frames of a film, from a time on."""
    return [Frame(round(25 * start) + 12 * n, start + n * every, p) for n, p in enumerate(pictures)]


@pytest.fixture
def watch(network):
    return Watch(network, find_marked, Rule(), seconds=4, every=EVERY)


@pytest.fixture
def moments(watch):
    """Show it these pictures, one after the other: what is known after each."""

    def moments(*pictures, start=0.0, every=EVERY):
        return [watch.at(frame) for frame in frames(*pictures, start=start, every=every)]

    return moments


class TestTheWindow:
    def test_is_judged_by_the_mean_of_its_frames(self, moments):
        last = moments(*[picture(ANNA)] * 7, picture(BEN))[-1]
        assert last.verdict.score == pytest.approx((7 * 0.2 + 0.8) / 8)
        assert (last.verdict.label, last.looked_at, last.scored) == ("real", 8, 8)
        assert last.verdict.reasons == ("The mean score 0.28 is below the threshold 0.50.",)

    def test_forgets_what_is_older_than_its_seconds(self, moments):
        told = moments(*[picture(ANNA)] * 8, *[picture(BEN)] * 8)
        assert [round(each.verdict.score, 3) for each in told[7:]] == [
            round((8 - new) * 0.2 / 8 + new * 0.8 / 8, 3) for new in range(9)
        ]
        assert told[-1].looked_at == 8

    def test_is_empty_after_a_long_gap_and_needs_new_frames_for_a_verdict(self, moments):
        moments(*[picture(BEN)] * 8)
        told = moments(*[picture(ANNA)] * 5, start=60)
        assert [each.verdict is None for each in told] == [True] * 4 + [False]
        assert told[-1].verdict.score == pytest.approx(0.2)

    def test_holds_no_more_frames_than_fit_however_fast_they_come(self, moments):
        assert moments(*[picture(ANNA)] * 40, every=0.01)[-1].looked_at == 9

    def test_scores_a_frame_by_its_most_fake_face(self, moments):
        last = moments(*[picture(ANNA, BEN)] * 5)[-1]
        assert last.seen.score == pytest.approx(0.8)
        assert last.verdict.score == pytest.approx(0.8)
        assert {*last.seen.boxes} == {ANNA.box, BEN.box}

    def test_says_what_a_clip_of_the_same_frames_would_be_called(self, moments, detect):
        shown = [picture(ANNA)] * 6 + [picture(BEN)] * 2
        report, last = detect(*shown), moments(*shown)[-1]
        assert last.verdict.label == report.verdict.label
        assert last.verdict.score == pytest.approx(report.verdict.score)
        again = decide(
            report.scores,
            Rule(),
            looked_at=8,
            evidence=report.evidence,
        )
        assert {*last.verdict.codes} == {*again.codes} - {"crops_disagree", "compressed"}


class TestNoVerdict:
    def test_is_given_on_fewer_frames_than_one_needs(self, moments):
        *early, last = moments(*[picture(ANNA)] * 5)
        assert [each.verdict for each in early] == [None] * 4
        assert early[0].why == "Only 1 frame was looked at in the last 4 s; a verdict needs 5."
        assert (last.verdict.label, last.why) == ("real", "")

    def test_is_given_where_nobody_is_seen_and_no_number_either(self, moments):
        last = moments(*[picture()] * 6)[-1]
        assert (last.verdict, last.seen.score) == (None, None)
        assert last.why == "No face to score in the last 4 s."

    def test_is_given_on_faces_that_are_too_small(self, moments):
        last = moments(*[picture(TINY)] * 6)[-1]
        assert (last.verdict, last.seen.too_small) == (None, 1)

    def test_and_few_faces_among_many_frames_cannot_be_told(self, moments):
        last = moments(*[picture()] * 5, *[picture(BEN)] * 3)[-1]
        assert last.verdict.label == "uncertain"
        assert "few_frames" in last.verdict.codes
        assert "Only 3 of the 8 frames looked at show a face" in last.verdict.reasons[0]

    def test_repeats_what_was_measured_on_whole_clips(self, network):
        measured = Calibration(2.0, 0.0, 0.1, (ErrorRate(1.0, 40, 0.25),))
        watch = Watch(network, find_marked, Rule(calibration=measured), seconds=4, every=EVERY)
        last = [watch.at(frame) for frame in frames(*[picture(ANNA)] * 5)][-1]
        assert last.verdict.label == "real"
        assert (last.verdict.error_rate, last.verdict.probability) == (None, None)


class TestPeople:
    def test_keep_their_numbers_while_they_are_seen(self, moments):
        told = moments(*[picture(ANNA)] * 3, *[picture(ANNA, BEN)] * 20, *[picture(BEN)] * 3)
        assert told[2].people == (0,)
        assert told[10].people == (0, 1)
        assert told[-1].seen.person.tolist() == [1]

    def test_keep_them_when_they_were_away_for_longer_than_the_window(self, moments):
        told = moments(picture(ANNA), *[picture()] * 20, picture(ANNA))
        assert told[-1].people == (0,)

    def test_are_others_after_a_cut_and_themselves_when_their_shot_comes_again(self, moments):
        one, other = picture(ANNA), picture(ANNA)
        other[(other == picture())] = 255
        told = moments(one, other, one, other)
        assert [each.seen.person.tolist() for each in told] == [[0], [1], [0], [1]]


def _steady(pixels):
    """A finder: where the face is stands in the first pixel of the picture."""
    x = 10 * int(pixels[0, 0, 0])
    eyes = np.array([[20, 20], [60, 20], [42, 45], [24, 62], [56, 62]], np.float32)
    return [Face(Box(x, 0, x + 80, 80), eyes, confidence=1.0)]


class TestForHours:
    """What is kept does not grow: neither numbers, nor pictures, nor people, nor shots."""

    @pytest.fixture
    def thousands(self, network):
        """So many frames of a stream with cuts and strangers; what is kept of them after each."""
        network.fake_scores = lambda crops: np.full(len(crops), 0.25, np.float32)
        watch, so_far = Watch(network, _steady, Rule(), seconds=4, every=EVERY), Watched()
        colours = np.random.default_rng(0).integers(0, 256, (50, 3), np.uint8)

        def look(count, start):
            for number in range(start, start + count):
                pixels = np.empty((90, 90, 3), np.uint8)
                pixels[:] = colours[number // 7 % len(colours)]
                pixels[0, 0, 0] = number // 3 % 200
                so_far.add(watch.at(Frame(number, number * EVERY, pixels)), left_out=0)
            gc.collect()
            return tracemalloc.get_traced_memory()[0]

        tracemalloc.start()
        yield watch, so_far, look
        tracemalloc.stop()

    def test_memory_is_the_same_after_hundreds_of_frames_and_after_thousands(self, thousands):
        watch, so_far, look = thousands
        after_hundreds = look(700, 0)
        after_thousands = look(2000, 700)
        assert so_far.looked_at == 2700
        assert so_far.people > 4 * PEOPLE
        assert after_thousands - after_hundreds < 200_000  # bytes; 100 for each frame
        assert len(watch._window) == 8
        assert len(watch._track._last_seen) == PEOPLE
        assert len(watch._shots._last) == SHOTS
