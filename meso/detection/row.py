"""One file that was looked at, or one picture in a document: a row of what `meso batch` writes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

from meso.errors import MesoError, Reason

Refusal = Literal[Reason, "unreadable"]  # the last: the system would not let the file be read


@dataclass(frozen=True)
class Row:
    """What is known of one file, or of one picture in a document.

    file:    its path below the folder
    part:    its place in the document, and its name there; "" for a file that is none
    alt:     the text that stands for it there; "" for none
    remote:  how many pictures and videos the document only points to, which were not fetched
    label:   "" where there is no verdict: `problem` says why, in words, and `refusal` in one
    codes, reasons: see `Verdict`; joined by spaces
    looked_at, frames, faces, people: frames looked at and scored, faces scored, people told apart
    decode, find, score_seconds, total: seconds of wall clock
    thumbnail: the most fake face, as `data:image/jpeg;base64,…`; "" where nobody asked for it
    """

    file: str
    part: str = ""
    alt: str = ""
    remote: int = 0
    kind: str = ""
    label: str = ""
    score: float | None = None
    threshold: float | None = None
    probability: float | None = None
    error_rate: float | None = None
    codes: str = ""
    reasons: str = ""
    problem: str = ""
    refusal: str = ""
    looked_at: int = 0
    frames: int = 0
    faces: int = 0
    people: int = 0
    decode: float | None = None
    find: float | None = None
    score_seconds: float | None = None
    total: float | None = None
    thumbnail: str = ""
    file_sha256: str = ""
    model: str = ""
    weights_sha256: str = ""  # the last column: cut short, it is no longer one


COLUMNS = [field.name for field in fields(Row)]
SECONDS = ("decode", "find", "score_seconds", "total")  # the only columns that differ by run
LATER = {"alt", "remote", "refusal", "thumbnail"}  # columns that tables of older versions lack


def refused(row: Row, problem: MesoError) -> Row:
    """The row of what was not scored, which says why."""
    refusal: Refusal = problem.reason or "internal"
    return replace(row, problem=str(problem), refusal=refusal)
