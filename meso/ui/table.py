"""A report in, its rows for a reader out."""

from __future__ import annotations

import pandas as pd

from meso.charts.style import person_name
from meso.ui import words
from meso.values import Report


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
