"""The frames of a video are exactly those that were asked for, upright and in their colours."""

from __future__ import annotations

import contextlib
import functools
import gc
import io
import weakref

import av
import numpy as np
import pytest

from meso.errors import DamagedMedia, MesoError, UnreadableMedia
from meso.media import open_media
from meso.media.structure import CLUSTER
from meso.media.video import spread
from tests.media_files import (
    CORNERS,
    clip_bytes,
    corners_of,
    grainy_pictures,
    holding,
    number_in,
    numbered_picture,
    remuxed,
    shown_at,
)

pytestmark = pytest.mark.slow

ENCODERS = {
    "MP4, H.264 with B-frames": ("mp4", "libx264", {"bf": "3"}),
    "MP4, H.264 in many open groups": ("mp4", "libx264", {"x264-params": "open-gop=1:keyint=8"}),
    "MP4, H.264 refreshed bit by bit": ("mp4", "libx264", {"x264-params": "intra-refresh=1"}),
    "MP4, HEVC": ("mp4", "libx265", {}),
    "MP4, AV1": ("mp4", "libsvtav1", {"preset": "11"}),
    "MP4, MPEG-4 with B-frames": ("mp4", "mpeg4", {"bf": "2"}),
    "MOV, H.264": ("mov", "libx264", {}),
    "MKV, H.264": ("matroska", "libx264", {}),
    "MKV, MPEG-2": ("matroska", "mpeg2video", {"bf": "2"}),
    "WebM, VP9 with hidden frames": ("webm", "libvpx-vp9", {"auto-alt-ref": "1", "cpu-used": "4"}),
    "WebM, VP8": ("webm", "libvpx", {"deadline": "realtime"}),
    "AVI, MPEG-4": ("avi", "mpeg4", {}),
    "AVI, MPEG-4 with B-frames": ("avi", "mpeg4", {"bf": "2"}),
    "AVI, H.264 with B-frames": ("avi", "libx264", {"bf": "3"}),
}
LUMA = {"BT.601": (0.299, 0.114), "BT.709": (0.2126, 0.0722)}  # shares of red and blue
MATRIX = {"BT.601": 6, "BT.709": 1}  # as in ISO 23091-2
LIMITED, FULL = 1, 2
FEW = 10  # decoded pictures: what a decoder and its reader hold at once


@pytest.fixture
def few_at_once():
    """Refuses more than a few living things of a kind, while nothing clears up behind them."""

    def check(kind: type) -> None:
        assert sum(isinstance(thing, kind) for thing in gc.get_objects()) < FEW

    gc.collect()
    gc.disable()
    yield check
    gc.enable()


def numbers_in(frames) -> list[int]:
    return [number_in(frame.pixels) for frame in frames]


def in_yuv(rgb, matrix: str, colour_range: int) -> av.VideoFrame:
    """The picture in YUV 4:2:0 by the textbook, so that FFmpeg's own arithmetic is no witness."""
    share_red, share_blue = LUMA[matrix]
    red, green, blue = np.moveaxis(rgb / 255, 2, 0)
    luma = share_red * red + (1 - share_red - share_blue) * green + share_blue * blue
    difference = [(blue - luma) / (2 - 2 * share_blue), (red - luma) / (2 - 2 * share_red)]
    if colour_range == FULL:
        planes = [255 * luma, *(255 * part[::2, ::2] + 128 for part in difference)]
    else:
        planes = [219 * luma + 16, *(224 * part[::2, ::2] + 128 for part in difference)]
    flat = np.concatenate([plane.round().astype(np.uint8).ravel() for plane in planes])
    frame = av.VideoFrame.from_ndarray(flat.reshape(-1, rgb.shape[1]), format="yuv420p")
    frame.colorspace, frame.color_range = MATRIX[matrix], colour_range
    return frame


def tagged(matrix: int, colour_range: int = LIMITED):
    def prepare(stream):
        stream.codec_context.colorspace = matrix
        stream.codec_context.color_range = colour_range

    return prepare


