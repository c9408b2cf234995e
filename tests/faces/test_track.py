from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meso.faces.track import Tracker, track
from meso.values import Box, Face

faces = st.builds(
    lambda left, top, width: Face(
        Box(left, top, left + width, top + width), np.zeros((5, 2), np.float32), confidence=0.9
    ),
    st.integers(-100, 1000),
    st.integers(-100, 1000),
    st.integers(20, 400),
)
clips = st.lists(st.lists(faces, max_size=5), max_size=8)
unhurried = settings(deadline=None, max_examples=60)


class TestTrack:
    def test_of_nothing_is_nothing(self):
        assert track([]) == []
        assert track([[], []]) == [[], []]

    def test_follows_three_people_who_cross_paths(self, face):
        clip = [
            [face(100 + 40 * step, 120), face(500 - 40 * step, 300), face(300, 480)]
            for step in range(10)
        ]
        assert track(clip) == [[0, 1, 2]] * 10

    def test_does_not_depend_on_the_order_within_a_frame(self, face):
        one, two, three = face(100, 100), face(400, 100), face(700, 100)
        assert track([[one, two, three], [three, one, two], [two, three, one]]) == [
            [0, 1, 2],
            [2, 0, 1],
            [1, 2, 0],
        ]

    def test_knows_somebody_again_who_was_hidden_for_a_while(self, face):
        clip = [[face(100, 100), face(400, 100)], [face(405, 100)], [], [face(110, 105)]]
        assert track(clip) == [[0, 1], [1], [], [0]]

    def test_takes_whoever_is_at_the_same_place_in_another_shot_for_a_stranger(self, face):
        assert track([[face(100, 100)]] * 4, [0, 0, 1, 1]) == [[0], [0], [1], [1]]

    def test_knows_people_again_when_their_shot_comes_again(self, face):
        pair, alone = [face(100, 100), face(400, 100)], [face(110, 100)]
        assert track([pair, alone, pair[::-1], alone], [0, 1, 0, 1]) == [[0, 1], [2], [1, 0], [2]]

    def test_gives_a_number_to_whoever_comes_later(self, face):
        clip = [[face(100, 100)], [face(500, 100), face(105, 100)]]
        assert track(clip) == [[0], [1, 0]]

    @pytest.mark.parametrize(("moved", "person"), [(1.45, 0), (1.55, 1)])
    def test_takes_a_face_too_far_away_for_a_stranger(self, face, moved, person):
        assert track([[face(500, 500)], [face(500 + round(100 * moved), 500)]]) == [[0], [person]]

    @pytest.mark.parametrize(("grown", "person"), [(1.9, 0), (2.1, 1)])
    def test_takes_a_face_of_another_size_for_a_stranger(self, face, grown, person):
        small, large = face(500, 500), face(500, 500, width=round(100 * grown))
        assert track([[small], [large]]) == [[0], [person]]
        assert track([[large], [small]]) == [[0], [person]]

    def test_counts_distances_in_widths_of_the_face(self, face):
        far_for_the_small = [[face(100, 100, width=60)], [face(300, 100, width=60)]]
        near_for_the_large = [[face(100, 100, width=300)], [face(300, 100, width=300)]]
        assert track(far_for_the_small) == [[0], [1]]
        assert track(near_for_the_large) == [[0], [0]]

    def test_lets_all_together_move_least(self, face):
        # The first alone would be nearest to the second's old place.
        clip = [[face(100, 100), face(200, 100)], [face(165, 100), face(265, 100)]]
        assert track(clip) == [[0, 1], [0, 1]]

    def test_follows_all_when_the_camera_swings(self, face):
        clip = [[face(100, 100), face(220, 100)], [face(240, 100), face(360, 100)]]
        assert track(clip) == [[0, 1], [0, 1]]

    def test_is_not_confused_by_somebody_who_left_long_ago(self, face):
        # What the stranger on the right is from him must not move the one in the middle.
        clip = [
            [face(-1000, 0), face(0, 0)],
            [face(200, 100), face(120, 0)],
        ]
        assert track(clip) == [[0, 1], [2, 1]]

    def test_keeps_those_who_stay_when_one_leaves_and_another_comes(self, face):
        row = [face(140 * place, 0) for place in range(4)]
        assert track([row[:3], row[1:]]) == [[0, 1, 2], [1, 2, 3]]

    @unhurried
    @given(clips)
    def test_numbers_people_from_0_in_the_order_they_are_met(self, clip):
        people = [number for numbers in track(clip) for number in numbers]
        assert list(dict.fromkeys(people)) == list(range(len(set(people))))

    @unhurried
    @given(clips)
    def test_gives_each_face_of_a_frame_another_number(self, clip):
        people = track(clip)
        assert [len(numbers) for numbers in people] == [len(in_frame) for in_frame in clip]
        assert all(len(set(numbers)) == len(numbers) for numbers in people)

    @unhurried
    @given(clips)
    def test_knows_everybody_in_a_frame_that_is_shown_twice(self, clip):
        # Faces drawn over each other could be told apart by nothing.
        middles = [
            [(face.box.left + face.box.right, face.box.top + face.box.bottom) for face in in_frame]
            for in_frame in clip
        ]
        apart = [
            in_frame
            for in_frame, at in zip(clip, middles, strict=True)
            if len(set(at)) == len(in_frame)
        ]
        twice = [shown for in_frame in apart for shown in (in_frame, in_frame)]
        people = track(twice)
        assert people[::2] == people[1::2]


class TestATracker:
    def test_forgets_whom_it_saw_longest_ago_and_no_one_else(self, face):
        tracker = Tracker(most=2)
        one, two, three = face(100, 100), face(500, 100), face(900, 100)
        assert [tracker([each]) for each in (one, two, one, three)] == [[0], [1], [0], [2]]
        assert [tracker([each]) for each in (one, three, two)] == [[0], [2], [3]]

    @unhurried
    @given(clips)
    def test_that_forgets_nobody_is_the_one_for_clips(self, clip):
        tracker = Tracker(most=1000)
        assert [tracker(in_frame) for in_frame in clip] == track(clip)
