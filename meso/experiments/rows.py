"""Measurements in; the CSV that holds them out, and back.

Cheap to import: the page reads such files, too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

Pair = tuple[str, str]  # source, target
Gain = tuple[float, float, float]  # its value, and the interval's ends; nan for no interval

GAIN = ("source", "target", "gain", "low", "high")


@dataclass(frozen=True)
class Row:
    """One classifier on the held-out faces of a target.

    what: overlap, transferability or "few-shot 25"; n: faces, as many real as fake
    """

    source: str
    target: str
    what: str
    seed: int
    auc: float
    recall_real: float
    recall_fake: float
    n: int


HEAD = tuple(field.name for field in fields(Row))


def as_csv(measured: Iterable[Row]) -> str:
    """The rows in long form, numbers with four digits."""
    return table(HEAD, map(astuple, measured))


def read_rows(path: Path) -> list[Row]:
    """Back from there. Raises OSError, ValueError or TypeError where it is no such file."""
    kinds = {"seed": int, "n": int} | dict.fromkeys(("auc", "recall_real", "recall_fake"), float)
    return [
        Row(**{name: kinds.get(name, str)(cell) for name, cell in line.items()})  # type: ignore[arg-type]
        for line in read_table(path, HEAD)
    ]


def gains_as_csv(gains: Mapping[Pair, Gain]) -> str:
    """How much more AUC each source's features give than random ones, by source and target."""
    return table(GAIN, [(*pair, *gain) for pair, gain in gains.items()])


def read_gains(path: Path) -> dict[Pair, Gain]:
    """Back from there. Raises OSError, ValueError, TypeError or KeyError as `read_rows`."""
    return {
        (line["source"], line["target"]): (
            float(line["gain"]),
            float(line["low"]),
            float(line["high"]),
        )
        for line in read_table(path, GAIN)
    }


def table(head: Iterable[str], lines: Iterable[Iterable[object]]) -> str:
    """As CSV, fractions with four digits."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(head)
    for line in lines:
        rows.writerow([f"{cell:.4f}" if isinstance(cell, float) else cell for cell in line])
    return text.getvalue()


def read_table(path: Path, head: Iterable[str]) -> list[dict[str, str]]:
    """Back from there. Raises OSError, or ValueError where the columns are others."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        if [*(rows.fieldnames or [])] != [*head]:
            raise ValueError(path.name)
        return [*rows]
