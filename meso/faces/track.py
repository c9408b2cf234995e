"""The faces of each frame in, who is who over time out."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import count, repeat

import numpy as np
from scipy.optimize import linear_sum_assignment

from meso.values import Box, Face

FARTHEST = 1.5  # widths of the face that a person may move from one looked-at frame to the next
SAME_SIZE = 2.0  # a face of more than twice the size, or less than half, is somebody else


def track(faces: Sequence[Sequence[Face]], shots: Sequence[int] | None = None) -> list[list[int]]:
    """Number the person behind each face, in the order of `faces`; 0 is the person met first.

    shots: one number a frame, as `meso.faces.shots` has it; None: there is no cut

    A face belongs to the person last seen nearest to it in the same shot, counted in widths of
    the face, so that all people of a frame together move least (Hungarian method). Somebody who
    was hidden for a while and comes back to the same place, or shot, keeps the number. Somebody
    who is seen in two shots has two, for a place says nothing across a cut.
    """
    last_seen: defaultdict[int, dict[int, Box]] = defaultdict(dict)
    strangers = count()
    people = []
    for in_frame, shot in zip(faces, shots or repeat(0), strict=False):
        boxes = [face.box for face in in_frame]
        known = assign(boxes, last_seen[shot])
        numbers = [
            known[place] if place in known else next(strangers) for place in range(len(boxes))
        ]
        last_seen[shot] |= zip(numbers, boxes, strict=True)
        people.append(numbers)
    return people


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
