"""Pictures of faces marked with five colours, and a finder that goes by the marks.

Each landmark has a colour of its own, and nothing is symmetrical: whoever swaps the channels, the
sides or the frames finds other faces or none. What lies around the marks is grey, which a network
of the tests takes for the fake score.
"""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

import av
import numpy as np
from PIL import Image
from scipy import ndimage

from meso.values import Box, Face, Pixels

MARKS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (255, 0, 255)]
# Where they are, from the middle of the face, in widths of the face.
PLACES = np.array([[-0.2, -0.2], [0.2, -0.2], [0.04, 0.03], [-0.16, 0.2], [0.16, 0.2]])
REACH = 2  # pixels of a mark to each side of its middle


class Marked(NamedTuple):
    """A face to draw: the middle and the width in pixels, and its grey, from 1 to 254."""

    x: int
    y: int
    width: int
    grey: int

    @property
    def box(self) -> Box:
        left, top = self.x - self.width // 2, self.y - self.width // 2
        return Box(left, top, left + self.width, top + self.width)

    @property
    def landmarks(self) -> np.ndarray:
        return np.round((self.x, self.y) + PLACES * self.width).astype(np.float32)


def picture(*faces: Marked, width: int = 320, height: int = 240) -> Pixels:
    """(height, width, 3) with the faces on a grey that grows from left to right."""
    pixels = np.empty((height, width, 3), np.uint8)
    pixels[:] = np.linspace(20, 230, width)[None, :, None]
    for face in faces:
        left, top, right, bottom = face.box
        pixels[max(0, top) : bottom, max(0, left) : right] = face.grey
        for (x, y), colour in zip(face.landmarks.astype(int), MARKS, strict=True):
            pixels[y - REACH : y + REACH + 1, x - REACH : x + REACH + 1] = colour
    return pixels


def find_marked(pixels: Pixels) -> list[Face]:
    """The faces whose five marks stand in the picture, the widest first."""
    marks = [_middles(pixels, colour) for colour in MARKS]
    faces = [_face(np.array(five, np.float32)) for five in zip(*marks, strict=False)]
    return sorted(faces, key=lambda face: face.box.width, reverse=True)


class MarkFinder:
    """A finder that goes by the marks and can be told where to look, which it keeps."""

    def __init__(self):
        self.looked = []

    def __call__(self, pixels):
        self.looked.append("everywhere")
        return find_marked(pixels)

    def near(self, pixels, boxes, *, and_everywhere=False):
        self.looked.append("both" if and_everywhere else "near")
        return find_marked(pixels)


def _middles(pixels: Pixels, colour: tuple[int, int, int]) -> list[tuple[float, float]]:
    """The middles (x, y) of all marks of the colour, from left to right."""
    marks, count = ndimage.label((pixels == colour).all(axis=-1))
    return sorted((x, y) for y, x in ndimage.center_of_mass(marks, marks, range(1, count + 1)))


def _face(landmarks: np.ndarray) -> Face:
    middle = (landmarks[:2].mean(axis=0) + landmarks[3:].mean(axis=0)) / 2
    width = round(float(landmarks[1, 0] - landmarks[0, 0]) / (PLACES[1, 0] - PLACES[0, 0]))
    left, top = (round(float(edge)) for edge in middle - width // 2)
    return Face(Box(left, top, left + width, top + width), landmarks, confidence=0.99)


def lossless_clip(pictures: list[Pixels]) -> bytes:
    """A Matroska file of 10 frames a second that decodes to these very pixels."""
    height, width = pictures[0].shape[:2]
    file = BytesIO()
    with av.open(file, "w", format="matroska") as clip:
        stream = clip.add_stream("ffv1", rate=10, width=width, height=height, pix_fmt="bgr0")
        for pixels in pictures:
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        clip.mux(stream.encode())
    return file.getvalue()


def lossless_photo(pixels: Pixels) -> bytes:
    """A PNG file of these pixels."""
    file = BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return file.getvalue()
