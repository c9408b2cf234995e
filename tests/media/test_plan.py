"""Of a video no more is decoded than the wanted frames need."""

from __future__ import annotations

import io
from fractions import Fraction
from itertools import pairwise

import pytest

from meso.media.container import Source
from meso.media.plan import Run, plan
from meso.media.timeline import Timeline, read_timeline
from tests.media_files import clip_bytes, holding, remuxed

pytestmark = pytest.mark.slow

OPEN_GROUPS = {"x264-params": "open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0"}


def groups_of(length: int, *, frames: int, packets=None) -> Timeline:
    """A key frame every `length`; frames are sent in the order of showing, or as `packets` says."""
    packets = tuple(range(frames)) if packets is None else packets
    keys = tuple(range(0, frames, length))
    return Timeline(tuple(range(frames)), Fraction(1), 0, packets, keys)


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
