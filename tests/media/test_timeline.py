"""Which frames a clip shows is known before decoding, and odd clips are no damaged ones."""

from __future__ import annotations

import pytest

from meso.errors import UnreadableMedia
from tests.media_files import clip_bytes, holding, number_in, remuxed, shown_at

pytestmark = pytest.mark.slow

MPEG4_NOTHING_NEW = bytes.fromhex("000001b652cf")  # a VOP that is not coded
DIVX = b"\0\0\1\xb2DivX503b1393p"  # the p says: B-frames are packed behind the frame before them
OPEN_GROUPS = {
    "libx264": {"x264-params": "open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0"},
    "libx265": {
        "x265-params": "log-level=none:open-gop=1:keyint=10:bframes=3:b-adapt=0:scenecut=0"
    },
}
EVERY_SEVENTH = range(5, 30, 7)


def numbers_in(frames) -> list[int]:
    return [number_in(frame.pixels) for frame in frames]


def without_first_group(packets_seen=None):
    """Cuts as a stream is cut: from the second key frame on, whatever comes after it."""
    keys = []

    def change(number, packet):
        keys.extend([number] * packet.is_keyframe)
        return [packet] if len(keys) > 1 else []

    return change


def shifted(frames: int):
    def change(number, packet):
        packet.pts -= frames * packet.duration
        packet.dts -= frames * packet.duration
        return [packet]

    return change


def every_seventh(data):
    """Puts a packet of other bytes in the place of every seventh."""

    def change(number, packet):
        return [holding(data(bytes(packet)), packet) if number in EVERY_SEVENTH else packet]

    return change


class TestOddClips:
    @pytest.mark.parametrize("codec", OPEN_GROUPS)
    @pytest.mark.parametrize("container", ["matroska", "mp4"])
    def test_pictures_that_need_what_was_cut_away_are_not_counted(self, codec, container, drawn):
        whole = clip_bytes("matroska", codec, frames=40, options=OPEN_GROUPS[codec])
        seen = drawn(remuxed(whole, container, without_first_group()))
        assert numbers_in(seen) == list(range(10, 40))
        assert [frame.index for frame in seen] == list(range(30))
        assert seen[-1].seconds == pytest.approx(29 / 25)

    @pytest.mark.parametrize("hidden", [5, 8])
    def test_frames_that_an_edit_list_hides_are_not_shown(self, hidden, drawn):
        whole = clip_bytes(options={"g": "12"})
        options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
        seen = drawn(remuxed(whole, "mp4", shifted(hidden), options=options))
        assert numbers_in(seen) == list(range(hidden, 30))
        assert seen[0].seconds == 0

    def test_a_late_start_is_no_gap(self, drawn):
        options = {"avoid_negative_ts": "disabled", "use_editlist": "1"}
        seen = drawn(remuxed(clip_bytes(), "mp4", shifted(-5), options=options))
        assert numbers_in(seen) == list(range(30))
        assert seen[0].seconds == 0

    def test_vp8_packets_that_only_help_others_are_not_counted(self, drawn):
        hide = every_seventh(lambda data: bytes([data[0] & ~0x10]) + data[1:])
        seen = drawn(remuxed(clip_bytes("webm", "libvpx"), "webm", hide))
        assert [n for n in range(30) if n not in EVERY_SEVENTH] == numbers_in(seen)

    @pytest.mark.parametrize("container", ["avi", "mp4"])
    def test_mpeg4_packets_that_say_nothing_new_are_not_counted(self, container, drawn):
        repeat = every_seventh(lambda data: MPEG4_NOTHING_NEW)
        clip = clip_bytes(container, "mpeg4", options={"g": "1"})
        seen = drawn(remuxed(clip, container, repeat))
        assert [n for n in range(30) if n not in EVERY_SEVENTH] == numbers_in(seen)

    @pytest.mark.parametrize(
        ("container", "codec"), [("avi", "ffv1"), ("matroska", "ffv1"), ("webm", "libvpx")]
    )
    def test_empty_packets_are_not_counted(self, container, codec, drawn):
        clip = clip_bytes(container, codec, options={"g": "1"})
        seen = drawn(remuxed(clip, container, every_seventh(lambda data: b"")))
        shown = [n for n in range(30) if n not in EVERY_SEVENTH]
        assert numbers_in(seen) == shown
        assert [frame.seconds for frame in seen] == pytest.approx([n / 25 for n in shown])

    def test_b_frames_packed_as_divx_did_are_all_seen(self, drawn):
        held = []

        def pack(number, packet):
            data = bytes(packet)
            if number == 0:
                start = data.index(b"\0\0\1\xb2")
                data = data[:start] + DIVX + data[data.index(b"\0\0\1", start + 4) :]
            elif number % 2 == 1 and number < 29:
                held.append(data)
                return []
            elif number < 29:
                data = held.pop() + data
            packet.pts = packet.dts = max(0, number - 1)
            empty = holding(MPEG4_NOTHING_NEW, packet)
            empty.pts = empty.dts = number
            return [holding(data, packet), empty] if 0 < number < 29 else [holding(data, packet)]

        clip = clip_bytes("avi", "mpeg4", frames=29, options={"bf": "1"})
        assert numbers_in(drawn(remuxed(clip, "avi", pack))) == list(range(29))

    def test_a_live_recording_says_neither_its_length_nor_its_size(self, drawn):
        live = clip_bytes("webm", "libvpx-vp9", container_options={"live": "1"})
        assert numbers_in(drawn(live)) == list(range(30))

    def test_a_clip_in_fragments_is_whole(self, drawn):
        options = {"movflags": "frag_keyframe+empty_moov"}
        clip = clip_bytes(options={"g": "8"}, container_options=options)
        assert numbers_in(drawn(clip)) == list(range(30))

    @pytest.mark.parametrize(
        ("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx-vp9"), ("avi", "mpeg4")]
    )
    @pytest.mark.parametrize("frames", [1, 2])
    def test_a_clip_of_a_frame_or_two_is_whole(self, container, codec, frames, drawn):
        clip = clip_bytes(container, codec, frames=frames)
        assert numbers_in(drawn(clip)) == list(range(frames))

    def test_a_last_frame_that_stays_long_is_no_gap(self, drawn):
        clip = clip_bytes("webm", "libvpx-vp9", frames=shown_at(0, 40, 80, 120, 9000))
        assert len(drawn(clip)) == 5

    def test_a_container_without_any_frame_is_unreadable(self, drawn):
        options = {"movflags": "frag_keyframe+empty_moov"}
        clip = clip_bytes(container_options=options)
        with pytest.raises(UnreadableMedia):
            drawn(clip[: clip.index(b"moof") - 4])
