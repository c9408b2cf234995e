from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.faces.follow import EVERY, FindsNear, Follow, missing
from meso.faces.shots import glance, shots
from meso.faces.track import track
from tests.faces.marked import Marked, MarkFinder, find_marked, picture

pytestmark = pytest.mark.slow

REACH = 1.5  # heights of a face that the stand-in below sees round a box


class Near(MarkFinder):
    """It sees near a box only what is there."""

    def near(self, pixels, boxes, *, and_everywhere=False):
        return [
            face
            for face in super().near(pixels, boxes, and_everywhere=and_everywhere)
            if and_everywhere or any(_near(face.box, box) for box in boxes)
        ]


def _near(box, seen):
    middle, before = np.reshape(box, (2, 2)).mean(0), np.reshape(seen, (2, 2)).mean(0)
    return bool((np.abs(middle - before) < (REACH - 0.5) * seen.width).all())


@pytest.fixture
def finder():
    return Near()


def boxes(faces):
    return sorted(face.box for face in faces)


ANNA, BEN = Marked(70, 70, 60, 51), Marked(240, 160, 60, 120)


class TestFollow:
    def test_looks_everywhere_first_and_then_near(self, finder):
        follow = Follow(finder)
        assert [boxes(follow(picture(ANNA))) for _ in range(4)] == [[ANNA.box]] * 4
        assert finder.looked == ["everywhere", "near", "near", "near"]

    def test_follows_two_who_cross(self, finder):
        follow = Follow(finder, every=100)
        for step in range(12):
            clip = Marked(50 + 20 * step, 70, 60, 50), Marked(270 - 20 * step, 170, 60, 200)
            assert boxes(follow(picture(*clip))) == sorted(face.box for face in clip)
        assert finder.looked == ["everywhere"] + ["near"] * 11

    @pytest.mark.parametrize("enters", range(1, 2 * EVERY + 1))
    def test_finds_whoever_enters_within_the_stated_number_of_frames(self, finder, enters):
        follow = Follow(finder)
        clip = [picture(ANNA)] * enters + [picture(ANNA, BEN)] * EVERY
        assert len([follow(pixels) for pixels in clip][-1]) == 2
        assert finder.looked.count("both") <= len(clip) / EVERY

    def test_looks_everywhere_when_somebody_is_lost(self, finder):
        follow = Follow(finder)
        follow(picture(ANNA))
        far = ANNA._replace(x=250, y=180)
        assert boxes(follow(picture(far))) == [far.box]
        assert finder.looked == ["everywhere", "near", "both"]

    def test_keeps_looking_where_somebody_was(self, finder):
        follow = Follow(finder)
        for clip in ([ANNA, BEN], [BEN], [BEN]):
            follow(picture(*clip))
        assert len(follow(picture(ANNA, BEN))) == 2
        assert finder.looked == ["everywhere", "near", "both", "near", "near"]

    def test_but_not_for_ever(self, finder):
        follow = Follow(finder, every=3)
        for clip in ([ANNA, BEN], *[[BEN]] * 4):
            follow(picture(*clip))
        assert [len(follow(picture(ANNA, BEN))) for _ in range(3)] == [1, 1, 2]

    def test_looks_everywhere_while_nobody_is_known(self, finder):
        follow = Follow(finder)
        assert [follow(picture()) for _ in range(3)] == [[]] * 3
        assert finder.looked == ["everywhere"] * 3

    def test_looks_everywhere_after_a_cut(self, finder):
        follow = Follow(finder)
        follow(picture(ANNA))
        other = np.where(picture() == picture(ANNA), 255, picture(ANNA))
        other[100:220, 180:300] = picture(BEN)[100:220, 180:300]
        assert len(follow(other)) == 2
        assert finder.looked == ["everywhere"] * 2

    def test_of_another_finder_looks_everywhere_in_each_frame(self):
        assert not isinstance(find_marked, FindsNear)
        follow = Follow(find_marked)
        follow(picture(ANNA))
        assert len(follow(picture(ANNA, BEN))) == 2

    @pytest.mark.parametrize("find", [Near(), find_marked])
    def test_keeps_the_glance_at_the_last_frame_for_who_numbers_the_shots(self, find):
        follow = Follow(find)
        for shown in (picture(ANNA), picture(ANNA, BEN)):
            follow(shown)
            np.testing.assert_array_equal(follow.glance, glance(shown))


