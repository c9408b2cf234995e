"""Clips of five seconds with a face, each with other scores, made from the sample clip."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO

import av
import cv2

from meso.media import open_media
from meso.service.sample import FRAMES, make
from meso.values import Pixels

SECONDS, RATE, SIDE = 5, 24, 720
LATER = 16  # frames, that one clip begins after the other


def clip(number: int) -> bytes:
    """An MP4 (H.264): the sample, larger, from another frame on, and again from its beginning."""
    pictures = _pictures()
    file = BytesIO()
    with av.open(file, "w", format="mp4") as output:
        stream = output.add_stream("libx264", rate=RATE, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "yuv420p"
        for place in range(SECONDS * RATE):
            pixels = pictures[(place + number * LATER) % FRAMES]
            output.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        output.mux(stream.encode())
    return file.getvalue()


@lru_cache(maxsize=1)
def _pictures() -> list[Pixels]:
    name, sample = make("clip")
    frames = open_media(BytesIO(sample), name, frames=FRAMES).frames
    return [cv2.resize(frame.pixels, (SIDE, SIDE)) for frame in frames]
