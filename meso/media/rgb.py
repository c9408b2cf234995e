"""A decoded picture of a video in, its pixels out: RGB by its own colour tags, upright."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import cast

import cv2
import numpy as np
from av.buffer import Buffer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from meso.errors import UnreadableMedia
from meso.media.container import FFMPEG_ERRORS
from meso.values import Pixels

MATRIX = "DISPLAYMATRIX"  # how to turn and mirror, 3 x 3 integers
FULL_COLOUR = "yuv444p"  # FaceForensics++ has it; to the same RGB it is faster by way of planes
UNSPECIFIED, RESERVED = 2, 3  # colour matrices (ISO 23091-2); VP9 files are found with the second


class ToRgb:
    """Turns the pictures of one video into pixels: one for all, it keeps what it has worked out."""

    def __init__(self, name: str) -> None:
        """name: of the video, for the error."""
        self._name = name
        self._reformatter = VideoReformatter()
        self._mirrored: dict[int, bool] = {}  # by the angle that the container asks for

    def __call__(self, picture: VideoFrame) -> Pixels:
        """(height, width, 3) uint8 RGB, turned and mirrored as the container asks for.

        Raises UnreadableMedia for colours kept in a way that FFmpeg cannot turn into RGB.
        """
        if picture.colorspace == RESERVED:
            picture.colorspace = UNSPECIFIED
        layout = "gbrp" if picture.format.name == FULL_COLOUR else "rgb24"
        try:
            rgb = self._reformatter.reformat(picture, format=layout, threads=1)
        except FFMPEG_ERRORS as error:
            raise UnreadableMedia(self._name) from error
        pixels = _merged(rgb) if layout == "gbrp" else rgb.to_ndarray()
        return self._upright(np.asarray(pixels, np.uint8), picture)

    def _upright(self, pixels: Pixels, picture: VideoFrame) -> Pixels:
        """Phones film sideways and only note it down."""
        angle = picture.rotation
        if angle not in self._mirrored:
            self._mirrored[angle] = _is_mirrored(picture)
        if self._mirrored[angle]:
            pixels = pixels[::-1]  # `rotation` is what is left to do after this
        return np.ascontiguousarray(np.rot90(pixels, round(angle / 90)))


def _merged(planes: VideoFrame) -> Pixels:
    """(height, width, 3) RGB of a picture that is kept as a plane each of green, blue and red."""
    green, blue, red = (
        np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[
            :, : plane.width
        ]
        for plane in planes.planes
    )
    merged: Pixels = cv2.merge([red, green, blue])
    return merged


def _is_mirrored(picture: VideoFrame) -> bool:
    """Asked once, not of each picture: PyAV's side data and their picture keep each other alive.

    That would hold all pictures of a clip until Python looks for such rings; 32 in 4K are 400 MB.
    """
    extras = cast(Mapping[str, Buffer], picture.side_data)  # PyAV's types know one kind only
    if MATRIX not in extras:
        return False
    a, b, _, c, d, *_ = struct.unpack("=9i", bytes(extras[MATRIX]))
    return bool(a * d < b * c)
