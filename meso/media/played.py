"""An open video in; its pictures in the order of showing, each with its time, out."""

from __future__ import annotations

from collections.abc import Iterator

from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from meso.media.container import Opened
from meso.media.video import sound_pictures

USUAL_RATE = 25  # pictures a second, where a file does not say it


def played(
    file: Opened, packets: Iterator[Packet[VideoStream]], *, counted: bool = False
) -> Iterator[tuple[float, VideoFrame]]:
    """Each picture with its seconds from the first one, which never become less.

    counted: whether pictures know no time of their own, as in an AVI, so that their order decides
    """
    rate = float(file.video.average_rate or USUAL_RATE)
    first, last = None, 0.0
    for number, picture in enumerate(sound_pictures(file.video.codec_context, packets)):
        pts = None if counted else picture.pts
        time = number / rate if pts is None else float(pts * file.tick)
        first = time if first is None else first
        last = max(last, time - first)
        yield last, picture