class TestMissing:
    def test_who_is_missing_has_no_face_near(self, face):
        here, there = face(100, 100), face(400, 100)
        seen = [here.box, there.box]
        assert missing(seen, [face(130, 90), face(390, 120)]) == []
        assert missing(seen, [face(390, 120)]) == [here.box]
        assert missing(seen, []) == seen

    def test_one_face_stands_for_one_person_only(self, face):
        beside = [face(100, 100).box, face(180, 100).box]
        assert len(missing(beside, [face(140, 100)])) == 1


@pytest.fixture(scope="module")
def anna(astronaut):
    return astronaut[:300, 100:356]


@pytest.fixture(scope="module")
def ben(anna):
    """Another person: mirrored, and in other colours."""
    return np.ascontiguousarray(anna[:, ::-1, [1, 2, 0]])


def scene(*placed, grey=110, size=(720, 1280)):
    """A frame with photos in it, each with its left and top."""
    frame = np.full((*size, 3), grey, np.uint8)
    frame += np.random.default_rng(3).integers(0, 20, frame.shape, np.uint8)
    for photo, left, top in placed:
        height, width = photo.shape[:2]
        frame[top : top + height, left : left + width] = photo
    return frame


class TestMtcnn:
    """The real finder, on clips made of one photo: people are told apart by where they are."""

    def test_can_be_told_where_to_look(self, find):
        assert isinstance(find, FindsNear)

    def test_follows_two_who_move_and_cross(self, find, anna, ben):
        follow = Follow(find)
        clip = [scene((anna, 60 + 80 * s, 20), (ben, 960 - 80 * s, 400)) for s in range(11)]
        faces = [follow(pixels) for pixels in clip]
        people = track(faces, shots([glance(pixels) for pixels in clip]))
        above = [
            {face.box.top < 300: person for face, person in zip(*told, strict=True)}
            for told in zip(faces, people, strict=True)
        ]
        assert above in ([{True: 0, False: 1}] * 11, [{True: 1, False: 0}] * 11)

    def test_finds_who_enters_within_the_stated_number_of_frames(self, find, anna, ben):
        follow = Follow(find)
        clip = [scene((anna, 100, 100))] * 3 + [scene((anna, 100, 100), (ben, 800, 300))] * EVERY
        assert [len(follow(pixels)) for pixels in clip][-1] == 2

    def test_keeps_tracks_apart_across_a_cut(self, find, anna, ben):
        shot, reverse = scene((anna, 500, 200)), scene((ben, 500, 200), grey=10)
        clip = [shot, shot, reverse, reverse, shot]
        follow = Follow(find)
        people = track([follow(p) for p in clip], shots([glance(p) for p in clip]))
        assert people == [[0], [0], [1], [1], [0]]

    def test_finds_near_what_it_finds_everywhere(self, find, anna):
        follow = Follow(find)
        for step in range(6):
            frame = scene((anna, 200 + 30 * step, 150 + 10 * step))
            (near,), (full,) = follow(frame), find(frame)
            off = np.abs(near.landmarks - full.landmarks).max() / full.box.width
            assert off < 0.04

    def test_gives_the_same_to_the_last_bit_whatever_was_followed_before(self, find, anna, ben):
        clip = [scene((anna, 200 + 30 * step, 150)) for step in range(4)]
        runs = []
        for before in ([], [scene((ben, 900, 100)), scene((anna, 0, 0), (ben, 900, 100))]):
            for pixels in before:
                find(pixels)
            follow = Follow(find)
            runs.append([face for pixels in clip for face in follow(pixels)])
        for one, two in zip(*runs, strict=True):
            np.testing.assert_array_equal(one.landmarks, two.landmarks)
            assert (one.box, one.confidence) == (two.box, two.confidence)

    @pytest.mark.parametrize("width", [66, 90])
    def test_finds_a_face_of_the_smallest_size_that_is_scored(self, find, anna, ben, width):
        large, small = (
            cv2.resize(p, None, fx=width / 85, fy=width / 85, interpolation=cv2.INTER_AREA)
            for p in (anna, ben)
        )
        follow = Follow(find)
        alone = scene((large, 300, 200), size=(1080, 1920))
        clip = [alone] + [scene((large, 300, 200), (small, 1400, 600), size=(1080, 1920))] * EVERY
        assert [len(follow(pixels)) for pixels in clip][-1] == 2
