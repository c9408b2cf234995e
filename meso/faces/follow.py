"""The frames of one clip in, in order; their faces out, for a fraction of the finder's time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np

from meso.faces.shots import CUT, glance, unlike
from meso.faces.track import assign
from meso.values import Box, Face, Finder, Floats, Pixels

EVERY = 8  # looked-at frames: whoever enters is found within so many


@runtime_checkable
class FindsNear(Protocol):
    """A finder that can be told where to look."""

    def __call__(self, pixels: Pixels, /) -> list[Face]:
        """The faces in (height, width, 3) uint8 RGB pixels, the widest first."""
        ...

    def near(
        self, pixels: Pixels, boxes: Sequence[Box], *, and_everywhere: bool = False
    ) -> list[Face]:
        """The faces about these boxes, or of the whole frame and those about these boxes."""
        ...


class Follow:
    """A finder for the frames of one clip: make a new one for each clip.

    It looks round the faces of the frames before. It looks everywhere in the first frame, while
    nobody is known, when somebody is missing, after a cut, and in every `every`-th frame.
    A finder that cannot be told where to look looks everywhere in each frame.

    glance: of the frame that was looked at last (`meso.faces.shots`); empty before it
    """

    def __init__(self, find: Finder, *, every: int = EVERY) -> None:
        self._find = find
        self._every = every
        self._age = 0  # frames since it looked everywhere
        self._seen: list[Box] = []  # in the frame before
        self._hidden: list[Box] = []  # where somebody was before who may come back
        self.glance: Floats = np.empty(0, np.float32)

    def __call__(self, pixels: Pixels) -> list[Face]:
        """The faces in the next frame, (height, width, 3) uint8 RGB, the widest first."""
        before, self.glance = self.glance, glance(pixels)
        if not isinstance(self._find, FindsNear):
            return self._find(pixels)
        known = self._seen + self._hidden
        if not known or unlike(before, self.glance) > CUT:
            return self._remember(self._find(pixels), [], everywhere=True)
        return self._again(self._find, pixels, known)

    def _again(self, find: FindsNear, pixels: Pixels, known: list[Box]) -> list[Face]:
        due = self._age + 1 >= self._every
        faces = find.near(pixels, known, and_everywhere=due)
        lost = not due and bool(missing(self._seen, faces))
        if lost:
            faces = find.near(pixels, known, and_everywhere=True)
        hidden = [] if due else missing(known, faces)
        return self._remember(faces, hidden, everywhere=due or lost)

    def _remember(self, faces: list[Face], hidden: list[Box], *, everywhere: bool) -> list[Face]:
        self._age = 0 if everywhere else self._age + 1
        self._seen, self._hidden = [face.box for face in faces], hidden
        return faces


def missing(boxes: Sequence[Box], faces: Sequence[Face]) -> list[Box]:
    """Those of the boxes that none of the faces can belong to."""
    there = assign([face.box for face in faces], dict(enumerate(boxes))).values()
    return [box for place, box in enumerate(boxes) if place not in there]
