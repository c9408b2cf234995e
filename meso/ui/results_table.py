"""Rows of `meso batch` in; what is counted of them, which of them fit a search, a table, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from meso.detection.row import Row
from meso.markup import printable
from meso.ui.words import results as words

MOST_FACES = 1000  # rows with small pictures: 3 MB on their way to the browser


class Search(NamedTuple):
    """What is looked for; what is empty excludes nothing.

    name:    signs that the file's name or its place in a document holds, small or capital
    labels:  verdicts, "" for none
    kinds:   of file, "" where none was told
    reasons: see `reasons_of`; one is enough
    scores:  from, to
    """

    name: str = ""
    labels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    scores: tuple[float, float] = (0.0, 1.0)

    def fits(self, row: Row) -> bool:
        """Whether this row is looked for."""
        low, high = self.scores
        return (
            self.name.casefold() in f"{row.file} {row.part}".casefold()
            and row.label in (self.labels or [row.label])
            and row.kind in (self.kinds or [row.kind])
            and (not self.reasons or not {*self.reasons}.isdisjoint(reasons_of(row)))
            and (self.scores == (0, 1) or (row.score is not None and low <= row.score <= high))
        )


def reasons_of(row: Row) -> list[str]:
    """Why it was not scored, or what there is to doubt about the verdict, in the page's words.

    A doubt that this version does not know has no words, and is not among them.
    """
    if row.problem:
        return [words.NOT_SCORED_BECAUSE.format(reason=words.REFUSALS[row.refusal])]
    return [said for code, said in words.DOUBTS.items() if code in row.codes.split()]


def matching(rows: Sequence[Row], search: Search) -> list[int]:
    """The places of the rows that fit."""
    return [place for place, row in enumerate(rows) if search.fits(row)]


def choices(rows: Sequence[Row]) -> Search:
    """All verdicts, kinds and reasons that there are to choose from, each once, in order."""
    reasons = Counter(reason for row in rows for reason in reasons_of(row))
    return Search(
        labels=tuple(label for label in words.LABELS if any(row.label == label for row in rows)),
        kinds=tuple(kind for kind in words.KINDS if any(row.kind == kind for row in rows)),
        reasons=tuple(reason for reason, _ in reasons.most_common()),
    )


def has_faces(rows: Sequence[Row]) -> bool:
    """Whether any row has a small picture."""
    return any(row.thumbnail for row in rows)


def results_table(rows: Sequence[Row]) -> pd.DataFrame:
    """One row a row, for a reader.

    Columns: face (if there are any, and not too many), file, place (if any is in a document),
    verdict, fake score (empty where there is none), what keeps it from being sure or scored.
    """
    columns = {
        words.FACE: [row.thumbnail or None for row in rows],
        words.FILE: [printable(row.file) for row in rows],
        words.PART: [printable(row.part) for row in rows],
        words.LABEL: [words.LABELS[row.label] for row in rows],
        words.SCORE: pd.array([row.score for row in rows], "Float64"),
        words.WHY_COLUMN: [", ".join(reasons_of(row)) for row in rows],
    }
    if not has_faces(rows) or len(rows) > MOST_FACES:
        del columns[words.FACE]
    if not any(row.part for row in rows):
        del columns[words.PART]
    return pd.DataFrame(columns)
