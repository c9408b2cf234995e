"""A video is opened by one demuxer, reaches nothing but its own bytes, and must show pictures."""

from __future__ import annotations

import io

import numpy as np
import pytest

from meso.errors import NoPicture, TooLarge, TooSmall, UnreadableMedia
from meso.media.container import Source, opened
from tests.media_files import (
    SOUND,
    clip_bytes,
    holding,
    number_in,
    numbered_picture,
    picture_bytes,
    remuxed,
    sound_bytes,
)

pytestmark = pytest.mark.slow

PLAYLISTS = {
    "ffconcat": "ffconcat version 1.0\nfile 'secret.mp4'\n",
    "HLS": "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.mp4\n#EXT-X-ENDLIST\n",
    "SDP": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\n",
}


class TestOpened:
    @pytest.mark.parametrize("container", SOUND)
    def test_sound_alone_is_no_picture(self, container, drawn):
        with pytest.raises(NoPicture, match=r"^upload holds no picture, only sound"):
            drawn(sound_bytes(container))

    def test_the_cover_of_a_song_is_no_picture(self, drawn):
        with pytest.raises(NoPicture):
            drawn(sound_bytes("mp4", cover=picture_bytes()))

    @pytest.mark.parametrize("container", ["mp4", "webm"])
    def test_sound_beside_the_pictures_does_not_matter(self, container, drawn):
        codec = {"mp4": "libx264", "webm": "libvpx-vp9"}[container]
        clip = remuxed(clip_bytes(container, codec), container, sound_seconds=1)
        assert [number_in(frame.pixels) for frame in drawn(clip)] == list(range(30))

    def test_one_too_small_for_any_face_is_named_with_its_size(self, drawn):
        tiny = [numbered_picture(width=96, height=64)[:30, :40]]
        with pytest.raises(TooSmall, match=r"^upload is 40 × 30 pixels"):
            drawn(clip_bytes(frames=tiny))

    def test_one_with_too_many_pixels_is_refused_by_its_header(self, drawn):
        clip = bytearray(clip_bytes("avi", "rawvideo", frames=1))
        size = clip.index(b"strf") + 12
        clip[size : size + 8] = (6325).to_bytes(4, "little") * 2
        with pytest.raises(TooLarge):
            drawn(bytes(clip))

    def test_a_frame_larger_than_the_header_says_is_not_decoded(self, read_of):
        huge = picture_bytes(pixels=np.zeros((6325, 6325), np.uint8), mode="L")

        def grow(number, packet):
            return [holding(huge, packet) if number == 1 else packet]

        clip = clip_bytes("avi", "mjpeg", frames=3, prepare=as_jpeg)
        assert read_of(remuxed(clip, "avi", grow)) == (2, 3)

    def test_a_codec_that_nothing_here_decodes_is_unreadable(self, drawn):
        clip = clip_bytes("avi", "mpeg4")
        with pytest.raises(UnreadableMedia):
            drawn(clip.replace(b"FMP4", b"ZZZZ"))

    @pytest.mark.parametrize("playlist", PLAYLISTS)
    @pytest.mark.parametrize("demuxer", ["mov", "matroska", "avi"])
    def test_a_playlist_opens_no_other_file(self, playlist, demuxer, tmp_path, monkeypatch):
        (tmp_path / "secret.mp4").write_bytes(clip_bytes())
        monkeypatch.chdir(tmp_path)
        source = Source(io.BytesIO(PLAYLISTS[playlist].encode()), "upload", demuxer)
        with pytest.raises(UnreadableMedia), opened(source):
            pass

    def test_no_other_demuxer_than_the_one_that_was_told_may_open_it(self):
        source = Source(io.BytesIO(clip_bytes("avi", "mpeg4")), "upload", "mov")
        with pytest.raises(UnreadableMedia), opened(source):
            pass

    def test_an_open_file_is_read_as_bytes_in_memory_are(self, tmp_path):
        path = tmp_path / "clip"
        path.write_bytes(clip_bytes())
        with path.open("rb") as stream, opened(Source(stream, "upload", "mov")) as file:
            assert file.video.frames == 30

    def test_a_title_in_an_old_encoding_is_no_reason_to_refuse(self, drawn):
        clip = clip_bytes("matroska", container_options={})
        assert len(drawn(clip.replace(b"Lavf", b"\xe9\xe8\xff\xfe"))) == 30


def as_jpeg(stream):
    stream.pix_fmt = "yuvj420p"
