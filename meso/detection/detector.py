"""One upload in, a report out: joins finder, crop, tracker, network and rule."""

from __future__ import annotations

from copy import copy
from io import SEEK_END
from pathlib import Path
from time import perf_counter
from typing import BinaryIO, Protocol

import numpy as np

from meso.detection.closer import evidence_of, in_order, seen_before, together
from meso.detection.decide import decide
from meso.detection.look import Look, frames_to_zoom
from meso.detection.rule import Rule
from meso.errors import DamagedMedia, NoFaceFound
from meso.faces.follow import Follow
from meso.media import Media, read
from meso.media.read import Opens
from meso.models.weights import Weights
from meso.values import (
    SMALLEST_FACE,
    Evidence,
    FaceScores,
    Finder,
    Floats,
    Kind,
    Pixels,
    Progress,
    Report,
    Stage,
)


class ScoresCrops(Protocol):
    """A network and the weights in it."""

    @property
    def weights(self) -> Weights:
        """What a report says of the network."""
        ...

    @property
    def device(self) -> str:
        """What it runs on, in words."""
        ...

    def fake_scores(self, crops: Pixels, /) -> Floats:
        """(faces, 256, 256, 3) uint8 RGB to (faces,) float32 in [0, 1]; 1 is fake."""
        ...


def _nobody(stage: Stage, done: int, of: int) -> None:
    """The progress that nobody watches."""


def _took(started: float, looked: float, finding: float) -> dict[str, float]:
    """Seconds by stage, now that the last has ended."""
    ended = perf_counter()
    return {
        "decode": looked - started - finding,
        "find": finding,
        "score": ended - looked,
        "total": ended - started,
    }


class Detector:
    """Scores files, one after the other: load it once. Not for several threads at once."""

    def __init__(
        self,
        network: ScoresCrops,
        find: Finder,
        rule: Rule,
        *,
        photo_rule: Rule | None = None,
        media: Opens = read,
    ) -> None:
        """Join them; media: `meso.media.isolate` for files of people who are not trusted."""
        self.network = network
        self._find = find
        self.rule = rule
        self._photo_rule = photo_rule or rule
        self._media = media

    def with_network(self, network: ScoresCrops) -> Detector:
        """The same finder and rules, another network."""
        other = copy(self)
        other.network = network
        return other

    def with_media(self, media: Opens) -> Detector:
        """The same, but files are opened by something else."""
        other = copy(self)
        other._media = media
        return other

    @property
    def device(self) -> str:
        """What the network runs on, in words."""
        return self.network.device

    @property
    def find(self) -> Finder:
        """What finds the faces of a frame."""
        return self._find

    def rule_for(self, kind: Kind) -> Rule:
        """The rule for a photo or for a video."""
        return self._photo_rule if kind == "image" else self.rule

    def detect(self, path: Path | str, *, frames: int = 32, progress: Progress = _nobody) -> Report:
        """Score the file at `path`; see `detect_stream`."""
        path = Path(path)
        with path.open("rb") as stream:
            return self.detect_stream(stream, path.name, frames=frames, progress=progress)

    def detect_stream(
        self, stream: BinaryIO, name: str, *, frames: int = 32, progress: Progress = _nobody
    ) -> Report:
        """Score a photo, or `frames` frames of a video spread evenly over it.

        stream:   the bytes of the file; its `name` is only said, never opened
        progress: called with a stage ("find", "score"), how many are done, and of how many

        Raises NoFaceFound when no face is large enough to score, DamagedMedia when some frames
        could not be read besides, and whatever `open_media` and its frames raise: an error is never
        turned into a score.
        """
        started = perf_counter()
        media = self._media.open_media(stream, name, frames=frames)
        look = self._look(media, progress)
        looked = perf_counter()
        progress("score", 0, len(look.crops))
        crops = np.stack(look.crops)
        scores = look.scored(self.network.fake_scores(crops))
        file_size = stream.seek(0, SEEK_END) if media.kind == "video" else 0
        unreadable = media.wanted - len(look.frames)
        evidence = look.evidence(
            self._zoomed(look, scores), file_size=file_size, unreadable=unreadable
        )
        progress("score", len(crops), len(crops))
        took = _took(started, looked, look.finding)
        return self._report(media, look, (scores, evidence), crops, took)

    def look_closer(
        self, stream: BinaryIO, name: str, known: Report, *, progress: Progress = _nobody
    ) -> Report:
        """Score a frame more between every two of a video's report; those are not looked at again.

        stream, name, progress: as in `detect_stream`; the bytes must be those of the report
        Raises ValueError where no frame is left between, and what `open_between` raises.
        """
        started = perf_counter()
        media = self._media.open_between(stream, name, known.frame.tolist())
        new = self._seen(media, set(), progress)
        looked = perf_counter()
        progress("score", 0, len(new.crops))
        fake_score = np.empty(0, np.float32)
        if new.crops:
            fake_score = self.network.fake_scores(np.stack(new.crops))
        look, order = together(seen_before(known), new)
        scores = look.scored(in_order(known.scores.fake_score, fake_score, order))
        unreadable = media.wanted - len(new.frames)
        evidence = evidence_of(look, known.evidence, unreadable=unreadable)
        took = _took(started, looked, new.finding)
        took = {stage: known.took.get(stage, 0.0) + seconds for stage, seconds in took.items()}
        return self._report(media, look, (scores, evidence), np.stack(look.crops), took)

    def _seen(self, media: Media, to_zoom: set[int], progress: Progress) -> Look:
        look, find = Look(), Follow(self._find)
        for frame in media.frames:
            progress("find", len(look.frames), media.wanted)
            look.at(frame, find, zoom=len(look.frames) in to_zoom)
        return look

    def _look(self, media: Media, progress: Progress) -> Look:
        look = self._seen(media, frames_to_zoom(media.wanted), progress)
        if look.crops:
            return look
        if len(look.frames) < media.wanted:
            raise DamagedMedia(media.name, read=len(look.frames), wanted=media.wanted)
        raise NoFaceFound(
            media.name,
            looked_at=len(look.frames),
            too_small=look.too_small,
            smallest=SMALLEST_FACE,
        )

    def _zoomed(self, look: Look, scores: FaceScores) -> Floats:
        """The scores of the most fake faces of some frames, cut tighter, as usual and wider."""
        places = look.most_fake_zoomed(scores)
        if not places:
            return np.empty((3, 0), np.float32)
        crops = [look.zoomed[place] for place in places]
        tighter, wider = self.network.fake_scores(np.concatenate(crops)).reshape(-1, 2).T
        return np.stack([tighter, scores.fake_score[places], wider])

    def _report(
        self,
        media: Media,
        look: Look,
        found: tuple[FaceScores, Evidence],
        crops: Pixels,
        took: dict[str, float],
    ) -> Report:
        frame, seconds = np.array(look.frames).T
        scores, evidence = found
        rule = self.rule_for(media.kind)
        return Report(
            source=media.name,
            kind=media.kind,
            model=self.network.weights.name,
            weights_sha256=self.network.weights.sha256,
            verdict=decide(scores, rule, looked_at=len(frame), evidence=evidence),
            frame=frame.astype(np.int64),
            seconds=seconds.astype(np.float32),
            scores=scores,
            boxes=look.boxes,
            crops=crops,
            evidence=evidence,
            not_scored=tuple(look.missed),
            glances=np.stack(look.glances),
            took=took,
        )
