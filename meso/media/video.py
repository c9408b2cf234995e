"""A video's bytes in; evenly spread frames out, upright, one at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from meso.errors import DamagedMedia, UnreadableMedia
from meso.media.container import FFMPEG_ERRORS, Opened, Source, opened, packets
from meso.media.timeline import Timeline, read_timeline
from meso.values import Frame, Pixels

UNSPECIFIED, RESERVED = 2, 3  # colour matrices (ISO 23091-2); VP9 files are found with the second


def read_video(source: Source, *, frames: int) -> tuple[int, Iterator[Frame]]:
    """Choose `frames` frames, evenly spread from the first to the last, or all if there are fewer.

    Returns how many were chosen, and the frames, which are decoded as they are drawn.
    Raises DamagedMedia, at once where the file ends too early, otherwise when all that can be
    decoded has been drawn; and what `opened` raises.
    """
    timeline = read_timeline(source)
    wanted = spread(len(timeline.times) + timeline.lost, frames)
    there = [index for index in wanted if index < len(timeline.times)]
    if len(there) < len(wanted):
        raise DamagedMedia(source.name, read=len(there), wanted=len(wanted))
    return len(wanted), _frames(source, timeline, wanted)


def spread(available: int, frames: int) -> list[int]:
    """Indices of `frames` of the frames available, evenly spread and each only once."""
    chosen = np.linspace(0, available - 1, min(frames, available)).round()
    return [int(index) for index in chosen]


def _frames(source: Source, timeline: Timeline, wanted: Sequence[int]) -> Iterator[Frame]:
    left = set(wanted)
    to_rgb = VideoReformatter()  # one for all frames: it keeps what it has worked out
    with opened(source) as file:
        pictures = _pictures(file)
        for index, picture in _numbered(pictures, timeline, by_order=source.demuxer == "avi"):
            if index in left:
                left.remove(index)
                yield Frame(index, timeline.seconds(index), _upright(picture, to_rgb, source.name))
            if not left:
                return
    raise DamagedMedia(source.name, read=len(wanted) - len(left), wanted=len(wanted))


def _numbered(
    pictures: Iterator[VideoFrame], timeline: Timeline, *, by_order: bool
) -> Iterator[tuple[int, VideoFrame]]:
    """Each picture with its index; the times in an AVI are only good for counting."""
    if by_order:
        return enumerate(pictures)
    index: dict[int | None, int] = {time: index for index, time in enumerate(timeline.times)}
    return ((index[picture.pts], picture) for picture in pictures if picture.pts in index)


def _pictures(file: Opened) -> Iterator[VideoFrame]:
    """All that the decoder gives, in the order of showing, without what it had to make up."""
    for packet in chain(packets(file), [None]):  # None: give what you still hold
        try:
            decoded = file.video.codec_context.decode(packet)
        except FFMPEG_ERRORS:
            continue  # a frame is missing now, which the caller counts
        yield from (picture for picture in decoded if not picture.is_corrupt)


def _upright(picture: VideoFrame, to_rgb: VideoReformatter, name: str) -> Pixels:
    """(height, width, 3) uint8 RGB, turned as the container asks for; phones film sideways."""
    if picture.colorspace == RESERVED:
        picture.colorspace = UNSPECIFIED
    try:
        rgb = to_rgb.reformat(picture, format="rgb24", threads=1)
    except FFMPEG_ERRORS as error:  # colours kept in a way that FFmpeg cannot turn into RGB
        raise UnreadableMedia(name) from error
    return np.ascontiguousarray(np.rot90(rgb.to_ndarray(), round(picture.rotation / 90)))
