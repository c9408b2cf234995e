"""Listed pictures and videos in, a folder of face crops and its index out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from meso.errors import BadFaces, DamagedMedia, MesoError, NotWritten
from meso.faces.clips import Clip, Listed
from meso.faces.crop import crop, into_crop
from meso.faces.dataset import INDEX, LabelledFace, as_png, label_and_method, write_index
from meso.faces.quality import too_small
from meso.faces.record import Record
from meso.media import open_media
from meso.values import Finder, Floats, Tell


@dataclass(frozen=True)
class Extracted:
    """What came of it: the faces of all sides, and a sentence for every file that gave none."""

    faces: list[LabelledFace]
    problems: list[str]


_Row = tuple[str, int, list[float]]  # the first three of a _Found, as the record keeps them


class _Found(NamedTuple):
    """A face of a clip: where its crop goes, its width in the clip, its landmarks in the crop."""

    file: str
    width: int
    landmarks: Floats
    png: bytes


def extract(
    listed: Listed,
    out: Path,
    find: Finder,
    *,
    frames: int = 32,
    tell: Tell = lambda done, of: None,
) -> Extracted:
    """Crop the widest face of every frame of every clip into the folder of its side, below `out`.

    frames: how many of each video

    A file that cannot be used is named in `problems`, and the rest goes on. A run that was
    interrupted goes on where it was when it is started again. Raises BadFaces when a side has no
    face at all, and NotWritten when the disk is full.
    """
    record = Record(out, f"{frames} frames of {listed.folder.resolve()}", of=len(listed.clips))
    sides: dict[str, list[LabelledFace]] = {clip.side: [] for clip in listed.clips}
    problems: list[str] = []
    for done, clip in enumerate(listed.clips, start=1):
        name = listed.name(clip)
        try:
            if not (kept := _kept(clip, out, record)):
                kept = _keep(clip, _look(clip, name, find, frames), out, record)
            sides[clip.side] += [_labelled(clip, *face) for face in kept]
        except NotWritten:
            raise
        except MesoError as error:
            problems.append(str(error))
        except OSError as error:
            problems.append(f"{name} cannot be read: {error.strerror or error}. Copy it again.")
        tell(done, len(listed.clips))
    _write_indexes(listed, out, sides, record)
    faces = [face for some in sides.values() for face in some]
    return Extracted(faces, problems + listed.problems)


def _look(clip: Clip, name: str, find: Finder, frames: int) -> list[_Found]:
    """The faces of a clip, with their crops as PNG files.

    Raises BadFaces where there is none, DamagedMedia where not all frames can be read.
    """
    found, seen = [], 0
    with clip.path.open("rb") as stream:
        media = open_media(stream, name, frames=frames, any_size=True)
        for frame in media.frames:
            seen += 1
            widest = next((face for face in find(frame.pixels) if not too_small(face)), None)
            if widest is None:
                continue
            # The whole name, suffix and all: a.mp4 and a.mov may lie side by side.
            many = media.kind == "video"
            file = f"{clip.file}/{frame.index:05d}.png" if many else f"{clip.file}.png"
            png = as_png(crop(frame.pixels, widest.landmarks))
            found.append(_Found(file, widest.box.width, into_crop(widest.landmarks), png))
    if seen < media.wanted:  # to learn from half a clip would be to hide the other half
        raise DamagedMedia(name, read=seen, wanted=media.wanted)
    if not found:
        raise BadFaces(f"{name} shows no face that is large enough.")
    return found


def _keep(clip: Clip, found: list[_Found], out: Path, record: Record) -> list[_Row]:
    """Write the crops of a clip, then that it is done."""
    for face in found:
        record.write(out / clip.side / face.file, face.png)
    rows: list[_Row] = [(face.file, face.width, face.landmarks.ravel().tolist()) for face in found]
    record.add(_key(clip), {"bytes": clip.path.stat().st_size, "faces": rows})
    return rows


def _kept(clip: Clip, out: Path, record: Record) -> list[_Row]:
    """What an interrupted run kept of a clip that is still the same; nothing otherwise."""
    entry = record.entries.get(_key(clip))
    if not entry or entry["bytes"] != clip.path.stat().st_size:
        return []
    rows: list[_Row] = entry["faces"]
    return rows if all((out / clip.side / file).is_file() for file, *_ in rows) else []


def _key(clip: Clip) -> str:
    return f"{clip.side}/{clip.file}"


def _labelled(clip: Clip, file: str, width: int, landmarks: list[float]) -> LabelledFace:
    is_fake, method = label_and_method(clip.file)
    return LabelledFace(
        file=file,
        is_fake=is_fake,
        method=method,
        source=clip.source,
        compression=clip.compression,
        person=clip.person,
        donor=clip.donor,
        clip=clip.file,
        width=width if clip.width is None else clip.width,
        landmarks=np.array(landmarks, np.float32).reshape(5, 2),
    )


def _write_indexes(
    listed: Listed, out: Path, sides: dict[str, list[LabelledFace]], record: Record
) -> None:
    if not any(sides.values()):
        record.finish()  # nothing to go on from
        raise BadFaces(
            f"{listed.folder} gave no face at all. It needs pictures or videos of faces in real/ "
            "and in fake/METHOD/."
        )
    for side, faces in sides.items():
        if not faces:
            raise BadFaces(
                f"{listed.folder} gave no face for {side}. Choose another --split, or add clips."
            )
    for side, faces in sides.items():
        with record.telling(INDEX):
            write_index(out / side, faces)
    record.finish()
