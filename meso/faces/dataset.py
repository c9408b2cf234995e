"""A folder of face crops and its index in; labelled faces, each with its person, out.

FACES/real/….png and FACES/fake/METHOD/….png hold crops made by the one crop; FACES/faces.csv has
a row a face. `meso faces` writes both.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from meso.errors import BadFaces
from meso.values import Floats, Pixels

INDEX = "faces.csv"
UNNAMED = "unnamed"  # the method of a fake that lies in fake/ itself
COLUMNS = (
    "file",
    "label",
    "method",
    "source",
    "compression",
    "person",
    "donor",
    "clip",
    "width",
    "landmarks",
)


@dataclass(frozen=True, eq=False)
class LabelledFace:
    """One crop on disk and what is known of it.

    file:        path below the folder, with forward slashes
    method:      how the fake was made; "" for a real face
    source:      the collection it comes from
    person:      whose face it is; faces of one person never stand on both sides of a split
    clip:        the picture or video that it was cut from; the faces of one clip share it
    landmarks:   (5, 2) float32 in pixels of the crop
    compression: "c0", "c23" or "c40", as FaceForensics++ names them; "" where it is not known
    width:       of the face in pixels of that picture; 0 where it is not known
    donor:       who else a fake shows: whose face, or whose expression, was put into it; "" for
                 a real face and where it is not known
    """

    file: str
    is_fake: bool
    method: str
    source: str
    person: str
    clip: str
    landmarks: Floats
    compression: str = ""
    width: int = 0
    donor: str = ""


class Shown(Protocol):
    """A face, or a clip that is still to be cut into faces: a file that shows one person or two."""

    @property
    def file(self) -> str:
        """Path below the folder, with forward slashes."""

    @property
    def person(self) -> str:
        """Whose face it is."""

    @property
    def donor(self) -> str:
        """Who else a fake shows; "" for nobody who is known."""


def label_and_method(file: str) -> tuple[bool, str]:
    """What a path says: real/… is real, fake/METHOD/… is fake, fake/FILE is of no named method.

    Anything else raises BadFaces.
    """
    match Path(file).parts:
        case ("real", *_):
            return False, ""
        case ("fake", method, _, *_):
            return True, method
        case ("fake", _):
            return True, UNNAMED
    raise BadFaces(
        f"{file} is neither in real/ nor in fake/METHOD/. Put real faces in real/ and fakes in "
        "a folder below fake/ that is named after the method, such as fake/deepfakes/."
    )


def person_named(path: Path) -> str:
    """Whom a file shows by its name: what stands before the first "_", as in FaceForensics++."""
    return path.stem.split("_")[0]


def read_index(folder: Path) -> list[LabelledFace]:
    """The faces of a folder, in the order of its index. Raises BadFaces when it has none."""
    path = folder / INDEX
    if not path.is_file():
        raise BadFaces(
            f"{folder} has no {INDEX}. Make it from pictures or videos: meso faces SOURCE {folder}"
        )
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        try:
            faces = [_from_row(row) for row in rows]
        except (KeyError, ValueError, TypeError, AttributeError, csv.Error) as error:
            raise BadFaces(
                f"{path} cannot be read near line {max(1, rows.line_num)}. Its columns are "
                f"{', '.join(COLUMNS)}, in UTF-8. Make it anew: meso faces SOURCE {folder}"
            ) from error
    if not faces:
        raise BadFaces(f"{path} lists no face. Make it anew: meso faces SOURCE {folder}")
    return faces


def write_index(folder: Path, faces: Iterable[LabelledFace]) -> None:
    """Write the index in one go, so that an interrupted run leaves none or the whole of it."""
    unfinished = folder / f"{INDEX}.unfinished"
    try:
        with unfinished.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            rows.writerows(_to_row(face) for face in faces)
        unfinished.replace(folder / INDEX)
    finally:
        unfinished.unlink(missing_ok=True)


def read_crop(path: Path) -> Pixels:
    """The crop as (256, 256, 3) uint8 RGB. Raises BadFaces when it cannot be read."""
    pixels = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if pixels is None:
        raise BadFaces(f"{path} cannot be read as a picture. Make it again with meso faces.")
    rgb: Pixels = cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)
    return rgb


def as_png(pixels: Pixels) -> bytes:
    """A crop, (height, width, 3) uint8 RGB, as the PNG file that read_crop gives back exactly."""
    _, data = cv2.imencode(
        ".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 1]
    )
    return data.tobytes()


def people_of(shown: Shown) -> set[str]:
    """Everybody who is in it: the person and, in a fake, the donor where that one is known."""
    return {shown.person, shown.donor} if shown.donor else {shown.person}


def shared_people(*sides: Sequence[Shown]) -> set[str]:
    """People who are on more than one side of a split, be it as donors: empty, or it leaks."""
    people = [{person for shown in side for person in people_of(shown)} for side in sides]
    return {
        person
        for place, side in enumerate(people)
        for other in people[place + 1 :]
        for person in side & other
    }


def refuse_leak(
    train: Sequence[Shown], val: Sequence[Shown], *, names: tuple[str, str] = ("train", "val")
) -> None:
    """Raise BadFaces, which names some of the people and their files, if the two sides share any.

    names: what the sides are called in the error
    """
    shared = sorted(shared_people(train, val))
    if not shared:
        return
    one, other = names
    some = "; ".join(
        f"{person} ({one}/{_file_with(person, train)}, {other}/{_file_with(person, val)})"
        for person in shared[:3]
    )
    people = "person" if len(shared) == 1 else "people"
    raise BadFaces(
        f"The split leaks: {one} and {other} share {len(shared)} {people}, such as {some}. Move "
        "all faces of a person, and the fakes made with them, to one side, or let the command "
        "split the clips: meso faces VIDEOS FACES --split 0.8"
    )


def _file_with(person: str, side: Sequence[Shown]) -> str:
    return next(shown.file for shown in side if person in people_of(shown))


def _from_row(row: dict[str, str]) -> LabelledFace:
    is_fake, method = label_and_method(row["file"])
    return LabelledFace(
        file=row["file"],
        is_fake=is_fake,
        method=method,
        source=row["source"],
        compression=row["compression"],
        person=row["person"],
        donor=row.get("donor") or "",  # an index of version 0.1 has no such column
        clip=row["clip"],
        width=int(row["width"]),
        landmarks=np.array(row["landmarks"].split(), np.float32).reshape(5, 2),
    )


def _to_row(face: LabelledFace) -> list[str]:
    label = "fake" if face.is_fake else "real"
    landmarks = " ".join(f"{value:.1f}" for value in face.landmarks.ravel())
    about = [face.method, face.source, face.compression, face.person, face.donor, face.clip]
    return [face.file, label, *about, str(face.width), landmarks]
