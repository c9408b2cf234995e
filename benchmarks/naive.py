"""A clip in, scored faces out, as one writes it first: the reference that speed is compared with.

Every frame is read, MTCNN looks at 32 of them at full resolution, and each face goes through the
network alone. The crop, the tracker and the network are the project's, so that only the way
differs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import keras
import numpy as np
from mtcnn import MTCNN

from benchmarks.agreement import Scored, Seen
from benchmarks.measure import Watch
from meso.detection.decide import Rule, decide
from meso.faces.crop import crop
from meso.faces.track import track
from meso.values import Box, Face, FaceScores, Pixels

LANDMARKS = ("left_eye", "right_eye", "nose", "mouth_left", "mouth_right")


def naive(
    path: Path, mtcnn: MTCNN, model: keras.Model, *, wanted: set[int], rule: Rule, watch: Watch
) -> Seen:
    """Look at the wanted frames of a clip; watch: is told the stages decode, find and score."""
    with watch("decode"):
        pictures = _read(path, wanted)
    with watch("find"):
        faces = [_find(mtcnn, picture) for picture in pictures]
    with watch("score"):
        scores = [_scores(model, *found) for found in zip(pictures, faces, strict=True)]
    return _seen(faces, scores, rule)


def aside(path: Path, mtcnn: MTCNN, model: keras.Model, *, wanted: set[int], rule: Rule) -> Seen:
    """The same for the wanted frames moved by a pixel: how far mtcnn agrees with itself."""
    pictures = [np.roll(picture, 1, axis=1) for picture in _read(path, wanted)]
    faces = [_find(mtcnn, picture) for picture in pictures]
    scores = [_scores(model, *found) for found in zip(pictures, faces, strict=True)]
    return _seen(faces, scores, rule)


def _read(path: Path, wanted: set[int]) -> list[Pixels]:
    video = cv2.VideoCapture(str(path))
    kept, index = [], 0
    while True:
        there, picture = video.read()
        if not there:
            break
        if index in wanted:
            kept.append(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        index += 1
    video.release()
    return kept


def _find(mtcnn: MTCNN, picture: Pixels) -> list[Face]:
    return [_face(found) for found in mtcnn.detect_faces(picture)]


def _scores(model: keras.Model, picture: Pixels, faces: list[Face]) -> list[float]:
    return [_score(model, crop(picture, face.landmarks)) for face in faces]


def _face(found: dict[str, Any]) -> Face:
    left, top, width, height = found["box"]
    landmarks = np.array([found["keypoints"][name] for name in LANDMARKS], np.float32)
    return Face(Box(left, top, left + width, top + height), landmarks, found["confidence"])


def _score(model: keras.Model, face: Pixels) -> float:
    return float(model.predict(face[None], verbose=0)[0, 0])


def _seen(faces: list[list[Face]], scores: list[list[float]], rule: Rule) -> Seen:
    rows = [
        [Scored(person, face.box, score) for person, face, score in zip(*row, strict=True)]
        for row in zip(track(faces), faces, scores, strict=True)
    ]
    return Seen(rows, _label(rows, rule))


def _label(rows: list[list[Scored]], rule: Rule) -> str:
    """What the project's rule says; "no face" where there is nothing to say."""
    flat = [(number, one) for number, row in enumerate(rows) for one in row]
    if not flat:
        return "no face"
    scores = FaceScores(
        frame=np.array([number for number, _ in flat]),
        seconds=np.array([number for number, _ in flat], np.float32),
        person=np.array([one.person for _, one in flat]),
        fake_score=np.array([one.fake_score for _, one in flat], np.float32),
    )
    return decide(scores, rule, looked_at=len(rows)).label
