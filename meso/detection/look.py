"""Frames in, one at a time; the faces to score, their crops and what was missed out."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from meso.faces.crop import crop
from meso.faces.quality import too_small
from meso.faces.track import track
from meso.values import Box, Face, FaceScores, Finder, Floats, Frame, NotScored, Pixels


@dataclass
class Look:
    """What was seen so far: the crops of each frame, never the frames themselves.

    frames:  index and second of every frame looked at
    faces:   one list a frame, of the faces that are large enough
    crops:   one a face, (256, 256, 3) uint8 RGB
    missed:  frames without a face and faces without a score
    finding: seconds of wall clock spent in the finder and the crop
    """

    frames: list[tuple[int, float]] = field(default_factory=list)
    faces: list[list[Face]] = field(default_factory=list)
    crops: list[Pixels] = field(default_factory=list)
    missed: list[NotScored] = field(default_factory=list)
    finding: float = 0.0

    def at(self, frame: Frame, find: Finder) -> None:
        """Find the faces of a frame and keep their crops."""
        started = perf_counter()
        found = find(frame.pixels)
        faces = [face for face in found if not too_small(face)]
        self.frames.append((frame.index, frame.seconds))
        self.faces.append(faces)
        self.crops += [crop(frame.pixels, face.landmarks) for face in faces]
        self.missed += _missed(frame, found)
        self.finding += perf_counter() - started

    def scored(self, fake_score: Floats) -> FaceScores:
        """The scores of the crops, (faces,) float32, with the frame and the person of each."""
        faces_in = [len(faces) for faces in self.faces]
        frame, seconds = np.repeat(np.array(self.frames), faces_in, axis=0).T
        person = [number for numbers in track(self.faces) for number in numbers]
        return FaceScores(
            frame.astype(np.int64), seconds.astype(np.float32), np.array(person), fake_score
        )

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where each scored face is in its frame."""
        return tuple(face.box for faces in self.faces for face in faces)

    @property
    def too_small(self) -> int:
        """How many faces were found but too small to score."""
        return sum(miss.reason == "too small" for miss in self.missed)


def _missed(frame: Frame, found: list[Face]) -> list[NotScored]:
    if not found:
        return [NotScored(frame.index, frame.seconds, "no face")]
    small = [face for face in found if too_small(face)]
    return [NotScored(frame.index, frame.seconds, "too small", face.box) for face in small]
