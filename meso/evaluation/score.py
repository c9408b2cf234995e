"""A labelled folder in, its faces or clips with their scores out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from meso.errors import MesoError
from meso.evaluation.evaluate import Scored
from meso.faces.dataset import INDEX, LabelledFace, label_and_method, read_crop, read_index
from meso.values import Floats, Pixels, Report, Tell

AT_ONCE = 64
COMPRESSIONS = ("c0", "c23", "c40")

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
        brightness=float(crop.mean()),
    )


def score_files(
    folder: Path, detect: Callable[[Path], Report], tell: Tell
) -> tuple[list[Scored], list[str]]:
    """Score every photo and video below real/ and fake/METHOD/; what cannot be is said in words.

    The name up to the first "_" is taken for the person, as `meso faces` does, and a folder named
    c0, c23 or c40 for the compression.
    """
    source = folder.resolve().name
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    scored: list[Scored] = []
    problems: list[str] = []
    for done, path in enumerate(files, start=1):
        try:
            name = path.relative_to(folder).as_posix()
            _, method = label_and_method(name)
            scored.append(_judged(path, name, method, source, detect(path)))
        except MesoError as error:
            problems.append(str(error))
        tell(done, len(files))
    return scored, problems


def holds_crops(folder: Path) -> bool:
    """Whether `meso faces` made the folder; otherwise it holds photos and videos."""
    return (folder / INDEX).is_file()


def _judged(path: Path, name: str, method: str, source: str, report: Report) -> Scored:
    return Scored(
        method=method,
        source=source,
        fake_score=report.verdict.score,
        person=path.stem.split("_")[0],
        clip=name,
        compression=_compression(path),
        width=float(np.mean([box.width for box in report.boxes])),
        brightness=float(report.crops.mean()),
        uncertain=report.verdict.label == "uncertain",
        kind=report.kind,
    )


def _compression(path: Path) -> str:
    """That of the nearest folder which is named so."""
    folders = reversed(path.resolve().parent.parts)
    return next((folder for folder in folders if folder in COMPRESSIONS), "")
