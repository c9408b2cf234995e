"""A folder of files in; one row a file, each kept on disk as soon as it is done, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from hashlib import file_digest
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from meso.detection.detector import Detector
from meso.detection.row import SECONDS, Refusal, Row
from meso.errors import MesoError, OurFault
from meso.faces.record import Record
from meso.media import isolate
from meso.media.document_kinds import is_document
from meso.media.shrink import thumbnail
from meso.media.take_apart import read_document
from meso.values import Report


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
    look: Callable[[Path, str], list[Row]],
    record: Record,
    tell: Callable[[int, int], None],
) -> Iterator[list[Row]]:
    """Give the rows of each file in turn: those on record as they are, the others looked at now.

    look:   from the folder and a file in it to its rows; see `look_at`
    record: takes the rows of a file as soon as they are there; a file that is on record, and has
            the size it had then, is not looked at again
    """
    for done, file in enumerate(files):
        tell(done, len(files))
        size = (folder / file).stat().st_size
        known = record.entries.get(file)
        if known and known["bytes"] == size:
            yield [Row(**row) for row in known["rows"]]
            continue
        rows = look(folder, file)
        record.add(file, {"bytes": size, "rows": [asdict(row) for row in rows]})
        yield rows
    tell(len(files), len(files))


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
        return [_refused(document, problem)]
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
        return _refused(row, problem)
    except OSError:
        raise  # of the file itself
    except Exception as error:  # decoders raise anything, and the rest of the folder must go on
        return _refused(row, OurFault(row.file, job=type(error).__name__))
    most_fake = report.crops[int(report.scores.fake_score.argmax())]
    face = thumbnail(most_fake) if thumbnails else ""
    return replace(row, **_columns(report), thumbnail=face)


def _refused(row: Row, problem: MesoError) -> Row:
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
