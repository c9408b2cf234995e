"""The number of a webcam in; its pictures as they come, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from time import monotonic
from typing import Any

import cv2
import numpy as np

from meso.errors import NotWatched
from meso.media.newest import Due, Gap, Happening, Picture
from meso.values import Pixels

MISSING = "there is no webcam with this number, or another program uses it"
GONE = "the webcam gives no more pictures"
LOST = "the webcam gave a picture that could not be read"


def pictures_of(
    number: int, due: Due, *, clock: Callable[[], float] = monotonic
) -> Iterator[Happening]:
    """The wanted pictures of a webcam, until it is unplugged; 0 is the first webcam.

    Raises NotWatched where it gives no picture at all.
    """
    name = f"Webcam {number}"
    camera = cv2.VideoCapture(number)
    begun, seconds, index = None, 0.0, 0
    try:
        while camera.grab():
            begun = clock() if begun is None else begun
            seconds = clock() - begun
            if due(seconds):
                yield _happening(camera, index, seconds)
            index += 1
    finally:
        camera.release()
    if begun is None:
        raise NotWatched(name, why=MISSING)
    yield Gap(seconds, None, GONE)


def _happening(camera: cv2.VideoCapture, index: int, seconds: float) -> Happening:
    there, picture = camera.retrieve()
    return Picture(index, seconds, partial(_rgb, picture)) if there else Gap(seconds, None, LOST)


def _rgb(picture: Any) -> Pixels:
    """OpenCV has blue first."""
    rgb: Pixels = np.ascontiguousarray(picture[:, :, ::-1])
    return rgb
