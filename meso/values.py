"""What flows through the rooms: frozen data with shapes and units, no behaviour worth mocking."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

SMALLEST_FACE = 64  # pixels; narrower faces, and smaller pictures, are named and not scored

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

Kind = Literal["image", "video"]
Label = Literal["real", "fake", "uncertain"]
Code = Literal[
    "few_frames",
    "in_band",
    "crops_disagree",
    "run_disagrees",
    "blurred",
    "dark",
    "compressed",
    "small",
    "damaged",
]
Stage = Literal["load", "find", "score", "retrain"]
Progress = Callable[[Stage, int, int], None]  # called with (stage, done, of)
Tell = Callable[[int, int], None]  # called with (done, of)


@dataclass(frozen=True, eq=False)
class Frame:
    """One picture of a video, or the photo itself (index 0, second 0).

    index:   place in the video, counted from 0 in the order of showing
    seconds: time at which it is shown, from the start of the video
    pixels:  (height, width, 3) uint8 RGB, upright
    """

    index: int
    seconds: float
    pixels: Pixels


class Box(NamedTuple):
    """A rectangle in pixels of its frame; right and bottom are just outside it."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, eq=False)
class Face:
    """Where a face is in a frame.

    landmarks:  (5, 2) float32, x and y in pixels of the frame: left eye, right eye, nose tip,
                left and right corner of the mouth, left and right as the viewer sees them
    confidence: in [0, 1], how sure the finder is that this is a face; says nothing about fakes
    """

    box: Box
    landmarks: Floats
    confidence: float


Finder = Callable[[Pixels], list[Face]]  # (height, width, 3) uint8 RGB in; faces out, widest first


@dataclass(frozen=True, eq=False)
class FaceScores:
    """How fake each face looked, one entry a face, in the order of the frames.

    frame:      (faces,) int64, index of the frame that the face is in
    seconds:    (faces,) float32, time of that frame
    person:     (faces,) int64, 0 for the person met first
    fake_score: (faces,) float32 in [0, 1]; 0 is surely real, 1 is surely fake
    """

    frame: Ints
    seconds: Floats
    person: Ints
    fake_score: Floats

    def per_frame(self) -> FrameScores:
        """The frames these faces are in; a frame is as fake as its most fake face."""
        frame, first, which, faces = np.unique(
            self.frame, return_index=True, return_inverse=True, return_counts=True
        )
        most_fake = np.zeros(len(frame), np.float32)
        np.maximum.at(most_fake, which, self.fake_score)
        return FrameScores(frame, self.seconds[first], most_fake, faces)

    def of(self, person: int) -> FaceScores:
        """The entries of one person."""
        mine = self.person == person
        return FaceScores(
            self.frame[mine], self.seconds[mine], self.person[mine], self.fake_score[mine]
        )

    @property
    def people(self) -> list[int]:
        """The people, in the order they were met."""
        return [int(person) for person in np.unique(self.person)]


@dataclass(frozen=True, eq=False)
class FrameScores:
    """How fake each frame looked, one entry a frame that shows a scored face.

    frame, seconds, fake_score: as in FaceScores, shape (frames,)
    faces: (frames,) int64, how many faces were scored in the frame
    """

    frame: Ints
    seconds: Floats
    fake_score: Floats
    faces: Ints


@dataclass(frozen=True, eq=False)
class Evidence:
    """What was measured on the faces besides their scores.

    zoomed:         (3, frames) float32, the fake score of the most fake face of a few frames in a
                    tighter, the usual and a wider crop
    sharpness:      of the middlemost face; see `meso.faces.quality`
    brightness:     of the middlemost face, from 0 to 255
    width:          of the middlemost face, in pixels of its frame
    bits_per_pixel: of a video, all frames taken together; 0 for a photo
    unreadable:     how many of the frames to look at could not be read
    """

    zoomed: Floats
    sharpness: float
    brightness: float
    width: float
    bits_per_pixel: float = 0.0
    unreadable: int = 0


@dataclass(frozen=True)
class Verdict:
    """What was decided, and from what.

    score:       in [0, 1], the frames' scores reduced to one number
    threshold:   where fake begins
    reduction:   name of the reduction ("mean" is the paper's)
    frames:      how many frames the score stands on
    reasons:     why, in sentences; for "uncertain" what keeps it from being sure
    cautions:    what makes such files hard to judge, in sentences; they leave the label as it is
    codes:       a name for each doubt: those among the reasons, then those of the cautions
    probability: of fake, where fakes are as common as real ones; None: not measured
    error_rate:  share of validation items with such a score that were judged wrongly; None: not
                 measured, or not judged
    """

    label: Label
    score: float
    threshold: float
    reduction: str
    frames: int
    reasons: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()
    probability: float | None = None
    error_rate: float | None = None


@dataclass(frozen=True)
class NotScored:
    """A frame, or a face in it, that got no score, and why. It never becomes a number."""

    frame: int
    seconds: float
    reason: Literal["no face", "too small"]
    box: Box | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """Everything that is known about one upload: page, terminal, batch row and test look at this.

    frame, seconds: (frames,) every frame that was looked at, with or without a face
    scores: one entry a scored face
    boxes:  one a scored face, in pixels of its frame
    crops:  (faces, 256, 256, 3) uint8 RGB, exactly what the network saw
    evidence: what else the verdict stands on, to decide again with another rule
    glances: (frames, 729) float32, the share of each colour in each frame that was looked at, by
             which shots are told apart when more frames are looked at
    took:   seconds of wall clock by stage: decode, find, score, total
    """

    source: str
    kind: Kind
    model: str
    weights_sha256: str
    verdict: Verdict
    frame: Ints
    seconds: Floats
    scores: FaceScores
    boxes: tuple[Box, ...]
    crops: Pixels = field(repr=False)
    evidence: Evidence | None = None
    not_scored: tuple[NotScored, ...] = ()
    glances: Floats = field(default_factory=lambda: np.empty((0, 0), np.float32), repr=False)
    took: Mapping[str, float] = field(default_factory=dict)

    def why_not_scored(self) -> dict[str, int]:
        """How often each reason kept a frame or a face from being scored."""
        return dict(Counter(miss.reason for miss in self.not_scored))
