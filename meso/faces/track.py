"""The faces of each frame in, who is who over time out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import count, repeat

import numpy as np
from scipy.optimize import linear_sum_assignment

from meso.faces.remember import remember
from meso.values import Box, Face

FARTHEST = 1.5  # widths of the face that a person may move from one looked-at frame to the next
SAME_SIZE = 2.0  # a face of more than twice the size, or less than half, is somebody else


class Tracker:
    """Numbers the people behind the faces of one frame after the other; 0 is the one met first.

    A face belongs to the person last seen nearest to it in the same shot, counted in widths of
    the face, so that all people of a frame together move least (Hungarian method). Somebody who
    was hidden for a while and comes back to the same place, or shot, keeps the number. Somebody
    who is seen in two shots has two, for a place says nothing across a cut.
    """

    def __init__(self, *, most: int | None = None) -> None:
        """most: how many people are remembered, those seen last; None: all."""
        self._most = most
        self._strangers = count()
        self._last_seen: dict[tuple[int, int], Box] = {}  # by shot and person

    def __call__(self, faces: Sequence[Face], shot: int = 0) -> list[int]:
        """The number of each of a frame's faces; shot: as `meso.faces.shots` numbers them."""
        boxes = [face.box for face in faces]
        known = assign(boxes, self._seen_in(shot))
        people = [
            known[place] if place in known else next(self._strangers) for place in range(len(boxes))
        ]
        for person, box in zip(people, boxes, strict=True):
            remember(self._last_seen, (shot, person), box, most=self._most)
        return people

    def _seen_in(self, shot: int) -> dict[int, Box]:
        """Where each person of a shot was last seen, in the order in which they were met."""
        return {person: box for (of, person), box in sorted(self._last_seen.items()) if of == shot}


def track(faces: Sequence[Sequence[Face]], shots: Sequence[int] | None = None) -> list[list[int]]:
    """Number the person behind each face of a clip, in the order of `faces`; see `Tracker`.

    shots: one number a frame, as `meso.faces.shots` has it; None: there is no cut
    """
    tracker = Tracker()
    return [
        tracker(in_frame, shot) for in_frame, shot in zip(faces, shots or repeat(0), strict=False)
    ]


def assign(boxes: Sequence[Box], last_seen: Mapping[int, Box]) -> dict[int, int]:
    """Which known person each box belongs to, by place; a stranger's box is left out."""
    if not boxes or not last_seen:
        return {}
    far = np.array([[_distance(box, seen) for seen in last_seen.values()] for box in boxes])
    people = list(last_seen)
    cost = np.where(far <= FARTHEST, far, 2 * FARTHEST)  # no claim weighs the same from anywhere
    return {
        int(place): people[column]
        for place, column in zip(*linear_sum_assignment(cost), strict=True)
        if far[place, column] <= FARTHEST
    }


def _distance(box: Box, seen: Box) -> float:
    """How far the middles are apart, in widths of the face; infinite if the sizes differ."""
    if not 1 / SAME_SIZE <= box.width / seen.width <= SAME_SIZE:
        return math.inf
    across = box.left + box.right - seen.left - seen.right
    down = box.top + box.bottom - seen.top - seen.bottom
    return math.hypot(across, down) / (box.width + seen.width)
