"""A folder of files in; one row a file, each kept on disk as soon as it is done, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import meso
from meso.detection.detector import Detector
from meso.detection.row import SECONDS, Refusal, Row
from meso.errors import MesoError, OurFault
from meso.faces.record import Record
from meso.media import isolate
from meso.media.document_kinds import is_document
from meso.media.shrink import thumbnail
from meso.media.take_apart import read_document
from meso.values import Report

Looked = Iterator[tuple[str, list[Row]]]  # files with their rows, each as soon as it is done
Looks = Callable[[Sequence[str]], Looked]  # in any order, each file once


@dataclass(frozen=True)
class Wanted:
    """What decides a row beside the file; see `meso.load_detector` and `look_at`."""

    model: str
    weights_sha256: str
    frames: int = 32
    any_size: bool = False
    thumbnails: bool = False

    @property
    def settings(self) -> str:
        """What a record is kept under: rows that were made with others are made anew."""
        asked = {"any size": self.any_size, "thumbnails": self.thumbnails}
        also = [name for name, wanted in asked.items() if wanted]
        return " ".join([self.weights_sha256, str(self.frames), *also])


def files_in(folder: Path, patterns: Sequence[str] = ()) -> list[str]:
    """The files below the folder, hidden ones left out, by their paths in it, in order.

    patterns: only those that one of them fits ("*.mp4", "2024/*"); none: all
    """
    every = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = (path for path in every if not any(part.startswith(".") for part in path.parts))
    wanted = (path for path in seen if not patterns or any(map(path.match, patterns)))
    return sorted(path.as_posix() for path in wanted)


def run_batch(
    folder: Path,
    files: Sequence[str],
    look: Looks,
    record: Record,
    tell: Callable[[int, int], None],
) -> Iterator[list[Row]]:
    """Give the rows of each file in turn: those on record as they are, the others looked at now.

    record: takes the rows of a file as soon as they are there; a file that is on record, and has
            the size it had then, is not looked at again
    """
    sizes = {file: _size(folder / file) for file in files}
    left = [file for file in files if record.entries.get(file, {}).get("bytes") != sizes[file]]
    looked, waited_for = look(left), set(left)
    for file in files:
        while file in waited_for:
            tell(len(files) - len(waited_for), len(files))
            done, rows = next(looked)
            record.add(done, {"bytes": sizes[done], "rows": [asdict(row) for row in rows]})
            waited_for.remove(done)
        yield [Row(**row) for row in record.entries[file]["rows"]]
    tell(len(files), len(files))


def _size(path: Path) -> int:
    """Of the file, in bytes; -1 if it has gone, which its row will say."""
    return path.stat().st_size if path.exists() else -1


def one_by_one(look: Callable[[str], list[Row]], files: Sequence[str]) -> Looked:
    """Look at the files in this process, in their order."""
    for file in files:
        yield file, look(file)


def looker(folder: Path, wanted: Wanted) -> Callable[[str], list[Row]]:
    """What gives the rows of a file below the folder. Loads TensorFlow and the network."""
    detector = meso.load_detector(wanted.model, any_size=wanted.any_size)
    return partial(
        look_at, folder, detector=detector, frames=wanted.frames, thumbnails=wanted.thumbnails
    )


def look_at(
    folder: Path, file: str, *, detector: Detector, frames: int, thumbnails: bool = False
) -> list[Row]:
    """One row for a photo or a video, one a picture for a document; a problem is a row, too."""
    try:
        with (folder / file).open("rb") as stream:
            fingerprint = file_digest(stream, "sha256").hexdigest()
            rows = _rows(stream, file, detector, frames, thumbnails)
    except OSError as error:
        why = f"{file} could not be read: {error.strerror or error}."
        return [Row(file, problem=why, refusal="unreadable")]
    return [replace(row, file_sha256=fingerprint) for row in rows]


def _rows(
    stream: BinaryIO, file: str, detector: Detector, frames: int, thumbnails: bool
) -> list[Row]:
    name = Path(file).name
    if not is_document(stream):
        detect = partial(detector.detect_stream, stream, name, frames=frames)
        return [_row(Row(file), detect, thumbnails)]
    document = Row(file, kind="document")
    try:
        carried = read_document(stream, name).carried
    except MesoError as problem:
        return [refused(document, problem)]
    apart = detector.with_media(isolate)  # a document was put together by somebody else
    rows = [
        _row(
            Row(file, part=f"{one.where}: {one.name}"),
            partial(apart.detect_stream, BytesIO(one.data), one.name, frames=frames),
            thumbnails,
        )
        for one in carried
    ]
    nothing = f"{name} carries no picture and no video."
    return rows or [replace(document, problem=nothing, refusal="no_content")]


def _row(row: Row, detect: Callable[[], Report], thumbnails: bool) -> Row:
    try:
        report = detect()
    except MesoError as problem:
        return refused(row, problem)
    except OSError:
        raise  # of the file itself
    except Exception as error:  # decoders raise anything, and the rest of the folder must go on
        return refused(row, OurFault(row.file, job=type(error).__name__))
    most_fake = report.crops[int(report.scores.fake_score.argmax())]
    face = thumbnail(most_fake) if thumbnails else ""
    return replace(row, **_columns(report), thumbnail=face)


def refused(row: Row, problem: MesoError) -> Row:
    """The row of what was not scored, which says why."""
    refusal: Refusal = problem.reason or "internal"
    return replace(row, problem=str(problem), refusal=refusal)


def _columns(report: Report) -> dict[str, Any]:
    verdict, took = report.verdict, report.took
    return {
        "kind": report.kind,
        "label": verdict.label,
        "score": verdict.score,
        "threshold": verdict.threshold,
        "probability": verdict.probability,
        "error_rate": verdict.error_rate,
        "codes": " ".join(verdict.codes),
        "reasons": " ".join([*verdict.reasons, *verdict.cautions]),
        "looked_at": len(report.frame),
        "frames": verdict.frames,
        "faces": len(report.scores.frame),
        "people": len(report.scores.people),
        **{name: took.get(name.removesuffix("_seconds")) for name in SECONDS},
        "model": report.model,
        "weights_sha256": report.weights_sha256,
    }
