"""Of a video no more is decoded than the wanted frames need."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meso.media.container import Source
from meso.media.plan import LONG, Run, near_keys, plan
from meso.media.timeline import Timeline, read_timeline
from meso.media.video import spread
from tests.media_files import clip_bytes, holding, remuxed

pytestmark = pytest.mark.slow

OPEN_GROUPS = {"x264-params": "open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0"}


def groups_of(length: int, *, frames: int, packets=None) -> Timeline:
    """A key frame every `length`; frames are sent in the order of showing, or as `packets` says."""
    packets = tuple(range(frames)) if packets is None else packets
    keys = tuple(range(0, frames, length))
    return Timeline(tuple(range(frames)), Fraction(1), 0, packets, keys)


def with_keys(*keys: int, frames: int, tick: Fraction = Fraction(LONG)) -> Timeline:
    """Frames that are sent in the order of showing, one every `tick` seconds."""
    return Timeline(tuple(range(frames)), tick, 0, tuple(range(frames)), keys)


def decoded(timeline: Timeline, wanted: list[int]) -> int:
    return sum(run.last - run.first + 1 for run in plan(timeline, wanted))


def bounds(runs: list[Run]) -> list[tuple[int, int]]:
    return [(run.first, run.last) for run in runs]


class TestPlan:
    def test_each_wanted_frame_is_reached_from_the_key_frame_before_it(self):
        assert plan(groups_of(10, frames=40), [3, 25]) == [
            Run(0, 3, frozenset([3])),
            Run(20, 25, frozenset([25])),
        ]

    def test_a_key_frame_needs_nothing_but_itself(self):
        assert bounds(plan(groups_of(10, frames=40), [30])) == [(30, 30)]

    def test_frames_of_one_group_are_reached_in_one_go(self):
        assert plan(groups_of(10, frames=40), [11, 18]) == [Run(10, 18, frozenset([11, 18]))]

    def test_the_decoder_is_not_interrupted_where_nothing_can_be_left_out(self):
        assert bounds(plan(groups_of(10, frames=40), [9, 12])) == [(0, 12)]

    def test_frames_before_any_key_frame_are_reached_from_the_first_packet(self):
        late = Timeline(tuple(range(9)), Fraction(1), 0, tuple(range(3, 12)), (5,))
        assert bounds(plan(late, [4, 6])) == [(0, 9)]

    def test_a_picture_that_is_sent_behind_the_next_key_frame_is_waited_for(self):
        sent = (0, 2, 3, 1, 5, 6, 4)  # the third key frame is packet 4, shown last
        leading = Timeline(tuple(range(7)), Fraction(1), 0, sent, (0, 3, 6))
        assert bounds(plan(leading, [5])) == [(1, 6)]
        assert bounds(plan(leading, [5, 6])) == [(1, 6)]

    @pytest.mark.parametrize("length", [1, 2, 7, 100])
    @pytest.mark.parametrize("every", [1, 3, 10, 49])
    def test_runs_rise_and_hold_what_is_wanted(self, length, every):
        wanted = list(range(0, 100, every))
        runs = plan(groups_of(length, frames=100), wanted)
        assert sorted(set().union(*(run.shown for run in runs))) == wanted
        assert all(run.first % length == 0 and run.last in wanted for run in runs)
        assert all(one.last + 1 < other.first for one, other in pairwise(runs))


class TestNearKeys:
    def test_each_frame_is_exchanged_for_the_nearest_key_frame(self):
        clip = with_keys(0, 8, 17, 34, frames=41)
        assert near_keys(clip, [0, 10, 20, 30, 40]) == [0, 8, 17, 34, 40]

    def test_a_key_frame_at_half_the_distance_to_the_next_is_too_far(self):
        assert near_keys(with_keys(0, 15, 26, frames=31), [0, 10, 20, 30]) == [0, 10, 20, 26]

    def test_of_two_that_are_equally_near_the_earlier_is_taken(self):
        assert near_keys(with_keys(0, 8, 12, frames=21), [0, 10, 20]) == [0, 8, 20]

    def test_the_first_frame_is_kept_even_where_it_is_no_key_frame(self):
        assert near_keys(with_keys(1, 9, frames=21), [0, 10, 20]) == [0, 9, 20]

    def test_without_key_frames_all_are_kept(self):
        assert near_keys(with_keys(frames=21), [0, 10, 20]) == [0, 10, 20]

    def test_a_single_frame_is_kept(self):
        assert near_keys(with_keys(3, frames=9), [0]) == [0]

    def test_where_all_frames_are_wanted_all_are_kept(self):
        assert near_keys(with_keys(0, 5, frames=9), list(range(9))) == list(range(9))

    @pytest.mark.parametrize(("seconds", "kept"), [(10, True), (60, True), (62, False)])
    @pytest.mark.parametrize("rate", [10, 25, 60])
    @pytest.mark.parametrize("frames", [2, 8, 32])
    def test_up_to_a_minute_all_are_kept(self, seconds, kept, rate, frames):
        there = seconds * rate
        clip = with_keys(*range(0, there, rate), frames=there, tick=Fraction(1, rate))
        wanted = spread(there, frames)
        assert (near_keys(clip, wanted) == wanted) == kept

    def test_ten_minutes_need_hardly_more_packets_than_ten_seconds(self):
        clip = with_keys(*range(0, 15_000, 250), frames=15_000, tick=Fraction(1, 25))
        assert decoded(clip, spread(15_000, 32)) > 4000
        assert decoded(clip, near_keys(clip, spread(15_000, 32))) < 300

    @given(
        frames=st.integers(1, 3000),
        wanted=st.integers(1, 128),
        keys=st.sets(st.integers(0, 2999)),
        tick=st.sampled_from([Fraction(1, 60), Fraction(1, 25), Fraction(1), Fraction(3)]),
    )
    def test_whatever_the_key_frames_are_like(self, frames, wanted, keys, tick):
        keys = sorted(key for key in keys if key < frames)
        clip = with_keys(*keys, frames=frames, tick=tick)
        evenly = spread(frames, wanted)
        near = near_keys(clip, evenly)
        closest = min((b - a for a, b in pairwise(evenly)), default=0)
        assert near[0] == 0
        assert len(near) == len(evenly)
        assert all(earlier < later for earlier, later in pairwise(near))
        assert all(
            index == before or (index in keys and 2 * abs(index - before) < closest)
            for index, before in zip(near, evenly, strict=True)
        )
        assert decoded(clip, near) <= decoded(clip, evenly)
        if clip.seconds(frames - 1) <= LONG:
            assert near == evenly


@pytest.mark.slow
class TestKeys:
    def keys(self, clip: bytes, demuxer: str = "mov") -> tuple[int, ...]:
        return read_timeline(Source(io.BytesIO(clip), "upload", demuxer)).keys

    def test_closed_groups_begin_at_theirs(self):
        clip = clip_bytes(frames=40, options={"g": "10", "sc_threshold": "0"})
        assert self.keys(clip) == (0, 10, 20, 30)

    def test_open_groups_do_so_for_what_is_shown_from_there_on(self):
        assert self.keys(clip_bytes(frames=40, options=OPEN_GROUPS)) == (0, 10, 20, 30)

    def test_one_that_an_edit_list_hides_is_no_frame_to_begin_at(self):
        def earlier(number, packet):
            packet.pts -= 8 * packet.duration
            packet.dts -= 8 * packet.duration
            return [packet]

        options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
        clip = clip_bytes(options={"g": "12", "sc_threshold": "0"})
        assert self.keys(remuxed(clip, "mp4", earlier, options=options)) == (4, 16)

    def test_one_behind_which_earlier_pictures_still_come_into_sight_is_none(self):
        def swap_times(number, packet):
            packet.pts = ({9: 10, 10: 9}.get(number, number) + 1) * packet.duration
            packet.dts = number * packet.duration
            return [packet]

        clip = clip_bytes("matroska", "mpeg4", options={"g": "10"})
        assert self.keys(remuxed(clip, "matroska", swap_times), "matroska") == (0, 20)

    @pytest.mark.parametrize("container", ["mp4", "matroska"])
    def test_one_that_only_the_container_calls_so_is_none(self, container):
        def call_every_third_key(number, packet):
            called = holding(bytes(packet), packet)
            called.is_keyframe = number % 3 == 0
            return [called]

        clip = remuxed(clip_bytes(container), container, call_every_third_key)
        assert self.keys(clip, {"mp4": "mov"}.get(container, container)) == (0,)
