"""A folder with real/ and fake/METHOD/, and perhaps a CSV about its files, in; its clips out."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from meso.errors import BadFaces
from meso.faces.clips import Clip, Listed
from meso.faces.dataset import label_and_method, person_named

ABOUT = ("file", "person", "source")
# Of these FaceForensics++ has fakes, which it names <target sequence>_<source sequence>.
SWAPPED = {"deepfakes", "face2face", "faceswap", "neuraltextures", "faceshifter"}


@dataclass(frozen=True)
class Origin:
    """Whose face a file shows, which collection it comes from and how strongly it is compressed.

    donor: as in LabelledFace
    width: of the face in pixels before the file was made, where the file itself is a cut-out
    """

    person: str
    source: str
    donor: str = ""
    compression: str = ""
    width: int | None = None


def read_plain(folder: Path, *, about: Path | None = None) -> Listed:
    """List every file below the folder, in the order of their paths.

    about: a CSV with the columns file, person and source, and where they are known donor,
           compression and width (of the face, before the file was cut out of a larger picture);
           of a file that it does not list, the name up to the first "_" is the person (as
           FaceForensics++ names its clips) and the name of the folder the source

    Raises BadFaces when `about` lacks a column or has a bad row.
    """
    origins = read_origins(about) if about else {}
    clips: list[Clip] = []
    problems: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            _, method = label_and_method(name)
        except BadFaces as error:
            problems.append(str(error))
            continue
        origin = origins.get(name) or _by_name(path, method, folder.name)
        clips.append(Clip(path, name, **vars(origin)))
    return Listed(folder, clips, problems)


def read_origins(about: Path) -> dict[str, Origin]:
    """What the CSV says of each file. Raises BadFaces for a column that is missing or a bad row."""
    with about.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        try:
            if missing := {*ABOUT} - {*(rows.fieldnames or ())}:
                raise BadFaces(
                    f"{about} lacks a column: {', '.join(sorted(missing))}. Its first line must "
                    "name file, person and source."
                )
            return {row["file"]: _origin(row) for row in rows}
        except (ValueError, OverflowError, csv.Error) as error:
            raise BadFaces(
                f"{about} cannot be read near line {max(1, rows.line_num)}: {error}. It must be a "
                "CSV in UTF-8 that gives each file a person and a source; a width is a number of "
                "pixels, or empty."
            ) from error


def _origin(row: dict[str, str]) -> Origin:
    if lacking := [column for column in ABOUT if not row[column]]:
        raise ValueError(f"it has no {lacking[0]}")
    return Origin(
        row["person"],
        row["source"],
        donor=row.get("donor") or "",
        compression=row.get("compression") or "",
        width=_pixels(row.get("width")),
    )


def _pixels(width: str | None) -> int | None:
    if not width:
        return None
    pixels = round(float(width))
    if pixels < 0:
        raise ValueError(f"the width is {width}")
    return pixels


def _by_name(path: Path, method: str, source: str) -> Origin:
    swap = re.fullmatch(r"\d{3}_(\d{3})", path.stem) if method in SWAPPED else None
    return Origin(person_named(path), source, donor=swap[1] if swap else "")
