"""Frames with their times in, one after the other; after each, the verdict on the last seconds out.

However long it goes on, it keeps the numbers of one window and of those whom it saw last, and no
picture.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from math import ceil

import numpy as np

from meso.detection.decide import decide
from meso.detection.detector import ScoresCrops
from meso.detection.doubts import starts_at
from meso.detection.look import Look, Qualities, middlemost, qualities
from meso.detection.rule import Rule
from meso.faces.follow import Follow
from meso.faces.shots import Shots
from meso.faces.track import Tracker
from meso.values import Box, FaceScores, Finder, Floats, Frame, Ints, Verdict

SHOTS, PEOPLE = 8, 64  # that are known again, those seen last: a stream has no end


@dataclass(frozen=True, eq=False)
class Seen:
    """The faces of one frame that was looked at; no pixel of it.

    frame, seconds: its index and time
    person, fake_score, qualities: one entry a scored face, as in FaceScores and `look.qualities`
    boxes:     where they are in the frame
    too_small: how many more were found that are too small to score
    """

    frame: int
    seconds: float
    person: Ints
    fake_score: Floats
    qualities: Qualities
    boxes: tuple[Box, ...]
    too_small: int

    @property
    def score(self) -> float | None:
        """Of the most fake face; None: no face was scored, which is no number."""
        return float(self.fake_score.max()) if len(self.fake_score) else None


@dataclass(frozen=True, eq=False)
class Moment:
    """What is known after a frame.

    seen:      the frame
    looked_at: frames in the window
    scored:    those of them that show a scored face
    people:    whose faces these are
    verdict:   on the window; None: there is none, and `why` says why
    """

    seen: Seen
    looked_at: int
    scored: int
    people: tuple[int, ...]
    verdict: Verdict | None
    why: str = ""


class Watch:
    """Looks at one frame after the other: `Watch(detector.network, detector.find, detector.rule)`.

    People keep their numbers while they are seen; after a cut they have new ones, unless a shot of
    the last SHOTS comes again.
    """

    def __init__(
        self,
        network: ScoresCrops,
        find: Finder,
        rule: Rule,
        *,
        seconds: float = 16.0,
        every: float = 0.5,
    ) -> None:
        """seconds: how long the window is; every: how far apart the frames are at least."""
        self.seconds = seconds
        self._network, self._rule = network, rule
        self._follow = Follow(find)
        self._shots, self._track = Shots(most=SHOTS), Tracker(most=PEOPLE)
        self._window: deque[Seen] = deque(maxlen=ceil(seconds / every) + 1)

    @property
    def threshold(self) -> float:
        """Where fake begins."""
        return starts_at(self._rule)

    def at(self, frame: Frame) -> Moment:
        """Look at a frame, not earlier than the one before, and judge what is in the window."""
        seen = self._look(frame)
        while self._window and self._window[0].seconds <= seen.seconds - self.seconds:
            self._window.popleft()
        self._window.append(seen)
        scores = scores_of(self._window)
        verdict, why = self._judged(scores)
        return Moment(
            seen,
            looked_at=len(self._window),
            scored=len(np.unique(scores.frame)),
            people=tuple(scores.people),
            verdict=verdict,
            why=why,
        )

    def _look(self, frame: Frame) -> Seen:
        look = Look()
        look.at(frame, self._follow)
        (faces,), (glance,) = look.faces, look.glances
        people = self._track(faces, self._shots(glance))
        scores = np.empty(0, np.float32)
        if look.crops:
            scores = self._network.fake_scores(np.stack(look.crops))
        return Seen(
            frame.index,
            frame.seconds,
            person=np.array(people, np.int64),
            fake_score=scores,
            qualities=qualities(look.crops, [box.width for box in look.boxes]),
            boxes=look.boxes,
            too_small=look.too_small,
        )

    def _judged(self, scores: FaceScores) -> tuple[Verdict | None, str]:
        """The verdict on the window; or None, and why there is none.

        Error rate and probability are left out: they were measured on whole clips.
        """
        looked_at, last = len(self._window), f"the last {self.seconds:g} s"
        fewest = self._rule.fewest_frames
        if looked_at < fewest:
            frames = "1 frame was" if looked_at == 1 else f"{looked_at} frames were"
            return None, f"Only {frames} looked at in {last}; a verdict needs {fewest}."
        if not len(scores.frame):
            return None, f"No face to score in {last}."
        evidence = middlemost(np.concatenate([seen.qualities for seen in self._window]))
        verdict = decide(scores, self._rule, looked_at=looked_at, evidence=evidence)
        return replace(verdict, probability=None, error_rate=None), ""


def scores_of(window: deque[Seen]) -> FaceScores:
    """The scores of all faces in the window, in the order of its frames."""
    faces_in = [len(seen.person) for seen in window]
    return FaceScores(
        frame=np.repeat(np.array([seen.frame for seen in window], np.int64), faces_in),
        seconds=np.repeat(np.array([seen.seconds for seen in window], np.float32), faces_in),
        person=np.concatenate([seen.person for seen in window]),
        fake_score=np.concatenate([seen.fake_score for seen in window]),
    )
