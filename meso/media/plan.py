"""A video's timeline and the frames wanted of it in; which packets must be decoded for them out.

Decoding may begin at a key frame. What lies between a wanted frame and the last key frame before
the next one is left out, and of the rest those pictures that no other one is built on. In a long
video a key frame takes the place of the wanted one that it is near to: it needs no other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from av.packet import Packet
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from meso.media.timeline import Timeline

SAYS_WHAT_IT_NEEDS = {"h264"}  # nal_ref_idc 0: for no other picture, in any layer (ITU-T H.264)
LONG = 60  # seconds; a clip up to that keeps its frames, whatever is asked for


class Run(NamedTuple):
    """Packets, by their numbers, that are decoded one after the other without a gap.

    first: a key frame, or the first packet of the video
    last:  the one that completes the last wanted picture
    shown: those of the wanted pictures
    """

    first: int
    last: int
    shown: frozenset[int]


def near_keys(timeline: Timeline, wanted: Sequence[int]) -> list[int]:
    """The wanted frames; in a long video each is exchanged for the nearest key frame, if near.

    Near is less than half of the smallest distance between wanted frames: so they stay as many,
    in order, and each in its own stretch of the video. The first one is kept.

    wanted: rising indices, at least one
    """
    if timeline.length <= LONG:
        return list(wanted)
    first, *others = wanted
    closest = min((later - earlier for earlier, later in pairwise(wanted)), default=0)
    return [first, *(_near_key(timeline.keys, index, closest / 2) for index in others)]


def plan(timeline: Timeline, wanted: Sequence[int]) -> list[Run]:
    """The fewest runs of packets, in their order, that give the wanted frames."""
    runs: list[Run] = []
    for index in wanted:
        run = _run_for(timeline, index)
        if runs and run.first <= runs[-1].last + 1:  # there is nothing to leave out between them
            before = runs.pop()
            run = Run(before.first, max(before.last, run.last), before.shown | run.shown)
        runs.append(run)
    return runs


def packets_of(
    run: Run, numbered: Iterator[tuple[int, Packet[VideoStream]]], codec: VideoCodecContext
) -> Iterator[Packet[VideoStream]]:
    """The packets of a run; the decoder is told before each whether its picture may be left out."""
    for number, packet in numbered:
        if number >= run.first:
            unseen = number not in run.shown and codec.name in SAYS_WHAT_IT_NEEDS
            codec.skip_frame = "NONREF" if unseen else "DEFAULT"
            yield packet
        if number >= run.last:
            return


def _run_for(timeline: Timeline, index: int) -> Run:
    packet = timeline.packets[index]
    keys_before = bisect_right(timeline.keys, index)
    first = timeline.packets[timeline.keys[keys_before - 1]] if keys_before else 0
    return Run(first, packet, frozenset([packet]))


def _near_key(keys: Sequence[int], index: int, reach: float) -> int:
    after = bisect_right(keys, index)
    around = keys[max(after - 1, 0) : after + 1]
    near = [key for key in around if abs(key - index) < reach]
    return min(near, key=lambda key: abs(key - index), default=index)
