"""The name of a sample in, its file out: something to try without any download.

The photo is NASA's portrait of the astronaut Eileen Collins, public domain, which scikit-image
ships. The fake is generated from it: the face blended over with an altered copy of itself, which
the picture says. The clip is a slow zoom whose middle third shows that fake.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Literal

import av
import cv2
import numpy as np

from meso.faces.dataset import as_png
from meso.faces.label import labelled
from meso.media import open_media
from meso.training.blend import self_blended
from meso.values import Pixels

PHOTO = files("skimage") / "data" / "astronaut.png"
# Where the finder sees eyes, nose and mouth in this photo; a test compares.
LANDMARKS = np.array(
    [[203.5, 100.1], [245.4, 102.2], [224.2, 126.4], [201.8, 138.6], [244.4, 140.4]], np.float32
)
FRAMES, RATE, SIDE = 96, 24, 480
BLENDED = range(FRAMES // 3, 2 * FRAMES // 3)
LABEL = "blended face"
SEED = 18  # of the blend, chosen by eye: soft and rosy, as a bad face swap is


Sample = Literal["photo", "fake", "clip"]


@lru_cache(maxsize=3)
def make(which: Sample) -> tuple[str, bytes]:
    """The sample's file name and its bytes, the same ones each time."""
    if which == "photo":
        return PHOTO.name, PHOTO.read_bytes()
    photo = next(open_media(BytesIO(PHOTO.read_bytes()), PHOTO.name).frames).pixels
    fake = self_blended(photo, LANDMARKS, np.random.default_rng(SEED))
    if which == "fake":
        return "astronaut-blended.png", as_png(labelled(fake, LABEL))
    return "astronaut-blended.mp4", _encode(_pictures(photo, fake))


def _pictures(photo: Pixels, fake: Pixels) -> list[Pixels]:
    return [
        labelled(_zoomed(fake, place), LABEL) if place in BLENDED else _zoomed(photo, place)
        for place in range(FRAMES)
    ]


def _zoomed(photo: Pixels, place: int) -> Pixels:
    """The photo as a camera that slowly comes nearer sees it: (SIDE, SIDE, 3)."""
    zoom = 2.2 + 0.2 * place / FRAMES
    x, y = LANDMARKS.mean(axis=0) + np.array([0.1 * place, 10])
    matrix = np.array([[zoom, 0, SIDE / 2 - zoom * x], [0, zoom, SIDE / 2 - zoom * y]])
    # the sharpest way to enlarge: the softer a face, the more it looks like a fake to a network
    picture: Pixels = cv2.warpAffine(photo, matrix, (SIDE, SIDE), flags=cv2.INTER_LANCZOS4)
    return picture


def _encode(pictures: list[Pixels]) -> bytes:
    """The pictures as an MP4 (H.264)."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as clip:
        stream = clip.add_stream("libx264", rate=RATE, options={"crf": "20", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = SIDE, SIDE, "yuv420p"
        for picture in pictures:
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        clip.mux(stream.encode())
    return file.getvalue()
