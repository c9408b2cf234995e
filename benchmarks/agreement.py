"""What two pipelines saw in the same frames in; how far they agree out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from meso.values import SMALLEST_FACE, Box, Face, FaceScores, Report

SAME_FACE = 0.7  # of the area that two boxes cover together, they share at least this
STEADY = 0.9  # of the frames; a face seen in fewer is no sure one


class Scored(NamedTuple):
    """A face of one frame."""

    person: int
    box: Box
    fake_score: float


HasBox = TypeVar("HasBox", Scored, Face)


@dataclass(frozen=True)
class Seen:
    """What a pipeline saw: the faces of each frame, and the label of its verdict."""

    frames: list[list[Scored]]
    label: str

    @property
    def score(self) -> float:
        """The mean over the frames of their most fake face, as for a verdict; NaN: no face."""
        scores = [[face.fake_score for face in faces if _counts(face)] for faces in self.frames]
        most_fake = [max(in_frame) for in_frame in scores if in_frame]
        return float(np.mean(most_fake)) if most_fake else float("nan")

    def every(self, step: int) -> Seen:
        """What was seen in the first of every `step` frames."""
        return Seen(self.frames[::step], self.label)


@dataclass(frozen=True)
class Agreement:
    """How far another pipeline agrees with the reference.

    steady:     how many faces the reference saw of people whom it saw in STEADY of the frames
    found:      share of these that the other found, too, at SAME_FACE
    difference: mean of what the scores of the faces that both found differ by; NaN: none
    of_clip:    what the scores of the clip differ by; NaN: no face
    labels:     of the verdicts, the reference's first
    """

    steady: int
    found: float
    difference: float
    of_clip: float
    labels: tuple[str, str]


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share, as a part of what they cover together (IoU)."""
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(0, width) * max(0, height)
    return both / (one.width * one.height + other.width * other.height - both)


def same_face(box: Box, faces: Sequence[HasBox]) -> HasBox | None:
    """The one of the faces that shares most with the box, if that is SAME_FACE or more."""
    best = max(faces, key=lambda face: shared(box, face.box), default=None)
    return best if best is not None and shared(box, best.box) >= SAME_FACE else None


def agreement(reference: Seen, other: Seen) -> Agreement:
    """Compare frame by frame; faces too small to be scored do not count."""
    steady = steady_people(reference)
    pairs = [
        (face, same_face(face.box, faces))
        for in_frame, faces in zip(reference.frames, other.frames, strict=True)
        for face in in_frame
        if face.person in steady and _counts(face)
    ]
    differences = [abs(face.fake_score - same.fake_score) for face, same in pairs if same]
    return Agreement(
        steady=len(pairs),
        found=len(differences) / len(pairs) if pairs else 1.0,
        difference=float(np.mean(differences)) if differences else float("nan"),
        of_clip=abs(reference.score - other.score),
        labels=(reference.label, other.label),
    )


def steady_people(seen: Seen) -> set[int]:
    """Those who are in nearly all frames."""
    people = [{face.person for face in faces} for faces in seen.frames]
    fewest = STEADY * len(people)
    return {who for who in set().union(*people) if sum(who in one for one in people) >= fewest}


def seen_in(report: Report, label: str) -> Seen:
    """What the detector saw, and how it is called."""
    frames: dict[int, list[Scored]] = {int(index): [] for index in report.frame}
    for index, scored in zip(
        report.scores.frame, _scored(report.scores, report.boxes), strict=True
    ):
        frames[int(index)].append(scored)
    return Seen(list(frames.values()), label)


def _counts(face: Scored) -> bool:
    return face.box.width >= SMALLEST_FACE


def _scored(scores: FaceScores, boxes: Sequence[Box]) -> list[Scored]:
    return [
        Scored(int(person), box, float(score))
        for person, box, score in zip(scores.person, boxes, scores.fake_score, strict=True)
    ]
