"""Sound files of every kind that is accepted, small, to be damaged in all ways."""

from __future__ import annotations

from collections.abc import Callable

from tests.media_files import clip_bytes, grainy_pictures, picture_bytes, sound_bytes

PICTURES = grainy_pictures(12)
GROUPS = {"g": "5"}

SEEDS: dict[str, Callable[[], bytes]] = {
    "plain.jpg": lambda: picture_bytes(pixels=PICTURES[0]),
    "progressive.jpg": lambda: picture_bytes(pixels=PICTURES[1], progressive=True),
    "turned.jpg": lambda: picture_bytes(pixels=PICTURES[1], orientation=6),
    "grey.png": lambda: picture_bytes("PNG", pixels=PICTURES[2], mode="L"),
    "colour.png": lambda: picture_bytes("PNG", pixels=PICTURES[2]),
    "palette.gif": lambda: picture_bytes("GIF", pixels=PICTURES[3], mode="P"),
    "lossy.webp": lambda: picture_bytes("WEBP", pixels=PICTURES[4]),
    "lossless.webp": lambda: picture_bytes("WEBP", pixels=PICTURES[4], lossless=True),
    "plain.bmp": lambda: picture_bytes("BMP", pixels=PICTURES[5]),
    "phone.heic": lambda: picture_bytes("HEIF", pixels=PICTURES[6]),
    "modern.avif": lambda: picture_bytes("AVIF", pixels=PICTURES[7]),
    "h264.mp4": lambda: clip_bytes("mp4", frames=PICTURES, options=GROUPS),
    "fragments.mp4": lambda: clip_bytes(
        "mp4",
        frames=PICTURES,
        options=GROUPS,
        container_options={"movflags": "frag_keyframe+empty_moov"},
    ),
    "hevc.mov": lambda: clip_bytes("mov", "libx265", frames=PICTURES),
    "av1.mp4": lambda: clip_bytes("mp4", "libsvtav1", frames=PICTURES, options={"preset": "11"}),
    "vp9.webm": lambda: clip_bytes("webm", "libvpx-vp9", frames=PICTURES),
    "vp8.webm": lambda: clip_bytes("webm", "libvpx", frames=PICTURES, prepare=in_one_thread),
    "h264.mkv": lambda: clip_bytes("matroska", frames=PICTURES, options=GROUPS),
    "mpeg4.avi": lambda: clip_bytes("avi", "mpeg4", frames=PICTURES, options=GROUPS),
    "jpegs.avi": lambda: clip_bytes("avi", "mjpeg", frames=PICTURES, prepare=as_jpeg),
    "song.mp4": sound_bytes,
}


def in_one_thread(stream) -> None:
    """On a busy machine the threads of libvpx's VP8 encoder can wait for each other for ever."""
    stream.codec_context.thread_count = 1


def as_jpeg(stream) -> None:
    stream.pix_fmt = "yuvj420p"
