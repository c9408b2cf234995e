"""The nastiest files that we know how to make, each with what may come of it."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import av
import numpy as np
from PIL import ExifTags, Image

from tests.hostile import documents
from tests.hostile.seeds import PICTURES, SEEDS, as_jpeg
from tests.media_files import clip_bytes, holding, picture_bytes, remuxed, shown_at, sound_bytes

DECODED = "decoded"
TYPE = {"type"}
TOO_BIG = {"too_big"}
BROKEN = {"damaged"}
NOTHING = {"no_content"}
SOUND = {DECODED}

Maker = Callable[[], bytes]


class Nasty(NamedTuple):
    """A file, and the outcomes that are right for it: DECODED, or reasons to refuse it."""

    name: str
    make: Maker
    right: set[str]


def nasty() -> Iterator[Nasty]:
    """All of them."""
    for right, makers in (
        (TOO_BIG, {**BOMBS, **documents.TOO_MUCH}),
        (SOUND, {**HARMLESS_IN_PART, **documents.HARMLESS}),
        (TYPE, {**OTHER_TYPES, **documents.NO_DOCUMENT}),
        (BROKEN, {**TORN, **documents.BROKEN}),
        (NOTHING, EMPTY_OF_PICTURES),
        (BROKEN | SOUND | TOO_BIG, EITHER_WAY),
    ):
        for name, make in makers.items():
            yield Nasty(name, make, right)


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG of grey pixels with these chunks after its header."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", header), *chunks, (b"IEND", b"")]
    return PNG + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _pixels(width: int, height: int) -> tuple[bytes, bytes]:
    return b"IDAT", zlib.compress(bytes((width + 1) * height), 1)


def flat(kind: str, width: int, height: int, *, orientation: int = 1) -> bytes:
    """A photo of one colour, as a camera would save it."""
    image, file = Image.new("RGB", (width, height), "teal"), io.BytesIO()
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = orientation
    image.save(file, kind, exif=exif)
    return file.getvalue()


def jpeg_of_scans(width: int, height: int, scans: int) -> bytes:
    """A progressive JPEG whose last pass is there many times."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "JPEG", progressive=True)
    data = file.getvalue()
    return data[:-2] + scans * data[data.rindex(b"\xff\xda") : -2] + data[-2:]


def jpeg_that_claims(width: int, height: int) -> bytes:
    data = bytearray(picture_bytes())
    size = data.index(b"\xff\xc0") + 5
    data[size : size + 4] = struct.pack(">HH", height, width)
    return bytes(data)


def bmp_that_claims(width: int, height: int) -> bytes:
    data = bytearray(picture_bytes("BMP"))
    data[18:26] = struct.pack("<ii", width, height)
    return bytes(data)


def webp_that_claims(width: int, height: int) -> bytes:
    frame = b"\x30\x01\0\x9d\x01\x2a" + struct.pack("<HH", width, height) + bytes(4)
    body = b"WEBPVP8 " + struct.pack("<I", len(frame)) + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def heif_that_claims(kind: str, side: int) -> bytes:
    """A HEIC or AVIF file whose picture says that it is larger than it is."""
    data = bytearray(picture_bytes(kind, pixels=PICTURES[0]))
    size = data.index(b"ispe") + 8
    data[size : size + 8] = struct.pack(">II", side, side)
    return bytes(data)


def avi_that_claims(width: int, height: int) -> bytes:
    data = bytearray(clip_bytes("avi", "rawvideo", frames=1))
    size = data.index(b"strf") + 12
    data[size : size + 8] = struct.pack("<ii", width, height)
    return bytes(data)


def avi_that_promises(frames: int) -> bytes:
    data = bytearray(SEEDS["mpeg4.avi"]())
    place = data.index(b"strh") + 8 + 32
    data[place : place + 4] = struct.pack("<I", frames)
    return bytes(data[:-200])


def gif_of_frames(count: int) -> bytes:
    """An animated GIF, its second frame there again and again."""
    file = io.BytesIO()
    first, second = (Image.new("P", (64, 64), colour) for colour in (1, 2))
    first.save(file, "GIF", save_all=True, append_images=[second], duration=40)
    data = file.getvalue()
    again = data[data.rindex(b"\x21\xf9") : -1]
    return data[:-1] + count * again + b";"


def gif_that_claims(width: int, height: int) -> bytes:
    data = picture_bytes("GIF", mode="P")
    return data[:6] + struct.pack("<HH", width, height) + data[10:]


