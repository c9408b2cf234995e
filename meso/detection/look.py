"""Frames in, one at a time; the faces to score, their crops and what was missed out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from meso.faces.crop import crop
from meso.faces.follow import Follow
from meso.faces.quality import brightness, sharpness, too_small
from meso.faces.shots import shots
from meso.faces.track import track
from meso.media.video import spread
from meso.values import Box, Evidence, Face, FaceScores, Floats, Frame, NotScored, Pixels

TIGHTER, WIDER = 0.9, 1.1  # of the usual crop's side
ZOOMED = 4  # frames, evenly spread, whose faces are cut out tighter and wider, too

Qualities = NDArray[np.float64]


@dataclass
class Look:
    """What was seen so far: the crops of each frame, never the frames themselves.

    frames:  index and second of every frame looked at
    faces:   one list a frame, of the faces that are large enough
    glances: one a frame, to know the shots by
    crops:   one a face, (256, 256, 3) uint8 RGB
    zoomed:  a tighter and a wider crop of some of the faces, by their place in `crops`
    pixels:  how many the video has, all its frames up to here taken together
    missed:  frames without a face and faces without a score
    finding: seconds of wall clock spent in the finder and the crop
    """

    frames: list[tuple[int, float]] = field(default_factory=list)
    faces: list[list[Face]] = field(default_factory=list)
    glances: list[Floats] = field(default_factory=list)
    crops: list[Pixels] = field(default_factory=list)
    zoomed: dict[int, list[Pixels]] = field(default_factory=dict)
    pixels: int = 0
    missed: list[NotScored] = field(default_factory=list)
    finding: float = 0.0

    def at(self, frame: Frame, find: Follow, *, zoom: bool = False) -> None:
        """Find the faces of a frame and keep their crops; zoom: tighter and wider ones, too."""
        started = perf_counter()
        found = find(frame.pixels)
        faces = [face for face in found if not too_small(face)]
        self.frames.append((frame.index, frame.seconds))
        self.faces.append(faces)
        self.glances.append(find.glance)
        if zoom:
            places = range(len(self.crops), len(self.crops) + len(faces))
            self.zoomed |= dict(zip(places, map(partial(_zoomed, frame), faces), strict=True))
        self.crops += [crop(frame.pixels, face.landmarks) for face in faces]
        height, width = frame.pixels.shape[:2]
        self.pixels = height * width * (frame.index + 1)
        self.missed += _missed(frame, found)
        self.finding += perf_counter() - started

    def scored(self, fake_score: Floats) -> FaceScores:
        """The scores of the crops, (faces,) float32, with the frame and the person of each."""
        faces_in = [len(faces) for faces in self.faces]
        frame, seconds = np.repeat(np.array(self.frames), faces_in, axis=0).T
        people = track(self.faces, shots(self.glances))
        person = [number for numbers in people for number in numbers]
        return FaceScores(
            frame.astype(np.int64), seconds.astype(np.float32), np.array(person), fake_score
        )

    def most_fake_zoomed(self, scores: FaceScores) -> list[int]:
        """The place of the most fake face of each frame that was cut out tighter and wider, too."""
        most_fake: dict[int, int] = {}
        for place in self.zoomed:
            frame = int(scores.frame[place])
            best = most_fake.setdefault(frame, place)
            most_fake[frame] = max(best, place, key=scores.fake_score.__getitem__)
        return list(most_fake.values())

    def evidence(self, zoomed: Floats, *, file_size: int, unreadable: int = 0) -> Evidence:
        """What else is known of the faces.

        file_size: of a video, in bytes, 0 for a photo; unreadable: frames that could not be read
        """
        return replace(
            measured(self.crops, [box.width for box in self.boxes]),
            zoomed=zoomed,
            bits_per_pixel=8 * file_size / self.pixels,
            unreadable=unreadable,
        )

    @property
    def boxes(self) -> tuple[Box, ...]:
        """Where each scored face is in its frame."""
        return tuple(face.box for faces in self.faces for face in faces)

    @property
    def too_small(self) -> int:
        """How many faces were found but too small to score."""
        return sum(miss.reason == "too small" for miss in self.missed)


def measured(crops: Sequence[Pixels] | Pixels, widths: Sequence[int]) -> Evidence:
    """How sharp, bright and wide the middlemost face is; no crop but the usual one is known.

    crops: (faces, 256, 256, 3) uint8 RGB; widths: of the faces in pixels of their frames
    """
    return middlemost(qualities(crops, widths))


def qualities(crops: Sequence[Pixels] | Pixels, widths: Sequence[int]) -> Qualities:
    """(faces, 3): how sharp, bright and wide each face is; see `measured`."""
    rows = [*zip(map(sharpness, crops, widths), map(brightness, crops), widths, strict=True)]
    return np.array(rows, np.float64).reshape(-1, 3)


def middlemost(faces: Qualities) -> Evidence:
    """What `qualities` says of the middlemost face; there must be one."""
    sharp, bright, wide = np.median(faces, axis=0).tolist()
    return Evidence(np.empty((3, 0), np.float32), sharpness=sharp, brightness=bright, width=wide)


def frames_to_zoom(wanted: int) -> set[int]:
    """Which of the frames looked at, counted from 0, are cut out tighter and wider, too."""
    return set(spread(wanted, ZOOMED))


def _zoomed(frame: Frame, face: Face) -> list[Pixels]:
    return [crop(frame.pixels, face.landmarks, wider=wider) for wider in (TIGHTER, WIDER)]


def _missed(frame: Frame, found: list[Face]) -> list[NotScored]:
    if not found:
        return [NotScored(frame.index, frame.seconds, "no face")]
    small = [face for face in found if too_small(face)]
    return [NotScored(frame.index, frame.seconds, "too small", face.box) for face in small]
