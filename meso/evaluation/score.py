"""A labelled folder in, its faces or clips with their scores out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from meso.errors import MesoError
from meso.evaluation.evaluate import Scored
from meso.faces.dataset import (
    INDEX,
    LabelledFace,
    label_and_method,
    person_named,
    read_crop,
    read_index,
)
from meso.faces.quality import brightness
from meso.values import Floats, Pixels, Report, Tell

AT_ONCE = 64
COMPRESSIONS = ("c0", "c23", "c40")

Judged = TypeVar("Judged")
FakeScores = Callable[[Pixels], Floats]  # (crops, 256, 256, 3) uint8 RGB to (crops,) float32


def score_faces(folder: Path, fake_scores: FakeScores, tell: Tell) -> list[Scored]:
    """Score every crop of a folder that `meso faces` made. Raises BadFaces for one that is bad."""
    scored: list[Scored] = []
    for faces, crops in read_crops(folder, read_index(folder), tell):
        scored += [
            as_scored(face, score, crop)
            for face, score, crop in zip(faces, fake_scores(crops), crops, strict=True)
        ]
    return scored


def read_crops(
    folder: Path, faces: Sequence[LabelledFace], tell: Tell
) -> Iterator[tuple[Sequence[LabelledFace], Pixels]]:
    """The faces with their crops, AT_ONCE at a time."""
    for start in range(0, len(faces), AT_ONCE):
        some = faces[start : start + AT_ONCE]
        yield some, np.stack([read_crop(folder / face.file) for face in some])
        tell(start + len(some), len(faces))


def as_scored(face: LabelledFace, score: float, crop: Pixels) -> Scored:
    """What is known of a face on disk, with its score."""
    return Scored(
        method=face.method,
        source=face.source,
        fake_score=float(score),
        person=face.person,
        clip=face.clip,
        compression=face.compression,
        width=face.width,
        brightness=brightness(crop),
    )


def score_files(
    folder: Path, detect: Callable[[Path], Report], tell: Tell
) -> tuple[list[Scored], list[str]]:
    """Score every photo and video below real/ and fake/METHOD/; what cannot be is said in words.

    The person is `person_named`, and a folder named c0, c23 or c40 is taken for the compression.
    """
    source = folder.resolve().name

    def judge(path: Path) -> Scored:
        name = path.relative_to(folder).as_posix()
        _, method = label_and_method(name)
        return _judged(path, name, method, source, detect(path))

    return of_each_file(folder, judge, tell)


def of_each_file(
    folder: Path, judge: Callable[[Path], Judged], tell: Tell
) -> tuple[list[Judged], list[str]]:
    """What `judge` says of every file below the folder, in the order of their paths.

    A file of which it raises a MesoError is left out, and the error's sentence returned.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    judged: list[Judged] = []
    problems: list[str] = []
    for done, path in enumerate(files, start=1):
        try:
            judged.append(judge(path))
        except MesoError as error:
            problems.append(str(error))
        tell(done, len(files))
    return judged, problems


def holds_crops(folder: Path) -> bool:
    """Whether `meso faces` made the folder; otherwise it holds photos and videos."""
    return (folder / INDEX).is_file()


def _judged(path: Path, name: str, method: str, source: str, report: Report) -> Scored:
    return Scored(
        method=method,
        source=source,
        fake_score=report.verdict.score,
        person=person_named(path),
        clip=name,
        compression=_compression(path),
        width=float(np.mean([box.width for box in report.boxes])),
        brightness=brightness(report.crops),
        uncertain=report.verdict.label == "uncertain",
        kind=report.kind,
    )


def _compression(path: Path) -> str:
    """That of the nearest folder which is named so."""
    folders = reversed(path.resolve().parent.parts)
    return next((folder for folder in folders if folder in COMPRESSIONS), "")