def animation(kind: str, count: int) -> bytes:
    first, *others = [Image.new("RGB", (64, 64), (shade % 256, 9, 90)) for shade in range(count)]
    file = io.BytesIO()
    first.save(file, kind, save_all=True, append_images=others)
    return file.getvalue()


def clip_of_frames(count: int) -> bytes:
    """A Matroska file of that many frames, all the same."""
    one = clip_bytes("matroska", "mpeg4", frames=1)

    def many(number: int, packet: av.Packet) -> Iterator[av.Packet]:
        for time in range(count):
            copy = holding(bytes(packet), packet)
            copy.pts = copy.dts = time
            yield copy

    return remuxed(one, "matroska", many)


def clip_of_tracks(count: int) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as output:
        streams = [output.add_stream("mpeg4", rate=25) for _ in range(count)]
        for stream in streams:
            stream.width, stream.height = 192, 128
        for stream in streams:
            picture = av.VideoFrame.from_ndarray(PICTURES[0], format="rgb24")
            output.mux(stream.encode(picture))
            output.mux(stream.encode())
    return file.getvalue()


def jpegs_with(huge: bytes) -> bytes:
    """A clip of JPEG pictures, the second of which is replaced."""
    clip = clip_bytes("avi", "mjpeg", frames=PICTURES[:3], prepare=as_jpeg)

    def replace(number: int, packet: av.Packet) -> list[av.Packet]:
        return [holding(huge, packet) if number == 1 else packet]

    return remuxed(clip, "avi", replace)


def seed_cut(name: str, kept: float) -> bytes:
    data = SEEDS[name]()
    return data[: int(kept * len(data))]


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


def boxes_in_boxes(depth: int) -> bytes:
    data = b""
    for _ in range(depth):
        data = box(b"moov", data)
    return FTYP + data


def mp4_with(name: bytes, value: bytes) -> bytes:
    """An MP4 with a number in one of its tables set to something else."""
    data = bytearray(SEEDS["h264.mp4"]())
    place = data.index(name) + 8  # behind its version and flags
    data[place : place + len(value)] = value
    return bytes(data)


def mp4_that_refers_elsewhere() -> bytes:
    """A film that says that its pictures are in another file."""
    data = SEEDS["h264.mp4"]()
    place = data.index(b"url \0\0\0\1")
    return data[: place + 7] + b"\0" + data[place + 8 :].replace(b"stbl", b"/etc", 1)


def mp4_without_pictures() -> bytes:
    data = SEEDS["fragments.mp4"]()
    start = data.index(b"moof")
    return data[: start - 4] + bytes(len(data) - start)


PNG = b"\x89PNG\r\n\x1a\n"
FTYP = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
EBML = b"\x1a\x45\xdf\xa3"
SEGMENT = b"\x18\x53\x80\x67"