class TestWhichFrames:
    @pytest.mark.parametrize("encoder", ENCODERS)
    @pytest.mark.parametrize("frames", [5, 32, 128])
    def test_each_is_the_one_its_index_says(self, encoder, frames, drawn):
        container, codec, options = ENCODERS[encoder]
        clip = clip_bytes(container, codec, frames=40, options=options)
        expected = spread(40, frames)
        seen = drawn(clip, frames=frames)
        assert [frame.index for frame in seen] == expected
        assert numbers_in(seen) == expected
        assert [frame.seconds for frame in seen] == pytest.approx([i / 25 for i in expected])

    def test_they_are_spread_from_the_first_to_the_last(self):
        assert spread(100, 5) == [0, 25, 50, 74, 99]

    def test_all_are_taken_where_there_are_fewer_than_asked_for(self):
        assert spread(3, 32) == [0, 1, 2]

    def test_a_single_one_is_the_first(self):
        assert spread(100, 1) == [0]

    @pytest.mark.parametrize("available", range(1, 300, 7))
    def test_none_is_taken_twice(self, available):
        assert len(set(spread(available, 32))) == min(32, available)

    @pytest.mark.parametrize(
        ("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx-vp9"), ("mkv", "libx265")]
    )
    def test_a_variable_rate_keeps_its_true_times(self, container, codec, drawn):
        times = [0, 40, 45, 500, 501, 2000, 2010, 9000]
        container = {"mkv": "matroska"}.get(container, container)
        seen = drawn(clip_bytes(container, codec, frames=shown_at(*times)))
        assert numbers_in(seen) == list(range(8))
        assert [frame.seconds for frame in seen] == pytest.approx([t / 1000 for t in times])

    def test_times_count_from_the_first_frame(self, drawn):
        seen = drawn(clip_bytes("matroska", frames=shown_at(5000, 5040, 5080)))
        assert [frame.seconds for frame in seen] == pytest.approx([0, 0.04, 0.08])

    @pytest.mark.parametrize("container", ["mp4", "matroska", "avi"])
    def test_sound_that_goes_on_is_no_reason_to_miss_frames(self, container, drawn):
        clip = remuxed(clip_bytes(container, "mpeg4"), container, sound_seconds=3)
        assert len(drawn(clip)) == 30


