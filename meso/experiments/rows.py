"""Measurements in; the CSV that holds them out, and back.

Cheap to import: the page reads such files, too.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Measured = TypeVar("Measured", bound="DataclassInstance")
Pair = tuple[str, str]  # source, target
Gain = tuple[float, float, float]  # its value, and the interval's ends; nan for no interval

TYPES: dict[str, Callable[[str], object]] = {"str": str, "int": int, "float": float}
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


def as_csv(kind: type[Measured], measured: Iterable[Measured]) -> str:
    """Measurements of one kind, a line each, fractions with four digits."""
    return table([field.name for field in fields(kind)], map(astuple, measured))


def read_csv(kind: type[Measured], path: Path) -> list[Measured]:
    """Back from there. Raises OSError, ValueError or TypeError where it is no such file."""
    types = {field.name: TYPES[str(field.type)] for field in fields(kind)}
    return [
        kind(**{name: types.get(name, str)(cell) for name, cell in line.items()})
        for line in read_table(path, types)
    ]


def gains_as_csv(gains: Mapping[Pair, Gain]) -> str:
    """How much more AUC each source's features give than random ones, by source and target."""
    return table(GAIN, [(*pair, *gain) for pair, gain in gains.items()])


def read_gains(path: Path) -> dict[Pair, Gain]:
    """Back from there. Raises OSError, ValueError, TypeError or KeyError as `read_csv`."""
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