BOMBS: dict[str, Maker] = {
    "png_of_400_million_pixels.png": lambda: png(20_000, 20_000, _pixels(9, 9)),
    "png_of_a_long_line.png": lambda: png(30_000, 64, _pixels(30_000, 64)),
    "jpeg_of_4_billion_pixels.jpg": lambda: jpeg_that_claims(65_500, 65_500),
    "jpeg_of_3000_scans.jpg": lambda: jpeg_of_scans(6000, 4000, 3000),
    "jpeg_of_39_million_pixels_in_passes.jpg": lambda: jpeg_of_scans(6500, 6000, 0),
    "heic_of_26_million_pixels.heic": lambda: flat("HEIF", 5200, 5000),
    "webp_of_15_million_pixels.webp": lambda: flat("WEBP", 5000, 3000),
    "small_jpeg_of_3000_scans.jpg": lambda: jpeg_of_scans(96, 96, 3000),
    "bmp_of_a_billion_pixels.bmp": lambda: bmp_that_claims(40_000, 40_000),
    "bmp_upside_down.bmp": lambda: bmp_that_claims(40_000, -40_000),
    "webp_of_34_bytes.webp": lambda: webp_that_claims(16_383, 16_383),
    "gif_of_4_billion_pixels.gif": lambda: gif_that_claims(65_535, 65_535),
    "avi_of_more_than_4k.avi": lambda: avi_that_claims(4100, 2300),
    "avi_of_2_billion_frames.avi": lambda: avi_that_promises(2**31 - 1),
    "mkv_of_36001_frames.mkv": lambda: clip_of_frames(36_001),
    "mkv_of_17_tracks.mkv": lambda: clip_of_tracks(17),
    "mkv_of_an_hour.mkv": lambda: clip_bytes("matroska", frames=shown_at(0, 3_600_000)),
    "larger_than_allowed.jpg": lambda: picture_bytes() + bytes(20 << 20),
    "larger_than_allowed.mp4": lambda: SEEDS["h264.mp4"]() + bytes(50 << 20),
}
HARMLESS_IN_PART: dict[str, Maker] = {
    "png_of_39_million_pixels.png": lambda: png(6500, 6000, _pixels(6500, 6000)),
    "jpeg_of_39_million_pixels.jpg": lambda: flat("JPEG", 6500, 6000),
    "jpeg_of_39_million_pixels_turned.jpg": lambda: flat("JPEG", 6500, 6000, orientation=6),
    "jpeg_of_24_million_pixels_in_passes.jpg": lambda: jpeg_of_scans(6000, 4000, 0),
    "heic_of_25_million_pixels.heic": lambda: flat("HEIF", 5000, 5000),
    "avif_of_25_million_pixels.avif": lambda: flat("AVIF", 5000, 5000),
    "webp_of_14_million_pixels.webp": lambda: flat("WEBP", 5000, 2800),
    "gif_of_10000_frames.gif": lambda: gif_of_frames(10_000),
    "png_of_500_frames.png": lambda: animation("PNG", 500),
    "webp_of_500_frames.webp": lambda: animation("WEBP", 500),
    "jpeg_and_zip.jpg": lambda: picture_bytes() + b"PK\3\4" + bytes(1000),
    "jpeg_and_page.jpg": lambda: picture_bytes() + b"<script>alert(1)</script>",
    "png_and_playlist.png": lambda: picture_bytes("PNG") + b"#EXTM3U\nfile:///etc/passwd\n",
    "mp4_and_playlist.mp4": lambda: SEEDS["h264.mp4"]() + b"ffconcat version 1.0\nfile '/x'\n",
    "jpeg_called_mp4.mp4": picture_bytes,
    "clip_called_jpg.jpg": SEEDS["vp9.webm"],
    "half_a_clip.webm": lambda: seed_cut("vp9.webm", 0.6),
    "half_a_clip.avi": lambda: seed_cut("mpeg4.avi", 0.95),
    "half_a_clip.mkv": lambda: seed_cut("h264.mkv", 0.6),
    "a_frame_that_grows.avi": lambda: jpegs_with(jpeg_of_scans(6000, 4000, 0)),
    "title_of_a_megabyte.mkv": lambda: SEEDS["h264.mkv"]().replace(b"Lavf", b"\xff\xfe\0\0"),
}
OTHER_TYPES: dict[str, Maker] = {
    "one_byte.jpg": lambda: b"\xff",
    "zeros.mp4": lambda: bytes(1 << 20),
    "text.mp4": lambda: b"Dear diary,\n" * 1000,
    "concat_list.mp4": lambda: b"ffconcat version 1.0\nfile 'secret.mp4'\n",
    "concat_absolute.mp4": lambda: b"ffconcat version 1.0\nfile 'file:///etc/passwd'\n",
    "playlist.m3u8": lambda: b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "playlist_of_http.mp4": lambda: b"#EXTM3U\n#EXTINF:10,\nhttp://127.0.0.1:9/x.ts\n",
    "playlist.pls": lambda: b"[playlist]\nFile1=http://127.0.0.1:9/x\n",
    "session.sdp": lambda: b"v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "manifest.mpd": lambda: (
        b'<?xml version="1.0"?><MPD><BaseURL>http://127.0.0.1:9/</BaseURL></MPD>'
    ),
    "drawing.svg": lambda: b'<svg xmlns="x"><image href="file:///etc/passwd"/></svg>',
    "entities.svg": lambda: b'<!DOCTYPE x [<!ENTITY a "&a;&a;">]><svg>&a;</svg>',
    "script.eps": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) run\n",
    "photoshop.psd": lambda: b"8BPS\0\1" + bytes(100),
    "pages.tif": lambda: picture_bytes("TIFF"),
    "jpeg2000.jp2": lambda: b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(100),
    "icon.ico": lambda: picture_bytes("ICO"),
    "archive.zip": lambda: b"PK\3\4" + bytes(100),
    "archive.gz": lambda: b"\x1f\x8b\x08" + bytes(100),
    "stars.fits": lambda: b"SIMPLE  =                    T" + bytes(100),
    "program.exe": lambda: b"MZ" + bytes(100),
    "weights.h5": lambda: b"\x89HDF\r\n\x1a\n" + bytes(100),
    "pickle.pkl": lambda: b"\x80\x04cos\nsystem\n(S'true'\ntR.",
    "sound.wav": lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(100),
    "flash.flv": lambda: b"FLV\1\5\0\0\0\x09" + bytes(100),
    "stream.ts": lambda: (b"\x47\x40\0\x10" + bytes(184)) * 20,
}
TORN: dict[str, Maker] = {
    "nothing.jpg": lambda: b"",
    "png_of_28_bytes.png": lambda: PNG + b"\xff\xff\xff\xfaIHDR\0\0\0\x40\0\0\0\x40" + bytes(4),
    "half_a_photo.jpg": lambda: seed_cut("plain.jpg", 0.5),
    "half_a_photo.heic": lambda: seed_cut("phone.heic", 0.5),
    "half_a_photo.avif": lambda: seed_cut("modern.avif", 0.5),
    "half_a_photo.webp": lambda: seed_cut("lossy.webp", 0.5),
    "png_without_pixels.png": lambda: png(640, 480),
    "png_of_a_text_of_200_mb.png": lambda: png(
        64, 64, (b"zTXt", b"a\0\0" + zlib.compress(bytes(200 << 20), 1)), _pixels(64, 64)
    ),
    "gif_of_javascript.gif": lambda: b"GIF89a=1;alert(document.cookie)//" + bytes(100),
    "bmp_of_text.bmp": lambda: b"BM and nothing else, but a long text" * 9,
    "index_lost.mp4": lambda: seed_cut("h264.mp4", 0.6),
    "only_a_head.mp4": lambda: FTYP,
    "head_and_noise.mp4": lambda: FTYP + np.random.default_rng(0).bytes(100_000),
    "head_and_playlist.mp4": lambda: FTYP + b"ffconcat version 1.0\nfile 'secret.mp4'\n",
    "boxes_in_boxes.mp4": lambda: boxes_in_boxes(10_000),
    "only_zeros_for_pictures.mp4": mp4_without_pictures,
    "only_a_head.mkv": lambda: EBML,
    "endless_segment.mkv": lambda: EBML + b"\x80" + SEGMENT + b"\x01" + b"\xff" * 7,
    "segments_in_segments.mkv": lambda: EBML + b"\x80" + (SEGMENT + b"\x01" + b"\xff" * 7) * 9999,
    "avi_of_huge_frames.avi": lambda: avi_that_claims(60_000, 60_000),
    "only_a_head.avi": lambda: b"RIFF\xff\xff\xff\x7fAVI ",
    "lists_in_lists.avi": lambda: b"RIFF\xff\xff\xff\x7fAVI " + b"LIST\xff\xff\0\0hdrl" * 9999,
}
EMPTY_OF_PICTURES: dict[str, Maker] = {
    "song.mp4": sound_bytes,
    "song_with_a_cover.mp4": lambda: sound_bytes(cover=picture_bytes()),
    "song.webm": lambda: sound_bytes("webm"),
    "a_dot.png": lambda: png(1, 1, _pixels(1, 1)),
    "a_line.png": lambda: png(5000, 1, _pixels(5000, 1)),
    "a_dot.mp4": lambda: clip_bytes(frames=[np.zeros((16, 16, 3), np.uint8)]),
}
EITHER_WAY: dict[str, Maker] = {
    "heic_that_claims_more.heic": lambda: heif_that_claims("HEIF", 30_000),
    "avif_that_claims_more.avif": lambda: heif_that_claims("AVIF", 30_000),
    "heic_that_claims_a_little_more.heic": lambda: heif_that_claims("HEIF", 4000),
    "pictures_elsewhere.mp4": mp4_that_refers_elsewhere,
    "endless_times.mp4": lambda: mp4_with(b"stts", b"\xff\xff\xff\xff"),
    "endless_sizes.mp4": lambda: mp4_with(b"stsz", b"\0\0\0\0\xff\xff\xff\xff"),
    "endless_places.mp4": lambda: mp4_with(b"stco", b"\x7f\xff\xff\xff"),
    "scans_in_a_clip.avi": lambda: jpegs_with(jpeg_of_scans(3000, 2000, 300)),
}
