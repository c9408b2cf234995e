"""The faces of each frame in, who is who over time out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from meso.values import Box, Face

FARTHEST = 1.5  # widths of the face that a person may move from one looked-at frame to the next
SAME_SIZE = 2.0  # a face of more than twice the size, or less than half, is somebody else


def track(faces: Sequence[Sequence[Face]]) -> list[list[int]]:
    """Number the person behind each face, in the order of `faces`; 0 is the person met first.

    A face belongs to the person last seen nearest to it, counted in widths of the face, so that
    all people of a frame together move least (Hungarian method). Somebody who was hidden for a
    while and comes back to the same place keeps the number.
    """
    last_seen: dict[int, Box] = {}
    people = []
    for in_frame in faces:
        boxes = [face.box for face in in_frame]
        known = _assign(boxes, last_seen)
        numbers = []
        for place, box in enumerate(boxes):
            person = known.get(place, len(last_seen))
            last_seen[person] = box
            numbers.append(person)
        people.append(numbers)
    return people


def _assign(boxes: Sequence[Box], last_seen: Mapping[int, Box]) -> dict[int, int]:
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
