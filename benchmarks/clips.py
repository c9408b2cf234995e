"""A size, a length and a number of faces in; a generated clip out, the same one each time.

Every face is that of NASA's portrait of the astronaut Eileen Collins, public domain, which
scikit-image ships. It sways, so that each frame differs, and comes back after ROUND seconds, so
that a long clip is a short one repeated: its pictures are encoded once and its packets copied.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import av
import cv2
import numpy as np
from skimage.data import astronaut

from meso.values import Pixels

PORTRAIT = np.s_[34:214, 134:314]  # of the photo: the head, without what finders take for faces
SHOWN = 300  # pixels of the photo that a tile's shorter side has room for
WALL = (90, 90, 90)
RATE = 25  # frames a second
ROUND = 10  # seconds
SWAY = 24  # pixels of the photo, to each side
GRAIN = (
    6.0  # as of a camera: without it a clip would be smaller, and faster to decode, than real ones
)


@dataclass(frozen=True)
class Clip:
    """What to generate; seconds: a multiple of ROUND, or less; gop: frames to the next key frame.

    The default of 250 is x264's, so that of most clips that were edited on a computer; phones and
    video sites put a key frame every 1 to 5 seconds.
    """

    height: int = 1080
    seconds: int = 10
    faces: int = 1
    gop: int = 250

    @property
    def width(self) -> int:
        """Of 16:9, even."""
        return round(self.height * 8 / 9) * 2

    @property
    def name(self) -> str:
        """Of the file."""
        return f"{self.height}p-{self.seconds}s-{self.faces}-faces-gop-{self.gop}.mp4"


def made(folder: Path, clip: Clip) -> Path:
    """The clip's file in `folder`, made unless it is there."""
    path = folder / clip.name
    if not path.exists():
        once = Clip(clip.height, min(clip.seconds, ROUND), clip.faces, clip.gop)
        if once == clip:
            _encode(path, _pictures(clip), clip)
        else:
            _repeat(made(folder, once), path, clip.seconds // ROUND)
    return path


def _pictures(clip: Clip) -> Iterator[Pixels]:
    portrait, chance = astronaut()[PORTRAIT], np.random.default_rng(0)
    grain = chance.normal(0, GRAIN, (clip.height * 2, clip.width, 3)).round()
    up, down = grain.clip(0).astype(np.uint8), (-grain).clip(0).astype(np.uint8)
    for number in range(clip.seconds * RATE):
        rows = slice(start := int(chance.integers(clip.height)), start + clip.height)
        picture = _tiled(portrait, clip, turn=2 * math.pi * number / (ROUND * RATE))
        yield cv2.subtract(cv2.add(picture, up[rows]), down[rows])


def _tiled(portrait: Pixels, clip: Clip, *, turn: float) -> Pixels:
    """One picture (height, width, 3): equal tiles, each with a face, as many as asked for."""
    across = math.ceil(math.sqrt(clip.faces))
    down = math.ceil(clip.faces / across)
    width, height = clip.width // across, clip.height // down
    picture = np.full((clip.height, clip.width, 3), WALL, np.uint8)
    for place in range(clip.faces):
        y, x = place // across * height, place % across * width
        picture[y : y + height, x : x + width] = _tile(portrait, (width, height), turn + place)
    return picture


def _tile(portrait: Pixels, size: tuple[int, int], turn: float) -> Pixels:
    """The face before a wall, (height, width, 3), as a camera sees it that sways."""
    zoom = min(size) / SHOWN
    middle = len(portrait) / 2
    x, y = middle + SWAY * math.sin(turn), middle + SWAY / 2 * math.sin(2 * turn)
    matrix = np.array([[zoom, 0, size[0] / 2 - zoom * x], [0, zoom, size[1] / 2 - zoom * y]])
    tile: Pixels = cv2.warpAffine(portrait, matrix, size, borderValue=WALL)
    return tile


def _encode(path: Path, pictures: Iterator[Pixels], clip: Clip) -> None:
    options = {"preset": "veryfast", "crf": "23", "g": str(clip.gop)}
    with av.open(path, "w") as output:
        stream = output.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = clip.width, clip.height, "yuv420p"
        for picture in pictures:
            output.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        output.mux(stream.encode())


def _repeat(once: Path, path: Path, times: int) -> None:
    """Put the packets of a clip one after the other `times` times, as they are."""
    with av.open(path, "w") as output, av.open(once) as source:
        stream = output.add_stream_from_template(source.streams.video[0])
        packets = [packet for packet in source.demux(video=0) if packet.size]
        places = [(packet.pts or 0, packet.dts or 0) for packet in packets]
        length = sum(packet.duration or 0 for packet in packets)
        for start in range(0, times * length, length):
            for packet, (pts, dts) in zip(packets, places, strict=True):
                packet.stream, packet.pts, packet.dts = stream, start + pts, start + dts
                output.mux(packet)
