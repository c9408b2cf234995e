"""A video's bytes in; evenly spread frames out, upright, one at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise

import numpy as np
from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from meso.errors import DamagedMedia
from meso.media.container import FFMPEG_ERRORS, Opened, Source, opened, packets
from meso.media.plan import near_keys, packets_of, plan
from meso.media.rgb import ToRgb
from meso.media.timeline import Timeline, read_timeline
from meso.values import Frame

Numbered = Iterator[tuple[int, VideoFrame]]  # each picture with its index


def read_video(source: Source, *, frames: int) -> tuple[int, Iterator[Frame]]:
    """Choose `frames` frames, evenly spread from the first to the last, or all if there are fewer.

    In a long video key frames near to them take their places (`near_keys`).
    Returns how many were chosen, and the frames, which are decoded as they are drawn.
    Of a damaged video fewer frames come. Raises DamagedMedia where there are none, at once or when
    the first is drawn; and what `opened` raises.
    """
    timeline = read_timeline(source)
    wanted = spread(len(timeline.times) + timeline.lost, frames)
    there = [index for index in wanted if index < len(timeline.times)]
    if not there:
        raise DamagedMedia(source.name, read=0, wanted=len(wanted))
    if source.demuxer != "avi":  # in which all is decoded anyway
        there = near_keys(timeline, there)
    return len(wanted), _frames(source, timeline, there)


def read_between(source: Source, known: Sequence[int]) -> tuple[int, Iterator[Frame]]:
    """Choose a frame between every two known ones, in a long video key frames; as `read_video`.

    known: rising indices, of which at least two have another one between them
    """
    timeline = read_timeline(source)
    wanted = between(known)
    if source.demuxer != "avi":
        wanted = [index for index in near_keys(timeline, wanted) if index not in known]
    return len(wanted), _frames(source, timeline, wanted)


def read_frame(source: Source, index: int) -> Frame:
    """Decode the one frame with this index; raises DamagedMedia if there is none, or it is."""
    timeline = read_timeline(source)
    if not 0 <= index < len(timeline.times):
        raise DamagedMedia(source.name, read=0, wanted=1)
    return next(_frames(source, timeline, [index]))


def spread(available: int, frames: int) -> list[int]:
    """Indices of `frames` of the frames available, evenly spread and each only once."""
    chosen = np.linspace(0, available - 1, min(frames, available)).round()
    return [int(index) for index in chosen]


def between(known: Sequence[int]) -> list[int]:
    """The index halfway between every two rising ones, where there is one."""
    return [(one + other) // 2 for one, other in pairwise(known) if other - one > 1]


def _frames(source: Source, timeline: Timeline, wanted: Sequence[int]) -> Iterator[Frame]:
    left = list(wanted)
    to_rgb = ToRgb(source.name)
    for pictures_of in [_counted] if source.demuxer == "avi" else [_planned, _all]:
        with opened(source) as file:
            for index, picture in pictures_of(file, timeline, tuple(left)):
                if index in left:
                    left.remove(index)
                    yield Frame(index, timeline.seconds(index), to_rgb(picture))
                if not left:
                    return
    if len(left) == len(wanted):
        raise DamagedMedia(source.name, read=0, wanted=len(wanted))


def _planned(file: Opened, timeline: Timeline, wanted: Sequence[int]) -> Numbered:
    """The wanted pictures by the shortest way, up to the first that it does not lead to."""
    codec = file.video.codec_context
    numbered = enumerate(packets(file))
    left = deque(wanted)
    for run in plan(timeline, wanted):
        pictures = sound_pictures(codec, packets_of(run, numbered, codec), sound=run.first == 0)
        for index, picture in _by_time(pictures, timeline):
            if index > left[0]:
                return
            if index == left[0]:
                yield left.popleft(), picture
        codec.flush_buffers()


def _all(file: Opened, timeline: Timeline, wanted: Sequence[int]) -> Numbered:
    """Every picture from the first on: the way through a video that is damaged or breaks rules."""
    return _by_time(sound_pictures(file.video.codec_context, packets(file)), timeline)


def _counted(file: Opened, timeline: Timeline, wanted: Sequence[int]) -> Numbered:
    """Every picture of an AVI, in which no picture knows its time, so that order decides."""
    return enumerate(sound_pictures(file.video.codec_context, packets(file)))


def _by_time(pictures: Iterator[VideoFrame], timeline: Timeline) -> Numbered:
    index: dict[int | None, int] = {time: index for index, time in enumerate(timeline.times)}
    return ((index[picture.pts], picture) for picture in pictures if picture.pts in index)


def sound_pictures(
    codec: VideoCodecContext, packets: Iterator[Packet[VideoStream]], *, sound: bool = True
) -> Iterator[VideoFrame]:
    """What the decoder gives, in the order of showing, as far as nothing in it is made up.

    Behind a damaged place every picture builds on a wrong one, up to the next key frame.
    sound: whether the packets begin where a decoder may begin, which a key frame shows otherwise
    """
    for packet in chain(packets, [None]):  # None: give what you still hold
        try:
            decoded = codec.decode(packet)
        except FFMPEG_ERRORS:
            sound = False
            continue
        for picture in decoded:
            sound = (sound or _needs_no_other(picture)) and not picture.is_corrupt
            if sound:
                yield picture


def _needs_no_other(picture: VideoFrame) -> bool:
    """A key frame; where H.264 is refreshed bit by bit, some are called so that are none."""
    return picture.key_frame and picture.pict_type == PictureType.I
