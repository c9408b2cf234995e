"""Labelled pictures and videos in, a folder of face crops and its index out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from meso.errors import BadFaces, MesoError
from meso.faces.crop import crop, into_crop
from meso.faces.dataset import LabelledFace, label_and_method, write_index
from meso.faces.quality import too_small
from meso.media import open_media
from meso.values import Face, Finder, Frame, Tell


@dataclass(frozen=True)
class Extracted:
    """What came of it: the faces, and a sentence for every file that gave none."""

    faces: list[LabelledFace]
    problems: list[str]


@dataclass(frozen=True)
class Origin:
    """Whose face a file shows, which collection it comes from and how strongly it is compressed.

    width: of the face in pixels before the file was made, where the file itself is a cut-out
    """

    person: str
    source: str
    compression: str = ""
    width: int | None = None


def extract(
    source: Path,
    out: Path,
    find: Finder,
    *,
    frames: int = 32,
    about: Path | None = None,
    tell: Tell = lambda done, of: None,
) -> Extracted:
    """Crop the widest face of every frame of every file below `source` into the folder `out`.

    source: holds real/… and fake/METHOD/…, pictures or videos
    about:  a CSV with the columns file, person and source, and where they are known compression
            and width (of the face, before the file was cut out of a larger picture); of a file
            that it does not list, the name up to the first "_" is the person (as FaceForensics++
            names its clips) and the name of the folder `source` the source

    A file that cannot be used is named in `problems`, and the rest goes on. Raises BadFaces when
    nothing was found or `about` lacks a column.
    """
    files = sorted(path for path in source.rglob("*") if path.is_file())
    origins = _read_origins(about) if about else {}
    faces: list[LabelledFace] = []
    problems: list[str] = []
    for done, path in enumerate(files, start=1):
        name = path.relative_to(source).as_posix()
        origin = origins.get(name) or Origin(path.stem.split("_")[0], source.name)
        try:
            found = list(_faces_of(path, name, out, find, frames, origin))
            faces += found
            problems += [] if found else [f"{name} shows no face that is large enough."]
        except MesoError as error:
            problems.append(str(error))
        tell(done, len(files))
    if not faces:
        raise BadFaces(
            f"{source} gave no face at all. It needs pictures or videos of faces in "
            "real/ and in fake/METHOD/."
        )
    write_index(out, faces)
    return Extracted(faces, problems)


def _faces_of(
    path: Path, name: str, out: Path, find: Finder, frames: int, origin: Origin
) -> Iterator[LabelledFace]:
    is_fake, method = label_and_method(name)
    with path.open("rb") as stream:
        media = open_media(stream, name, frames=frames)
        for frame in media.frames:
            widest = next((face for face in find(frame.pixels) if not too_small(face)), None)
            if widest is None:
                continue
            # The whole name, suffix and all: a.mp4 and a.mov may lie side by side.
            file = f"{name}/{frame.index:05d}.png" if media.kind == "video" else f"{name}.png"
            _write(out / file, frame, widest)
            yield LabelledFace(
                file=file,
                is_fake=is_fake,
                method=method,
                source=origin.source,
                compression=origin.compression,
                person=origin.person,
                clip=name,
                width=widest.box.width if origin.width is None else origin.width,
                landmarks=into_crop(widest.landmarks),
            )


def _write(path: Path, frame: Frame, face: Face) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = cv2.cvtColor(crop(frame.pixels, face.landmarks), cv2.COLOR_RGB2BGR)
    if not cv2.imwrite(str(path), picture, [cv2.IMWRITE_PNG_COMPRESSION, 1]):
        raise BadFaces(f"{path} could not be written. Is the disk full?")


def _read_origins(about: Path) -> dict[str, Origin]:
    with about.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if missing := {"file", "person", "source"} - {*(rows.fieldnames or ())}:
            raise BadFaces(
                f"{about} lacks a column: {', '.join(sorted(missing))}. Its first line must name "
                "file, person and source."
            )
        return {row["file"]: _origin(row) for row in rows}


def _origin(row: dict[str, str]) -> Origin:
    width = row.get("width")
    return Origin(
        row["person"],
        row["source"],
        compression=row.get("compression") or "",
        width=round(float(width)) if width else None,
    )
