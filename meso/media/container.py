"""A video's bytes in; its container, picture stream and packets out, through one forced demuxer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import BinaryIO, NamedTuple

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.stream import VideoStream

from meso.errors import NoPicture, UnreadableMedia
from meso.limits import VIDEO_PIXELS, VIDEO_TRACKS
from meso.media.limits import check, check_size

NOTHING_ELSE = {"protocol_whitelist": ""}  # no other file and no address may be opened
NOTHING_LARGER = {"max_pixels": str(VIDEO_PIXELS.most)}  # than the header says
FFMPEG_ERRORS = (av.FFmpegError, OSError)  # the second for numbers that PyAV has no class for
SMALL = 1280 * 720  # pixels of a frame; up to it one thread decodes soon enough


class Source(NamedTuple):
    """Where a video's bytes are, what errors call it, and the demuxer that may open it.

    any_size: whether it may be as long as it likes
    """

    stream: BinaryIO
    name: str
    demuxer: str
    any_size: bool = False


class Opened(NamedTuple):
    """An open container, the one stream of it that is looked at, and that stream's unit of time."""

    container: InputContainer
    video: VideoStream
    tick: Fraction


@contextmanager
def opened(source: Source) -> Iterator[Opened]:
    """Open a video from its first byte; close it at the end, however that comes.

    Raises UnreadableMedia, NoPicture, TooSmall or TooLarge.
    """
    source.stream.seek(0)
    try:
        container = av.open(
            source.stream,
            "r",
            format=source.demuxer,
            options=NOTHING_ELSE,
            metadata_errors="replace",  # a title in some old encoding is no reason to refuse
        )
    except FFMPEG_ERRORS as error:
        raise UnreadableMedia(source.name) from error
    with container:
        video = picture_stream(container, source.name)
        yield Opened(container, video, video.time_base or Fraction(1))


def picture_stream(container: InputContainer, name: str) -> VideoStream:
    """The stream that is looked at, within the limits; errors as in `opened`."""
    check(name, len(container.streams), VIDEO_TRACKS)
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic  # the cover of a song
    ]
    if not streams:
        raise NoPicture(name) if container.streams.audio else UnreadableMedia(name)
    video = streams[0]
    if video.codec_context is None or not video.codec_context.width:
        raise UnreadableMedia(name)
    width, height = video.codec_context.width, video.codec_context.height
    check_size(name, width, height, VIDEO_PIXELS)
    video.codec_context.options = NOTHING_LARGER
    video.codec_context.thread_type = "AUTO"
    video.codec_context.thread_count = _threads(width * height)
    return video


def _threads(pixels: int) -> int:
    """How many threads decode frames of that size.

    A second one costs CPU time and holds frames: at 720p it is done a sixth sooner for an eighth
    to a sixth more of it, on two cores of which the other one finds faces meanwhile.
    """
    return 1 if pixels <= SMALL else 2


def packets(file: Opened) -> Iterator[Packet[VideoStream]]:
    """The packets of the picture stream, until the file ends or can be followed no further."""
    try:
        for packet in file.container.demux(file.video):
            if packet.pts is not None or packet.dts is not None:  # PyAV adds one that has neither
                yield packet
    except FFMPEG_ERRORS:
        return


def sent(file: Opened) -> Iterator[Packet[VideoStream]]:
    """The same of a stream; where it breaks off, one of FFMPEG_ERRORS is raised.

    The first packets of an RTSP stream know no time, and pictures are built on them.
    """
    for packet in file.container.demux(file.video):
        if packet.size:  # PyAV adds an empty one
            yield packet
