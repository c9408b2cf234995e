"""A report in; its scores as a table in a file, CSV, out."""

from __future__ import annotations

import csv
from io import StringIO

from meso.values import Box, Report

HEADER = [
    *("frame", "seconds", "person", "left", "top", "right", "bottom"),
    *("fake_score", "not_scored"),
]


def as_csv(report: Report) -> str:
    """One row a face, and one a frame or face without a score, in the order of the frames.

    person:     counted from 0, as in the JSON
    left … :    the face's box, in pixels of its frame
    fake_score: with 6 decimals; empty where there is none, and then not_scored says why
    """
    rows = sorted([*_scored(report), *_missed(report)], key=lambda row: int(row[0]))
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEADER, *rows])
    return text.getvalue()


Row = tuple[int | str, ...]


def _scored(report: Report) -> list[Row]:
    scores = report.scores
    columns = scores.frame, scores.seconds, scores.person, report.boxes, scores.fake_score
    return [
        (int(frame), f"{seconds:.3f}", int(person), *box, f"{score:.6f}", "")
        for frame, seconds, person, box, score in zip(*columns, strict=True)
    ]


def _missed(report: Report) -> list[Row]:
    nowhere = ("",) * len(Box._fields)
    return [
        (miss.frame, f"{miss.seconds:.3f}", "", *(miss.box or nowhere), "", miss.reason)
        for miss in report.not_scored
    ]
