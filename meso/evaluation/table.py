"""Rows of numbers in, a Markdown table out."""

from __future__ import annotations

import math
from collections.abc import Sequence

from meso.evaluation.evaluate import Number, Row

AREAS = {"AUC", "AP", "ECE"}  # said as 0.87; everything else is a share, said as 87%
UNKNOWN = "–"


def table(rows: Sequence[Row], head: str = "tested on", *, shares: bool = True) -> str:
    """The rows, which have the same measures, as a Markdown table.

    head:   what stands over the names of the rows
    shares: whether what is not in AREAS is said in percent
    """
    measures = list(rows[0].numbers)
    titles = [head, "real", "fake", *measures]
    return markdown([titles, *(_cells(row, shares) for row in rows)])


def markdown(lines: Sequence[Sequence[str]]) -> str:
    """Lines of cells as a Markdown table; the first is its head."""
    first, *rest = (f"| {' | '.join(cells)} |" for cells in lines)
    return "\n".join([first, "|---" * len(lines[0]) + "|", *rest])


def _cells(row: Row, shares: bool) -> list[str]:
    cells = [
        _cell(number, "%" if shares and name not in AREAS else "")
        for name, number in row.numbers.items()
    ]
    return [row.tested_on, str(row.reals), str(row.fakes), *cells]


def _cell(number: Number, unit: str) -> str:
    """0.63 [0.58–0.68] or 44% [38–50%], with a dash for what is not known."""
    if math.isnan(number.value):
        return UNKNOWN
    value, low, high = (_digits(part, unit) for part in (number.value, number.low, number.high))
    spread = UNKNOWN if math.isnan(number.low) else f"{low}–{high}{unit}"
    return f"{value}{unit} [{spread}]"


def _digits(value: float, unit: str) -> str:
    return f"{100 * value:.0f}" if unit else f"{value:.2f}"
