"""A folder of files in; one row a file, each kept on disk as soon as it is done, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import meso
from meso.detection.detector import Detector
from meso.detection.on_record import IN, Look, OnRecord
from meso.detection.row import SECONDS, Row, refused
from meso.detection.rule import Rule, rule_for
from meso.errors import MesoError, OurFault
from meso.media import isolate
from meso.media.carried import Document
from meso.media.document_kinds import is_document
from meso.media.shrink import thumbnail
from meso.media.take_apart import read_document
from meso.models.weights import Weights
from meso.values import Report

T = TypeVar("T")
Looked = Iterator[tuple[str, list[Row]]]  # files with their rows, each as soon as it is done
Looks = Callable[[Sequence[str]], Looked]  # in any order, each file once


@dataclass(frozen=True)
class Wanted:
    """What decides a row beside the file; see `meso.load_detector` and `look_at`."""

    network: Weights
    frames: int = 32
    any_size: bool = False
    thumbnails: bool = False

    @property
    def rules(self) -> tuple[Rule, Rule]:
        """By which the network judges photos and videos; `meso calibrate` changes them."""
        return rule_for(self.network, "image"), rule_for(self.network, "video")

    def settings(self, folder: Path) -> str:
        """What a record is kept under: rows that were made with others are made anew."""
        rules = sha256(repr(self.rules).encode()).hexdigest()
        asked = {"any size": self.any_size, "thumbnails": self.thumbnails}
        also = [name for name, wanted in asked.items() if wanted]
        scored = [self.network.sha256, rules, str(self.frames), *also]
        return " ".join(scored) + IN + str(folder.resolve())


def files_in(folder: Path, patterns: Sequence[str] = ()) -> list[str]:
    """The files below the folder, hidden ones left out, by their paths in it, in order.

    patterns: only those that one of them fits ("*.mp4", "2024/*"); none: all
    """
    every = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = (path for path in every if not any(part.startswith(".") for part in path.parts))
    wanted = (path for path in seen if not patterns or any(map(path.match, patterns)))
    return sorted(path.as_posix() for path in wanted)


def run_batch(
    files: Sequence[str], look: Looks, kept: OnRecord, tell: Callable[[int, int], None]
) -> Iterator[list[Row]]:
    """Give the rows of each file in turn: those on record as they are, the others looked at now.

    kept: takes the rows of a file as soon as they are there
    """
    left = kept.left()
    looked, waited_for = look(left), set(left)
    for file in files:
        while file in waited_for:
            tell(len(files) - len(waited_for), len(files))
            done, rows = next(looked)
            kept.add(done, rows)
            waited_for.remove(done)
        yield kept.rows(file)
    tell(len(files), len(files))


def one_by_one(look: Look, files: Sequence[str]) -> Looked:
    """Look at the files in this process, in their order."""
    for file in files:
        yield file, look(file)


def looker(folder: Path, wanted: Wanted) -> Look:
    """What gives the rows of a file below the folder. Loads TensorFlow and the network."""
    detector = meso.load_detector(wanted.network.name, any_size=wanted.any_size)
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
    whole = Row(file, kind="document")
    document = _or_row(whole, partial(read_document, stream, name))
    if isinstance(document, Row):
        return [document]
    apart = detector.with_media(isolate)  # a document was put together by somebody else
    rows = [
        _row(
            Row(file, part=f"{one.where}: {one.name}", alt=one.alt, remote=document.remote),
            partial(apart.detect_stream, BytesIO(one.data), one.name, frames=frames),
            thumbnails,
        )
        for one in document.carried
    ]
    return rows or [_of_nothing(whole, document)]


def _of_nothing(row: Row, document: Document) -> Row:
    """The row of a document with nothing in it to be scored."""
    said = f"{document.name} carries no picture and no video."
    if document.remote:
        said += f" Those that it only points to, which are never fetched: {document.remote}."
    return replace(row, remote=document.remote, problem=said, refusal="no_content")


def _row(row: Row, detect: Callable[[], Report], thumbnails: bool) -> Row:
    report = _or_row(row, detect)
    if isinstance(report, Row):
        return report
    most_fake = report.crops[int(report.scores.fake_score.argmax())]
    face = thumbnail(most_fake) if thumbnails else ""
    return replace(row, **_columns(report), thumbnail=face)


def _or_row(row: Row, give: Callable[[], T]) -> T | Row:
    """What this gives, or the row that says why it gives nothing."""
    try:
        return give()
    except MesoError as problem:
        return refused(row, problem)
    except OSError:
        raise  # of the file itself
    except Exception as error:  # decoders raise anything, and the rest of the folder must go on
        return refused(row, OurFault(row.file, job=type(error).__name__))


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
