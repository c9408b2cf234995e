"""A labelled folder in, its faces or clips with their scores out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from meso.errors import MesoError
from meso.evaluation.evaluate import Scored
from meso.faces.dataset import INDEX, label_and_method, read_crop, read_index
from meso.values import Floats, Pixels, Tell

AT_ONCE = 64


def score_faces(folder: Path, fake_scores: Callable[[Pixels], Floats], tell: Tell) -> list[Scored]:
    """Score every crop of a folder that `meso faces` made. Raises BadFaces for one that is bad."""
    faces = read_index(folder)
    scored: list[Scored] = []
    for start in range(0, len(faces), AT_ONCE):
        some = faces[start : start + AT_ONCE]
        scores = fake_scores(np.stack([read_crop(folder / face.file) for face in some]))
        scored += [
            Scored(face.method, face.source, float(score))
            for face, score in zip(some, scores, strict=True)
        ]
        tell(len(scored), len(faces))
    return scored


def score_files(
    folder: Path, fake_score: Callable[[Path], float], tell: Tell
) -> tuple[list[Scored], list[str]]:
    """Score every photo and video below real/ and fake/METHOD/; what cannot be is said in words."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    scored: list[Scored] = []
    problems: list[str] = []
    for done, path in enumerate(files, start=1):
        try:
            _, method = label_and_method(path.relative_to(folder).as_posix())
            scored.append(Scored(method, folder.name, fake_score(path)))
        except MesoError as error:
            problems.append(str(error))
        tell(done, len(files))
    return scored, problems


def holds_crops(folder: Path) -> bool:
    """Whether `meso faces` made the folder; otherwise it holds photos and videos."""
    return (folder / INDEX).is_file()
