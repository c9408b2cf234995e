"""A table that `meso batch` wrote, or that anybody says it did, in; its rows, all checked, out."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from itertools import islice
from typing import Any, NamedTuple, get_args

from meso.detection.row import COLUMNS, LATER, SECONDS, Refusal, Row
from meso.errors import UnreadableTable
from meso.limits import TABLE_BYTES, TABLE_CELL, TABLE_COLUMNS, TABLE_ROWS, Limit
from meso.values import Kind, Label

PARQUET = b"PAR1"  # with which every such file begins
THUMBNAIL = re.compile(r"data:image/jpeg;base64,/9j/[A-Za-z0-9+/]+={0,2}")  # FF D8 FF: a JPEG

IS_PARQUET = (
    "{name} is a table in Parquet, of which this page reads none. `meso batch` wrote the same rows "
    "as CSV beside it: drop that file, which has the same name with .csv at its end."
)
NOT_OURS = (
    "{name} is no table of `meso batch`: {why}. Drop the CSV that `meso batch FOLDER --out "
    "scores.csv` wrote, just as it was written."
)
CHANGED = (
    "{name} was cut short or changed: {why}. Type the same `meso batch` command again, which does "
    "nothing twice and writes the table anew; then drop that."
)
TOO_MUCH = (
    "{name} has more than {what}, the most that this page shows. Make several tables with "
    "`--where`, and drop them one after the other."
)


class Table(NamedTuple):
    """What such a table holds.

    rows:    in the order in which they stand there
    unknown: how many columns were left out because this version does not know them
    """

    rows: list[Row]
    unknown: int


def read_table(data: bytes, name: str) -> Table:
    """Read the bytes of a CSV; what does not fit a `Row` in every cell is refused as a whole.

    Raises UnreadableTable.
    """
    if data.startswith(PARQUET):
        raise UnreadableTable(IS_PARQUET.format(name=name))
    _limit(name, len(data), TABLE_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _not_ours(name, "it is no text in UTF-8") from error
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    try:
        header = next(lines, [])
        _check_header(name, header)
        return Table([*_rows(name, header, lines)], len({*header} - {*COLUMNS}))
    except csv.Error as error:
        raise _changed(name, f"line {lines.line_num} is no CSV") from error


def _check_header(name: str, header: Sequence[str]) -> None:
    _limit(name, len(header), TABLE_COLUMNS)
    if lacking := [column for column in COLUMNS if column not in {*header, *LATER}]:
        raise _not_ours(name, f"it has no column called {lacking[0]}")
    if len({*header}) < len(header):
        raise _not_ours(name, "two of its columns have the same name")


def _rows(name: str, header: Sequence[str], lines: Iterator[list[str]]) -> Iterator[Row]:
    for number, cells in enumerate(islice(lines, TABLE_ROWS.most + 1), start=1):
        _limit(name, number, TABLE_ROWS)
        _limit(name, max(map(len, cells), default=0), TABLE_CELL)
        if len(cells) != len(header):
            raise _changed(name, f"row {number} has {len(cells)} cells and not {len(header)}")
        yield _row(name, number, dict(zip(header, cells, strict=True)))


def _row(name: str, number: int, cells: dict[str, str]) -> Row:
    known: dict[str, Any] = {}
    for column in COLUMNS:
        if column in cells:
            try:
                known[column] = READ.get(column, str)(cells[column])
            except ValueError as error:
                what = f"row {number} has no sound “{column}”"
                raise _changed(name, what) from error
    row = Row(**known)
    if not _is_whole(row):
        raise _changed(name, f"row {number} has neither a verdict with its score nor a problem")
    return row


def _is_whole(row: Row) -> bool:
    """Whether it is a verdict with all that one stands on, or a problem without any of it."""
    numbers = row.score is not None, row.threshold is not None
    if row.label:
        made_from = row.kind in get_args(Kind), row.file_sha256, row.weights_sha256
        return all((*numbers, *made_from)) and not (row.problem or row.refusal)
    return bool(row.problem) and not any(numbers)


def _limit(name: str, count: int, limit: Limit) -> None:
    if count > limit.most:
        raise UnreadableTable(TOO_MUCH.format(name=name, what=limit.what))


def _not_ours(name: str, why: str) -> UnreadableTable:
    return UnreadableTable(NOT_OURS.format(name=name, why=why))


def _changed(name: str, why: str) -> UnreadableTable:
    return UnreadableTable(CHANGED.format(name=name, why=why))


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return read


def _matching(pattern: str | re.Pattern[str]) -> Callable[[str], str]:
    """A text that fits as a whole, or none."""

    def read(text: str) -> str:
        if text and not re.fullmatch(pattern, text):
            raise ValueError(text)
        return text

    return read


def _up_to(most: float) -> Callable[[str], float | None]:
    """A number from 0 on, or none."""

    def read(text: str) -> float | None:
        if not text:
            return None
        number = float(text)
        if not (math.isfinite(number) and 0 <= number <= most):
            raise ValueError(text)
        return number

    return read


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII):
        raise ValueError(text)
    return int(text)


SHARE, SHA256 = _up_to(1), _matching(r"[0-9a-f]{64}")
READ: dict[str, Callable[[str], Any]] = {
    "kind": _one_of("", *get_args(Kind), "document"),
    "label": _one_of("", *get_args(Label)),
    "refusal": _one_of("", *get_args(Refusal)),
    "codes": _matching(r"[a-z_]+( [a-z_]+)*"),
    **dict.fromkeys(("score", "threshold", "probability", "error_rate"), SHARE),
    **dict.fromkeys(("remote", "looked_at", "frames", "faces", "people"), _count),
    **dict.fromkeys(SECONDS, _up_to(10**9)),
    **dict.fromkeys(("file_sha256", "weights_sha256"), SHA256),
    "model": _matching(r"[a-z0-9][a-z0-9_-]{0,99}"),
    "thumbnail": _matching(THUMBNAIL),
}
