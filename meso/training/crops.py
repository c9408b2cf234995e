"""A labelled face in, its crop out: read once, then kept in memory as long as there is room."""

from __future__ import annotations

import os
from pathlib import Path

import cv2
import numpy as np

from meso.faces.dataset import LabelledFace, read_crop
from meso.values import Floats, Pixels

THUMBNAIL = 16  # pixels a side: enough to tell one frame of a clip from another


class Crops:
    """Reads crops; for several threads at once.

    room: bytes that may be used to keep what was read; None is a quarter of the memory
    """

    def __init__(self, room: int | None = None) -> None:
        self._room = _quarter_of_memory() if room is None else room
        self._kept: dict[str, Pixels] = {}
        self._thumbnails: dict[str, Floats] = {}

    def __call__(self, face: LabelledFace) -> Pixels:
        """The crop, (256, 256, 3) uint8 RGB. Raises BadFaces when it cannot be read."""
        crop = self._kept.get(face.file)
        if crop is None:
            crop = read_crop(Path(face.file))
            if self._room >= crop.nbytes:
                self._room -= crop.nbytes
                self._kept[face.file] = crop
        return crop

    def unlikeness(self, face: LabelledFace, other: LabelledFace) -> float:
        """How much two crops differ on the whole: about 0 for a frame and the fake made of it."""
        return float(np.abs(self._thumbnail(face) - self._thumbnail(other)).mean())

    def _thumbnail(self, face: LabelledFace) -> Floats:
        thumbnail = self._thumbnails.get(face.file)
        if thumbnail is None:
            side = (THUMBNAIL, THUMBNAIL)
            small = cv2.resize(self(face), side, interpolation=cv2.INTER_AREA)
            thumbnail = self._thumbnails[face.file] = small.astype(np.float32)
        return thumbnail


def _quarter_of_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 4
    except (AttributeError, ValueError, OSError):  # Windows has no sysconf
        return 2**30
