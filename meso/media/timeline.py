"""A video's packets in; when each of its frames is shown out, and how many the file has lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

import av
from av.packet import Packet
from av.video.stream import VideoStream

from meso.errors import UnreadableMedia
from meso.media.container import Opened, Source, opened, packets
from meso.media.cut_short import ends_early

SMALLEST_MPEG4_PICTURE = 9  # bytes; a smaller packet says "nothing new, keep the last one"
VP8_IS_SHOWN = 0x10  # in the first byte of a packet, RFC 6386, 9.1


@dataclass(frozen=True)
class Timeline:
    """The frames of a video in the order of showing, known before any of them is decoded.

    times: when each is shown, in ticks, rising
    tick:  seconds
    lost:  how many more frames there should be, by what the container says
    """

    times: tuple[int, ...]
    tick: Fraction
    lost: int

    def seconds(self, index: int) -> float:
        """When a frame is shown, counted from the first one."""
        return float((self.times[index] - self.times[0]) * self.tick)


class _Entry(NamedTuple):
    time: int
    is_key: bool
    is_shown: bool


def read_timeline(source: Source) -> Timeline:
    """Go through the packets of a video once, without decoding any.

    Raises UnreadableMedia for a video without frames, and what `opened` raises.
    """
    with opened(source) as file:
        entries = [
            _entry(packet, source.demuxer)
            for packet in packets(file)
            if not packet.is_corrupt  # the file ends in the middle of it
        ]
        timeline = Timeline(_times(entries), file.tick, _lost(source, file, entries))
    if not timeline.times and not timeline.lost:
        raise UnreadableMedia(source.name)
    return timeline


def _entry(packet: Packet[VideoStream], demuxer: str) -> _Entry:
    # AVI keeps no times of showing, and FFmpeg's guess is wrong where frames are reordered. But
    # there every packet gives one picture, so that the times of decoding are those of showing.
    time = packet.dts if demuxer == "avi" or packet.pts is None else packet.pts
    assert time is not None  # `packets` yields none that has neither
    return _Entry(time, packet.is_keyframe, _is_shown(packet))


def _is_shown(packet: Packet[VideoStream]) -> bool:
    """Whether a packet gives a picture: some only help to decode others, or repeat the last."""
    codec = packet.stream.codec_context
    if packet.is_discard or not packet.size:
        return False
    if codec.name == "vp8":
        return bool(memoryview(packet)[0] & VP8_IS_SHOWN)
    if codec.name == "mpeg4" and not codec.has_b_frames:
        return packet.size >= SMALLEST_MPEG4_PICTURE
    return True


def _times(entries: Sequence[_Entry]) -> tuple[int, ...]:
    # what comes before the first key frame was cut from what it needs to be decoded
    start = next((entry.time for entry in entries if entry.is_key), None)
    shown = {entry.time for entry in entries if entry.is_shown}
    return tuple(sorted(time for time in shown if start is None or time >= start))


def _lost(source: Source, file: Opened, entries: Sequence[_Entry]) -> int:
    """How many frames the container promises beyond those that are there; 0: it is whole."""
    if source.demuxer == "mov":
        return _lost_by_index(source, file, len(entries))
    if not entries or not ends_early(source.stream, source.demuxer):
        return 0
    if source.demuxer == "avi":
        return max(0, file.video.frames - 1 - entries[-1].time)
    return _lost_by_duration(file, sorted(entry.time for entry in entries))


def _lost_by_index(source: Source, file: Opened, there: int) -> int:
    """MP4 and MOV list every frame; one in fragments lists those of the fragments that it has."""
    missing = max(0, len(file.video.index_entries) - there)
    in_fragments = file.video.frames == 0
    return missing or int(in_fragments and ends_early(source.stream, source.demuxer))


def _lost_by_duration(file: Opened, times: Sequence[int]) -> int:
    """WebM and MKV say how long they last, not how many frames they have."""
    if file.container.duration is None or len(times) < 2:
        return 0
    end = file.container.duration / av.time_base / file.tick
    interval = (times[-1] - times[0]) / (len(times) - 1)
    return max(0, round((end - times[-1]) / interval) - 1)
