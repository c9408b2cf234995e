"""A video's packets in; when each of its frames is shown out, and how many the file has lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, islice
from math import inf
from typing import NamedTuple

import av
from av.packet import Packet
from av.video.stream import VideoStream

from meso.errors import UnreadableMedia
from meso.limits import VIDEO_FRAMES, VIDEO_SECONDS
from meso.media.container import Opened, Source, opened, packets
from meso.media.limits import check
from meso.media.structure import is_whole

SMALLEST_MPEG4_PICTURE = 9  # bytes; a smaller packet says "nothing new, keep the last one"
VP8_IS_SHOWN = 0x10  # in the first byte of a packet, RFC 6386, 9.1


@dataclass(frozen=True)
class Timeline:
    """The frames of a video in the order of showing, known before any of them is decoded.

    times:   when each is shown, in ticks, rising
    tick:    seconds
    lost:    how many more frames there should be, by what the container says
    packets: the number of each one's packet in the file, counted from 0
    keys:    the indices of those at which decoding may begin: what is shown after them, and they
             themselves, need no packet before theirs
    """

    times: tuple[int, ...]
    tick: Fraction
    lost: int
    packets: tuple[int, ...]
    keys: tuple[int, ...]

    @property
    def length(self) -> float:
        """Seconds from the first frame to the last."""
        return self.seconds(len(self.times) - 1) if self.times else 0.0

    def seconds(self, index: int) -> float:
        """When a frame is shown, counted from the first one."""
        return float((self.times[index] - self.times[0]) * self.tick)


class _Entry(NamedTuple):
    packet: int
    time: int
    is_key: bool
    is_shown: bool


def read_timeline(source: Source) -> Timeline:
    """Go through the packets of a video once, without decoding any.

    Raises UnreadableMedia for a video without frames, TooLarge for one that is too long and not
    our own, and what `opened` raises.
    """
    most = None if source.any_size else VIDEO_FRAMES.most + 1
    with opened(source) as file:
        numbered = enumerate(islice(packets(file), most))
        entries = [_entry(number, packet) for number, packet in numbered if not packet.is_corrupt]
        timeline = _timeline(entries, file.tick, _lost(source, file, len(entries)))
    if not timeline.times and not timeline.lost:
        raise UnreadableMedia(source.name)
    if not source.any_size:
        check(source.name, len(entries) + timeline.lost, VIDEO_FRAMES)
        check(source.name, timeline.length, VIDEO_SECONDS)
    return timeline


def _timeline(entries: Sequence[_Entry], tick: Fraction, lost: int) -> Timeline:
    packet_at = _shown(entries)
    times = sorted(packet_at)
    starts = _starts(entries)
    keys = tuple(index for index, time in enumerate(times) if time in starts)
    return Timeline(tuple(times), tick, lost, tuple(map(packet_at.__getitem__, times)), keys)


def _entry(number: int, packet: Packet[VideoStream]) -> _Entry:
    time = packet.pts if packet.pts is not None else packet.dts
    assert time is not None  # `packets` yields none that has neither
    return _Entry(number, time, packet.is_keyframe, _is_shown(packet))


def _is_shown(packet: Packet[VideoStream]) -> bool:
    """Whether a packet gives a picture: some only help to decode others, or repeat the last."""
    codec = packet.stream.codec_context
    if packet.is_discard or not packet.size:  # by an edit list; dropped while streaming
        return False
    if codec.name == "vp8":
        return bool(memoryview(packet)[0] & VP8_IS_SHOWN)
    if codec.name == "mpeg4" and not codec.has_b_frames:
        return packet.size >= SMALLEST_MPEG4_PICTURE
    return True


def _shown(entries: Sequence[_Entry]) -> dict[int, int]:
    """When pictures are shown, each with the number of its packet."""
    # what comes before the first key frame was cut from what it needs to be decoded
    start = next((entry.time for entry in entries if entry.is_key), None)
    return {
        entry.time: entry.packet
        for entry in entries
        if entry.is_shown and (start is None or entry.time >= start)
    }


def _starts(entries: Sequence[_Entry]) -> set[int]:
    """When those key frames are shown that everything sent before them is shown before, too."""
    latest = accumulate((entry.time for entry in entries), max, initial=-inf)
    return {
        entry.time
        for entry, before in zip(entries, latest, strict=False)
        if entry.is_key and entry.time > before
    }


def _lost(source: Source, file: Opened, there: int) -> int:
    """How many frames the container promises beyond those that are there.

    A list of all frames is exact. A rate or a rough count is not, whole clips may fall short of
    it, so that what it promises counts only where the container is visibly broken.
    """
    missing = _promised(source, file, there) - there
    is_listed = source.demuxer == "mov" and file.video.frames > 0
    if missing > 0 and (is_listed or not is_whole(source.stream, source.demuxer)):
        return missing
    return 0


def _promised(source: Source, file: Opened, there: int) -> int:
    if source.demuxer == "avi":
        return file.video.frames
    if source.demuxer == "matroska":
        rate, duration = file.video.average_rate or 0, file.container.duration or 0
        return round(rate * duration / av.time_base)
    index = len(file.video.index_entries)
    in_fragments = file.video.frames == 0  # and nothing says how many more there are
    return max(index, there + 1) if in_fragments else index
