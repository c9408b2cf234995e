"""A report, or what became of several files, in; rows for a reader out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from meso.charts.style import person_name
from meso.detection.words import LABELS
from meso.errors import MesoError
from meso.takeaway.png import data_url
from meso.ui import words
from meso.ui.words import desk
from meso.values import Pixels, Report

SMALLER = 4  # times, is a face in a row than what the network saw


def score_table(report: Report) -> pd.DataFrame:
    """One row a face, and one a frame or face without a score, in the order of the frames.

    Columns: frame, seconds, person, fake score (empty where there is none), remark if any.
    """
    scored = pd.DataFrame(
        {
            words.FRAME: report.scores.frame,
            words.SECONDS: report.scores.seconds,
            words.PERSON: [person_name(int(person)) for person in report.scores.person],
            words.SCORE: report.scores.fake_score,
            words.REMARK: "",
        }
    )
    missed = [(miss.frame, miss.seconds, words.REMARKS[miss.reason]) for miss in report.not_scored]
    unscored = pd.DataFrame(missed, columns=[words.FRAME, words.SECONDS, words.REMARK])
    if not missed:
        return scored.drop(columns=words.REMARK)
    rows = pd.concat([scored, unscored]).fillna({words.PERSON: ""})
    return rows.sort_values(words.FRAME, kind="stable", ignore_index=True)


def files_table(
    files: Sequence[tuple[str, Report | MesoError | None]], places: Sequence[str] = ()
) -> pd.DataFrame:
    """One row a file, of its name and what became of it; None: it is under way.

    places: where documents carry them, in words; "" for a file that none carries

    Columns: face (the most fake one, as an address), file, verdict, fake score (empty where there
    is none), how many faces were scored, the first reason, or what went wrong, and, if any is in a
    document, the place.
    """
    columns = [desk.FACE, desk.FILE, desk.VERDICT, desk.SCORE, desk.FACES, desk.REASON]
    table = pd.DataFrame([_row(*file) for file in files], columns=columns)
    if any(places):
        table[desk.PLACE] = list(places)
    return table.astype({desk.SCORE: "Float64", desk.FACES: "Int64"})


def _row(name: str, found: Report | MesoError | None) -> tuple[object, ...]:
    if not isinstance(found, Report):
        verdict = desk.UNDER_WAY if found is None else desk.NO_VERDICT
        return None, name, verdict, None, None, str(found or "")
    decided = found.verdict
    reason = next(iter(decided.reasons), "")
    face = data_url(thumbnail(found))
    label = LABELS[decided.label]
    return face, name, label, decided.score, len(found.scores.frame), reason


def thumbnail(report: Report) -> Pixels:
    """The most fake face, a quarter as large: (64, 64, 3) uint8 RGB."""
    crop = report.crops[int(report.scores.fake_score.argmax())]
    side = len(crop) // SMALLER
    small = crop.reshape(side, SMALLER, side, SMALLER, 3).mean(axis=(1, 3))
    return np.asarray(small.round(), np.uint8)
