"""Two pipelines agree where they see the same faces in the same places, and score them alike."""

from __future__ import annotations

import math

import pytest

from benchmarks.agreement import Scored, Seen, agreement, shared, steady_people
from meso.values import Box

pytestmark = pytest.mark.slow

HERE, NEAR, FAR = Box(100, 50, 200, 150), Box(110, 50, 210, 150), Box(400, 50, 500, 150)


def seen(*frames: list[Scored], label: str = "real") -> Seen:
    return Seen(list(frames), label)


class TestSeen:
    def test_a_clip_is_as_fake_as_its_frames_and_a_frame_as_its_most_fake_face(self):
        clip = seen([Scored(0, HERE, 0.2), Scored(1, FAR, 0.6)], [], [Scored(0, HERE, 0.2)])
        assert clip.score == pytest.approx(0.4)

    def test_of_every_so_many_frames_the_first_counts(self):
        frames = [[Scored(0, HERE, number / 10)] for number in range(5)]
        assert seen(*frames).every(3).frames == [frames[0], frames[3]]


class TestShared:
    def test_the_same_box_is_shared_whole(self):
        assert shared(HERE, HERE) == 1

    def test_a_box_moved_by_a_tenth_shares_nine_elevenths(self):
        assert shared(HERE, NEAR) == pytest.approx(9 / 11)
        assert shared(NEAR, HERE) == pytest.approx(9 / 11)

    def test_boxes_apart_share_nothing_in_either_direction(self):
        assert shared(HERE, FAR) == 0
        assert shared(HERE, Box(100, 300, 200, 400)) == 0
        assert shared(HERE, Box(300, 300, 400, 400)) == 0

    def test_a_box_in_another_shares_its_part_of_the_larger(self):
        assert shared(HERE, Box(100, 50, 150, 100)) == pytest.approx(1 / 4)


class TestAgreement:
    def test_of_faces_in_the_same_places_the_scores_are_compared(self):
        reference = seen(*[[Scored(0, HERE, 0.2)]] * 2)
        other = seen([Scored(7, NEAR, 0.3)], [Scored(7, HERE, 0.2)], label="fake")
        agreed = agreement(reference, other)
        assert (agreed.steady, agreed.found) == (2, 1.0)
        assert agreed.difference == agreed.of_clip == pytest.approx(0.05)
        assert agreed.labels == ("real", "fake")

    def test_what_faces_differ_by_to_both_sides_is_nothing_to_the_clip(self):
        reference = seen(*[[Scored(0, HERE, 0.2)]] * 2)
        agreed = agreement(reference, seen([Scored(0, HERE, 0.3)], [Scored(0, HERE, 0.1)]))
        assert agreed.difference == pytest.approx(0.1)
        assert agreed.of_clip == pytest.approx(0)

    def test_a_face_elsewhere_is_not_found(self):
        reference = seen([Scored(0, HERE, 0.2)], [Scored(0, HERE, 0.2)])
        agreed = agreement(reference, seen([Scored(0, FAR, 0.9)], [Scored(0, HERE, 0.3)]))
        assert agreed.found == 0.5
        assert agreed.difference == pytest.approx(0.1)

    def test_each_face_is_compared_with_the_one_in_its_place(self):
        reference = seen([Scored(0, HERE, 0.1), Scored(1, FAR, 0.9)])
        agreed = agreement(reference, seen([Scored(0, FAR, 0.9), Scored(1, HERE, 0.1)]))
        assert (agreed.found, agreed.difference) == (1.0, 0.0)

    def test_somebody_who_is_in_few_frames_does_not_count(self):
        reference = seen([Scored(0, HERE, 0.5), Scored(1, FAR, 0.5)], *[[Scored(0, HERE, 0.5)]] * 9)
        assert steady_people(reference) == {0}
        assert agreement(reference, seen(*[[Scored(0, HERE, 0.5)]] * 10)).found == 1.0

    def test_nor_does_a_face_too_small_to_be_scored(self):
        reference = seen([Scored(0, Box(0, 0, 63, 80), 0.5)])
        agreed = agreement(reference, seen([]))
        assert (agreed.steady, agreed.found) == (0, 1.0)
        assert math.isnan(agreed.difference)
        assert math.isnan(agreed.of_clip)

    def test_other_frames_are_no_comparison(self):
        with pytest.raises(ValueError, match="shorter"):
            agreement(seen([Scored(0, HERE, 0.5)], []), seen([Scored(0, HERE, 0.5)]))