class TestPixels:
    @pytest.mark.parametrize("matrix", LUMA)
    @pytest.mark.parametrize("colour_range", [LIMITED, FULL])
    @pytest.mark.parametrize(("container", "codec"), [("mp4", "libx264"), ("webm", "libvpx-vp9")])
    def test_colours_follow_the_tags(self, matrix, colour_range, container, codec, pixels_of):
        picture = in_yuv(numbered_picture(), matrix, colour_range)
        clip = clip_bytes(
            container, codec, frames=[picture], prepare=tagged(MATRIX[matrix], colour_range)
        )
        assert corners_of(pixels_of(clip)) == pytest.approx(np.array(CORNERS), abs=5)

    def test_untagged_colours_are_taken_as_ffmpeg_writes_them(self, pixels_of):
        picture = in_yuv(numbered_picture(), "BT.601", LIMITED)
        picture.colorspace, picture.color_range = 2, 0
        assert corners_of(pixels_of(clip_bytes(frames=[picture]))) == (
            pytest.approx(np.array(CORNERS), abs=5)
        )

    def test_a_reserved_colour_tag_is_taken_as_none(self, pixels_of):
        reserved = clip_bytes("webm", "libvpx-vp9", prepare=tagged(3))
        assert corners_of(pixels_of(reserved)) == pytest.approx(np.array(CORNERS), abs=5)

    def test_colours_that_cannot_be_turned_into_rgb_are_refused(self, drawn):
        with pytest.raises(UnreadableMedia):
            drawn(clip_bytes(prepare=tagged(8)))

    @pytest.mark.parametrize(
        ("container", "codec", "pixel_format"),
        [
            ("avi", "mjpeg", "yuvj420p"),
            ("mp4", "libx265", "yuv420p10le"),
            ("mp4", "libx264", "yuv444p"),
            ("matroska", "ffv1", "bgr0"),
            ("mov", "prores_ks", "yuv422p10le"),
        ],
    )
    def test_every_way_to_keep_colour_gives_the_same(self, container, codec, pixel_format, drawn):
        clip = clip_bytes(
            container, codec, prepare=lambda stream: setattr(stream, "pix_fmt", pixel_format)
        )
        frames = drawn(clip, frames=3)
        assert numbers_in(frames) == [0, 14, 29]
        assert corners_of(frames[0].pixels) == pytest.approx(np.array(CORNERS), abs=6)

    @pytest.mark.parametrize(("matrix", "colour_range"), [(6, LIMITED), (1, FULL), (2, LIMITED)])
    def test_of_full_colour_every_pixel_is_what_ffmpeg_makes_of_it(
        self, matrix, colour_range, pixels_of
    ):
        def full_colour(stream):
            stream.pix_fmt = "yuv444p"
            tagged(matrix, colour_range)(stream)

        frames = [numbered_picture(0, width=98, height=66)]
        clip = clip_bytes("mp4", "libx264", frames=frames, prepare=full_colour)
        with av.open(io.BytesIO(clip)) as file:
            expected = next(file.decode(video=0)).reformat(format="rgb24").to_ndarray()
        assert (pixels_of(clip) == expected).all()

    @pytest.mark.parametrize("turned", [0, 90, 180, 270])
    @pytest.mark.parametrize("mirrored", [False, True])
    def test_a_clip_filmed_sideways_comes_out_upright(self, turned, mirrored, pixels_of):
        upright = np.rot90(numbered_picture(), turned // 90)
        upright = upright[:, ::-1] if mirrored else upright
        pixels = pixels_of(
            clip_bytes(prepare=lambda stream: stream.set_display_rotation(turned, hflip=mirrored))
        )
        assert pixels.shape == upright.shape
        assert pixels.dtype == np.uint8
        assert pixels.flags.c_contiguous
        assert corners_of(pixels) == pytest.approx(corners_of(upright), abs=5)

    def test_odd_sizes_keep_their_last_row_and_column(self, pixels_of):
        odd = [numbered_picture(0, width=97, height=65)]
        clip = clip_bytes(
            "matroska", "ffv1", frames=odd, prepare=lambda s: setattr(s, "pix_fmt", "bgr0")
        )
        assert (pixels_of(clip) == odd[0]).all()

    def test_frames_do_not_share_their_memory(self, drawn):
        first, second = drawn(clip_bytes("mp4", frames=2))
        assert not np.shares_memory(first.pixels, second.pixels)


class TestDrawing:
    def test_frames_are_decoded_as_they_are_drawn(self):
        noise = np.random.default_rng(0).integers(0, 255, (60, 64, 96, 3), np.uint8)
        clip = clip_bytes(
            "matroska", "ffv1", frames=noise, prepare=lambda s: setattr(s, "pix_fmt", "bgr0")
        )
        stream = io.BytesIO(clip)
        next(open_media(stream, "upload").frames)
        assert stream.tell() < len(clip) / 2

    @pytest.mark.parametrize("drawn_before", [0, 1, 32])
    def test_nothing_is_held_when_drawing_ends_early_or_late(self, drawn_before):
        stream = io.BytesIO(clip_bytes())
        held = weakref.ref(stream)
        frames = open_media(stream, "upload").frames
        for _ in zip(range(drawn_before), frames, strict=False):
            pass
        frames.close()
        assert not stream.closed
        del stream
        gc.collect()
        assert held() is None

    def test_no_decoded_picture_outlives_its_pixels(self, few_at_once):
        """32 of a 4K clip would be 400 MB, until Python looks for what keeps itself alive."""
        for _ in open_media(io.BytesIO(clip_bytes()), "clip").frames:
            few_at_once(av.VideoFrame)

    def test_the_same_clip_gives_the_same_pixels(self, drawn):
        clip = clip_bytes()
        once, again = drawn(clip), drawn(clip)
        assert all((a.pixels == b.pixels).all() for a, b in zip(once, again, strict=True))


CUT = {
    "MP4, its index first": ("mp4", "libx264", {"moov_size": "6000"}),
    "MP4, in fragments": ("mp4", "libx264", {"movflags": "frag_keyframe+empty_moov"}),
    "WebM": ("webm", "libvpx-vp9", {}),
    "MKV": ("matroska", "libx264", {"cluster_time_limit": "400"}),
    "AVI": ("avi", "mpeg4", {}),
}


@functools.cache
def grainy_clip(container: str) -> bytes:
    kind, codec, container_options = CUT[container]
    options = {"g": "10", "b": "4M", "deadline": "realtime"}
    pictures = grainy_pictures(50)
    return clip_bytes(
        kind, codec, frames=pictures, options=options, container_options=container_options
    )


class TestDamage:
    @pytest.mark.parametrize("container", CUT)
    @pytest.mark.parametrize("kept", [0.3, 0.5, 0.8, 0.97])
    def test_a_clip_that_is_cut_short_gives_what_is_left_of_it(self, container, kept, drawn):
        clip = grainy_clip(container)
        whole = {frame.seconds: frame.pixels for frame in drawn(clip, frames=50)}
        media = open_media(io.BytesIO(clip[: int(kept * len(clip))]), "upload")
        left = list(media.frames)
        assert 0 < len(left) < media.wanted <= 32
        assert all(np.array_equal(frame.pixels, whole[frame.seconds]) for frame in left)

    def test_a_clip_of_which_only_the_first_frame_is_left_gives_that_one(self, read_of):
        clip = grainy_clip("WebM")
        second = clip.index(b"\x81\x00\x28\x00", clip.index(CLUSTER))  # track 1, after 40 ms
        assert read_of(clip[:second]) == (1, 32)

    def test_a_clip_of_which_a_last_fragment_is_only_announced_lacks_a_frame(self, read_of):
        clip = grainy_clip("MP4, in fragments")
        assert read_of(clip[: clip.rindex(b"moof") + 8]) == (31, 32)

    def test_a_clip_of_which_no_frame_can_be_read_is_told(self, drawn):
        clip = grainy_clip("MP4, its index first")
        start = clip.index(b"mdat") + 4
        with pytest.raises(DamagedMedia, match=r"^upload is damaged .* 0 of the 32 frames"):
            drawn(clip[:start] + bytes(len(clip) - start))

    def test_a_clip_of_which_no_frame_is_there_is_told(self, drawn):
        clip = grainy_clip("MP4, its index first")
        with pytest.raises(DamagedMedia, match="0 of the 32 frames"):
            drawn(clip[: clip.index(b"mdat") + 4])

    def test_the_list_of_frames_counts_where_the_boxes_cannot_be_followed(self, drawn, read_of):
        clip = grainy_clip("MP4, its index first").replace(b"free", b"odd!", 1)
        assert len(drawn(clip)) == 32
        with av.open(io.BytesIO(clip)) as container:
            fortieth = [packet.pos for packet in container.demux(video=0)][40]
        assert read_of(clip[:fortieth]) == (25, 32)

    @pytest.mark.parametrize("kept", [0.3, 0.9])
    def test_an_mp4_whose_index_was_at_its_end_is_unreadable(self, kept, drawn):
        clip = clip_bytes(frames=grainy_pictures(30))
        with pytest.raises(UnreadableMedia):
            drawn(clip[: int(kept * len(clip))])

    @pytest.mark.parametrize(
        ("container", "codec"), [("webm", "libvpx-vp9"), ("matroska", "libx264")]
    )
    def test_an_index_that_was_cut_off_costs_no_frame(self, container, codec, drawn):
        clip = clip_bytes(container, codec)
        assert len(drawn(clip[: clip.rindex(b"\x1c\x53\xbb\x6b") + 4])) == 30

    @pytest.mark.parametrize("container", ["mp4", "matroska"])
    def test_pictures_behind_a_damaged_place_are_not_given(self, container):
        groups_of_20 = {"g": "20", "bf": "0", "sc_threshold": "0"}
        clip = bytearray(clip_bytes(container, frames=grainy_pictures(60), options=groups_of_20))
        middle = int(0.45 * len(clip))
        clip[middle : middle + 300] = np.random.default_rng(1).bytes(300)
        media = open_media(io.BytesIO(clip), "upload", frames=60)
        seen = [number_in(frame.pixels) for frame in media.frames]
        good = sum(number < 40 for number in seen)
        assert 20 < good < 40
        assert seen == [*range(good), *range(40, 60)]
        assert media.wanted == 60

    def test_damage_to_a_frame_that_is_not_looked_at_changes_nothing(self, drawn, read_of):
        def hurt(number, packet):
            data = bytes(packet)
            return [holding(data[:40] + bytes(len(data) - 40), packet) if number == 6 else packet]

        clip = remuxed(clip_bytes(frames=50, options={"g": "1"}), "mp4", hurt)
        seen = drawn(clip, frames=5)
        assert [frame.index for frame in seen] == spread(50, 5)
        assert [number_in(frame.pixels) for frame in seen] == spread(50, 5)
        assert read_of(clip, frames=50) == (49, 50)

    @pytest.mark.parametrize("seed", range(40))
    @pytest.mark.parametrize("container", CUT)
    def test_whatever_happens_to_the_bytes_the_error_is_one_of_ours(self, container, seed, drawn):
        kind, codec, options = CUT[container]
        clip = bytearray(clip_bytes(kind, codec, frames=10, container_options=options))
        chance = np.random.default_rng(seed)
        start = int(chance.integers(len(clip)))
        clip[start : start + 20] = chance.bytes(20 if seed % 2 else 13)
        with contextlib.suppress(MesoError):
            assert all(frame.pixels.shape[2] == 3 for frame in drawn(bytes(clip)))
