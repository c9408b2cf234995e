"""Photos and clips for the tests, made by Pillow and PyAV: lopsided, coloured, numbered.

Four corners of four colours show a swapped channel, a flip or a turn; the number of a frame, drawn
into its middle as eight black or white bars, shows which frame it is after any compression.
"""

from __future__ import annotations

import io
import os
import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from fractions import Fraction

import av
import numpy as np
from av.stream import Disposition
from PIL import Image
from pillow_heif import register_heif_opener

register_heif_opener()
os.environ.setdefault("SVT_LOG", "0")  # the AV1 encoder writes to stderr otherwise

RED, GREEN, BLUE, YELLOW = (200, 30, 30), (30, 180, 40), (40, 50, 210), (220, 210, 40)
CORNERS = [RED, GREEN, BLUE, YELLOW]  # left top, right top, left bottom, right bottom
QUIET = {"libx265": {"x265-params": "log-level=none"}}
SOUND = {"mp4": "aac", "mov": "aac", "webm": "libopus", "matroska": "libopus", "avi": "pcm_s16le"}
FRAME = Fraction(1, 25)  # seconds


def numbered_picture(number: int = 0, *, width: int = 96, height: int = 64):
    """(height, width, 3) uint8 RGB: CORNERS, and `number` (0 to 255) in its middle."""
    pixels = np.empty((height, width, 3), np.uint8)
    middle = height // 2
    pixels[:middle, : width // 2], pixels[:middle, width // 2 :] = RED, GREEN
    pixels[middle:, : width // 2], pixels[middle:, width // 2 :] = BLUE, YELLOW
    for bit in range(8):
        pixels[middle - 8 : middle + 8, bars(width, bit)] = 255 * (number >> bit & 1)
    return pixels


def grainy_pictures(count: int):
    """Numbered pictures of 192 x 128 with grain, so that a clip is far longer than its index."""
    grain = np.random.default_rng(0).integers(-20, 21, (count, 128, 192, 3))
    pictures = np.array([numbered_picture(n, width=192, height=128) for n in range(count)])
    return (pictures + grain).clip(0, 255).astype(np.uint8)


def number_in(pixels) -> int:
    """The number that numbered_picture drew."""
    middle, width = pixels.shape[0] // 2, pixels.shape[1]
    lit = [pixels[middle - 4 : middle + 4, bars(width, bit)].mean() > 127 for bit in range(8)]
    return sum(int(on) << bit for bit, on in enumerate(lit))


def bars(width: int, bit: int) -> slice:
    left = width // 2 - 32 + 8 * bit
    return slice(left, left + 8)


def corners_of(pixels):
    """(4, 3) int: the colours near the corners, in the order of CORNERS."""
    height, width = pixels.shape[:2]
    return np.array(
        [pixels[y, x] for y in (height // 8, -height // 8) for x in (width // 8, -width // 8)], int
    )


def picture_bytes(
    kind: str = "JPEG", *, pixels=None, mode: str = "RGB", orientation: int = 1, **options
) -> bytes:
    """One photo; `kind` is Pillow's name of the format, `orientation` the EXIF one."""
    image = Image.fromarray(numbered_picture() if pixels is None else pixels)
    image = image.quantize() if mode == "P" else image.convert(mode)  # not the web's 216 colours
    if orientation != 1:
        exif = Image.Exif()
        exif[0x0112] = orientation
        options["exif"] = exif.tobytes()
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png_of_16_bits(samples) -> bytes:
    """A PNG of (height, width, channels) uint16, which Pillow cannot write in colour."""
    height, width, channels = samples.shape
    kind = {1: 0, 2: 4, 3: 2, 4: 6}[channels]
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, kind, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


def clip_bytes(
    container: str = "mp4",
    codec: str = "libx264",
    *,
    frames: int | Iterable = 30,
    options: Mapping[str, str] | None = None,
    container_options: Mapping[str, str] | None = None,
    prepare: Callable[[av.VideoStream], object] = lambda stream: None,
) -> bytes:
    """One clip of 25 frames a second, or with the times of its frames if they have any.

    frames:  how many numbered pictures, or the pictures (pixels or PyAV frames) themselves
    prepare: is given the stream before its first frame: its pixel format, tags, how it is turned
    """
    pictures = map(numbered_picture, range(frames)) if isinstance(frames, int) else frames
    pictures = [_as_frame(picture) for picture in pictures]
    file = io.BytesIO()
    output = av.open(file, "w", format=container, options=dict(container_options or {}))
    with no_more_urgent(), output:
        stream = output.add_stream(
            codec, rate=25, options={**QUIET.get(codec, {}), **(options or {})}
        )
        stream.width, stream.height = pictures[0].width, pictures[0].height
        stream.codec_context.time_base = pictures[0].time_base or FRAME
        prepare(stream)
        for number, picture in enumerate(pictures):
            if picture.time_base is None:
                picture.pts, picture.time_base = number, FRAME
            output.mux(stream.encode(picture))
        output.mux(stream.encode())
    return file.getvalue()


@contextmanager
def no_more_urgent() -> Iterator[None]:
    """Undoes what SVT-AV1 does where root encodes: it asks for the processor before all others
    (SCHED_FIFO), so that every other process stands still, also one that a test waits for.
    """
    if not hasattr(os, "sched_getscheduler"):
        yield
        return
    before, how = os.sched_getscheduler(0), os.sched_getparam(0)
    try:
        yield
    finally:
        os.sched_setscheduler(0, before, how)


def shown_at(*milliseconds: int) -> list[av.VideoFrame]:
    """Numbered pictures with the times at which they are shown."""
    frames = [_as_frame(numbered_picture(number)) for number in range(len(milliseconds))]
    for frame, time in zip(frames, milliseconds, strict=True):
        frame.pts, frame.time_base = time, Fraction(1, 1000)
    return frames


def sound_bytes(container: str = "mp4", *, cover: bytes | None = None) -> bytes:
    """A second of a hum, with a JPEG as its cover if one is given."""
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        sound = output.add_stream(SOUND[container], rate=48_000)
        if cover:
            art = output.add_stream("mjpeg", rate=1)
            art.width, art.height, art.pix_fmt = 96, 64, "yuvj420p"
            art.disposition = Disposition.attached_pic
            packet = av.Packet(cover)
            packet.stream = art
        _hum(output, sound, 1)
        if cover:
            output.mux(packet)
    return file.getvalue()


def remuxed(
    data: bytes,
    container: str,
    change: Callable[[int, av.Packet], Iterable[av.Packet]] = lambda number, packet: [packet],
    *,
    sound_seconds: float = 0,
    options: Mapping[str, str] | None = None,
) -> bytes:
    """The pictures of a clip put into a container as they are, but for what `change` does.

    change: is given each packet with its number, and returns what goes in its place
    """
    file = io.BytesIO()
    with (
        av.open(io.BytesIO(data)) as source,
        av.open(file, "w", format=container, options=dict(options or {})) as output,
    ):
        stream = output.add_stream_from_template(source.streams.video[0])
        sound = output.add_stream(SOUND[container], rate=48_000) if sound_seconds else None
        packets = [packet for packet in source.demux(video=0) if packet.size]
        for number, packet in enumerate(packets):
            for changed in change(number, packet):
                changed.stream = stream
                output.mux(changed)
        if sound:
            _hum(output, sound, sound_seconds)
    return file.getvalue()


def holding(data: bytes, like: av.Packet) -> av.Packet:
    """A packet with other bytes and the times of another one."""
    packet = av.Packet(data)
    packet.pts, packet.dts, packet.time_base = like.pts, like.dts, like.time_base
    packet.duration, packet.is_keyframe = like.duration, like.is_keyframe
    return packet


def _as_frame(picture) -> av.VideoFrame:
    if isinstance(picture, av.VideoFrame):
        return picture
    return av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")


def _hum(output, stream, seconds: float) -> None:
    times = np.arange(int(48_000 * seconds)) / 48_000
    samples = np.sin(2 * np.pi * 200 * times).astype(np.float32)[None]
    hum = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
    hum.sample_rate, hum.pts, hum.time_base = 48_000, 0, Fraction(1, 48_000)
    resampler = av.AudioResampler(stream.format, stream.layout, 48_000, stream.frame_size or 1024)
    for frame in [*resampler.resample(hum), *resampler.resample(None)]:
        output.mux(stream.encode(frame))
    output.mux(stream.encode())
