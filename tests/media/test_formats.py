"""What a file is, is told by its content and never by its name."""

from __future__ import annotations

import pytest

from meso.media.formats import HEAD, sniff
from tests.media_files import clip_bytes, picture_bytes


def brands(major: bytes, *compatible: bytes) -> bytes:
    body = major + b"\0\0\0\0" + b"".join(compatible)
    return (8 + len(body)).to_bytes(4) + b"ftyp" + body + b"\0\0\0\x08mdat"


class TestSniff:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "HEIF", "AVIF"])
    def test_a_photo_goes_to_the_one_pillow_format_that_reads_it(self, kind):
        assert sniff(picture_bytes(kind)[:HEAD]) == ("image", kind)

    @pytest.mark.parametrize(
        ("container", "codec", "demuxer"),
        [
            ("mp4", "libx264", "mov"),
            ("mov", "libx264", "mov"),
            ("webm", "libvpx-vp9", "matroska"),
            ("matroska", "libx264", "matroska"),
            ("avi", "mpeg4", "avi"),
        ],
    )
    def test_a_video_goes_to_the_one_demuxer_that_reads_it(self, container, codec, demuxer):
        assert sniff(clip_bytes(container, codec, frames=1)[:HEAD]) == ("video", demuxer)

    @pytest.mark.parametrize(
        ("head", "opener"),
        [
            (brands(b"heic", b"mif1", b"heic"), "HEIF"),
            (brands(b"hevc", b"msf1"), "HEIF"),
            (brands(b"mif1", b"heic"), "HEIF"),
            (brands(b"mif1", b"miaf", b"avif"), "AVIF"),
            (brands(b"msf1", b"avis"), "AVIF"),
            (brands(b"avis", b"msf1"), "AVIF"),
            (brands(b"isom", b"iso2", b"mp41"), "mov"),
            (brands(b"qt  "), "mov"),
            (brands(b"M4V ", b"mif1"), "mov"),
            (b"\0\0\0\x08wide\0\0\0\0mdat", "mov"),
        ],
    )
    def test_brands_tell_the_formats_that_share_a_container_apart(self, head, opener):
        assert sniff(head).opener == opener

    def test_brands_are_read_no_further_than_their_box(self):
        assert sniff(brands(b"mif1", b"heic") + b"avif" * 9).opener == "HEIF"

    @pytest.mark.parametrize(
        "head",
        [
            b"",
            b"Dear all,\nplease find the clip attached.",
            b"ffconcat version 1.0\nfile 'secret.ts'\n",
            b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
            b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
            b"<!DOCTYPE html><html></html>",
            b"%!PS-Adobe-3.0 EPSF-3.0",
            b"8BPS\0\1",
            b"II*\0",
            b"RIFF\x24\0\0\0WAVEfmt ",
            b"PK\x03\x04",
        ],
    )
    def test_anything_else_goes_nowhere(self, head):
        assert sniff(head) is None
