"""A frame is the same to the last bit, however little of the video was decoded for it."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meso.media import plan, video
from meso.media.video import spread
from tests.media.conftest import draw
from tests.media_files import clip_bytes, grainy_pictures, holding, number_in, remuxed, shown_at

pytestmark = pytest.mark.slow

GROUPS = {
    "MP4, H.264": ("mp4", "libx264", {"g": "9", "bf": "3"}),
    "MP4, H.264 in slices": ("mp4", "libx264", {"g": "9", "bf": "3", "slices": "4"}),
    "MP4, H.264 in fields": ("mp4", "libx264", {"g": "9", "x264-params": "interlaced=1"}),
    "MP4, H.264 in open groups": (
        "mp4",
        "libx264",
        {"x264-params": "open-gop=1:keyint=9:bframes=3:b-adapt=0:scenecut=0"},
    ),
    "MKV, HEVC in open groups": (
        "matroska",
        "libx265",
        {"x265-params": "log-level=none:open-gop=1:keyint=9:bframes=3:b-adapt=0:scenecut=0"},
    ),
    "MP4, AV1": ("mp4", "libsvtav1", {"g": "9", "preset": "11"}),
    "MP4, MPEG-4": ("mp4", "mpeg4", {"g": "9", "bf": "2"}),
    "MKV, MPEG-2": ("matroska", "mpeg2video", {"g": "9", "bf": "2"}),
    "WebM, VP9 with hidden frames": (
        "webm",
        "libvpx-vp9",
        {"g": "9", "auto-alt-ref": "1", "lag-in-frames": "12", "cpu-used": "4"},
    ),
    "WebM, VP8 with hidden frames": (
        "webm",
        "libvpx",
        {"g": "9", "auto-alt-ref": "1", "lag-in-frames": "12", "deadline": "realtime"},
    ),
    "AVI, MPEG-4": ("avi", "mpeg4", {"g": "9", "bf": "2"}),
}
NO_DETOUR = "the whole video was decoded after all"


@functools.cache
def grainy_clip(name: str) -> bytes:
    container, codec, options = GROUPS[name]
    return clip_bytes(container, codec, frames=grainy_pictures(48), options=options)


@functools.cache
def four_minutes() -> bytes:
    """A frame every second, a key frame every 10."""
    seconds = shown_at(*range(0, 240_000, 1000))
    return clip_bytes(frames=seconds, options={"g": "10", "bf": "2", "sc_threshold": "0"})


@pytest.fixture
def no_detour(monkeypatch):
    """Fails where a frame is not found by the shortest way."""

    def fail(*arguments):
        raise AssertionError(NO_DETOUR)

    monkeypatch.setattr(video, "_all", fail)


@pytest.fixture
def same_as_whole(drawn):
    """Checks that `frames` of a clip are what one gets who decodes all of it."""

    def check(clip: bytes, frames: int) -> None:
        whole, some = drawn(clip, frames=128), drawn(clip, frames=frames)
        assert [frame.index for frame in some] == spread(len(whole), frames)
        for frame in some:
            assert frame.seconds == whole[frame.index].seconds
            assert np.array_equal(frame.pixels, whole[frame.index].pixels)

    return check


@pytest.fixture
def any_is_long(monkeypatch):
    """Key frames take the places of those near to them in short clips, too."""
    monkeypatch.setattr(plan, "LONG", 0)


@pytest.fixture
def given_to_decoder(monkeypatch):
    """The numbers of packets that the decoder was given, one list a run."""
    runs = []

    def counted(*arguments):
        runs.append(0)
        for packet in plan.packets_of(*arguments):
            runs[-1] += 1
            yield packet

    monkeypatch.setattr(video, "packets_of", counted)
    return runs


class TestExactly:
    @pytest.mark.parametrize("name", GROUPS)
    @pytest.mark.parametrize("frames", [1, 2, 3, 7, 20])
    def test_as_if_all_had_been_decoded(self, name, frames, same_as_whole, no_detour):
        same_as_whole(grainy_clip(name), frames)

    @given(
        container=st.sampled_from(["mp4", "mov", "matroska"]),
        group=st.integers(1, 20),
        between=st.integers(0, 4),
        is_open=st.booleans(),
        length=st.integers(1, 40),
        frames=st.integers(1, 12),
    )
    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    def test_whatever_the_groups_are_like(self, container, group, between, is_open, length, frames):
        parameters = f"keyint={group}:bframes={between}:open-gop={int(is_open)}:scenecut=0"
        clip = clip_bytes(container, frames=length, options={"x264-params": parameters})
        seen = draw(clip, frames=frames)
        assert [frame.index for frame in seen] == spread(length, frames)
        assert [number_in(frame.pixels) for frame in seen] == spread(length, frames)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(plan, "LONG", 0)
            near = draw(clip, frames=frames)
        assert [number_in(frame.pixels) for frame in near] == [frame.index for frame in near]

    @pytest.mark.parametrize("container", ["mp4", "matroska"])
    def test_with_a_variable_rate_and_a_late_start(self, container, drawn, no_detour):
        times = 7000 + np.cumsum(np.random.default_rng(0).integers(1, 400, 40))
        frames = shown_at(*map(int, times))
        seen = drawn(clip_bytes(container, frames=frames, options={"g": "6", "bf": "2"}), frames=7)
        assert [number_in(frame.pixels) for frame in seen] == spread(40, 7)
        assert [frame.seconds for frame in seen] == pytest.approx(
            [(times[index] - times[0]) / 1000 for index in spread(40, 7)]
        )

    @pytest.mark.parametrize("hidden", [5, 8])
    def test_behind_what_an_edit_list_hides(self, hidden, drawn, no_detour):
        def earlier(number, packet):
            packet.pts -= hidden * packet.duration
            packet.dts -= hidden * packet.duration
            return [packet]

        options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
        clip = remuxed(clip_bytes(frames=60, options={"g": "12"}), "mp4", earlier, options=options)
        expected = [hidden + index for index in spread(60 - hidden, 4)]
        assert [number_in(frame.pixels) for frame in drawn(clip, frames=4)] == expected

    def test_in_fragments(self, drawn, no_detour):
        options = {"movflags": "frag_keyframe+empty_moov"}
        clip = clip_bytes(frames=60, options={"g": "8"}, container_options=options)
        assert [number_in(frame.pixels) for frame in drawn(clip, frames=5)] == spread(60, 5)


class TestNearKeys:
    def test_key_frames_take_the_places_of_those_near_to_them_and_say_so(self, drawn, no_detour):
        seen = drawn(four_minutes(), frames=9)
        expected = [0, 30, 60, 90, 120, 150, 180, 210, 230]
        assert spread(240, 9) == [0, 30, 60, 90, 120, 149, 179, 209, 239]
        assert [frame.index for frame in seen] == expected
        assert [frame.seconds for frame in seen] == expected
        assert [number_in(frame.pixels) for frame in seen] == expected

    def test_nothing_but_them_is_decoded(self, drawn, given_to_decoder):
        drawn(four_minutes(), frames=9)
        assert given_to_decoder == [1] * 9

    def test_frames_too_close_together_for_that_stay_where_they_were(self, drawn):
        seen = drawn(four_minutes(), frames=128)
        assert [number_in(frame.pixels) for frame in seen] == spread(240, 128)

    @pytest.mark.parametrize("name", GROUPS)
    @pytest.mark.parametrize("frames", [2, 5])
    def test_as_if_all_had_been_decoded(self, name, frames, drawn, any_is_long, no_detour):
        whole, some = drawn(grainy_clip(name), frames=48), drawn(grainy_clip(name), frames=frames)
        moved = [frame.index for frame in some] != spread(48, frames)
        assert moved == (name != "AVI, MPEG-4")
        for frame in some:
            assert np.array_equal(frame.pixels, whole[frame.index].pixels)

    def test_what_is_wrongly_called_a_key_frame_is_right_nevertheless(self, drawn, any_is_long):
        options = {"x264-params": "intra-refresh=1:keyint=12"}
        clip = clip_bytes(frames=grainy_pictures(48), options=options)
        whole, some = drawn(clip, frames=48), drawn(clip, frames=5)
        assert [frame.index for frame in some] != spread(48, 5)
        for frame in some:
            assert np.array_equal(frame.pixels, whole[frame.index].pixels)


class TestDetour:
    def test_pictures_that_are_refreshed_bit_by_bit_have_no_short_way(self, same_as_whole):
        options = {"x264-params": "intra-refresh=1:keyint=12"}
        same_as_whole(clip_bytes(frames=grainy_pictures(48), options=options), 5)

    def test_none_is_taken_where_the_short_way_leads_to_every_frame(self, drawn, no_detour):
        assert len(drawn(grainy_clip("MP4, H.264"), frames=48)) == 48

    def test_a_frame_that_it_does_not_find_either_is_left_out(self, drawn, read_of):
        def hurt(number, packet):
            data = bytes(packet)
            return [holding(data[:40] + bytes(len(data) - 40), packet) if number == 20 else packet]

        groups = {"g": "10", "bf": "0", "sc_threshold": "0"}
        clip = remuxed(clip_bytes(frames=grainy_pictures(50), options=groups), "mp4", hurt)
        assert read_of(clip, frames=6) == (4, 6)
        assert [number_in(frame.pixels) for frame in drawn(clip, frames=2)] == [0, 49]
