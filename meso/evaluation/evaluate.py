"""Scored items in, one row of numbers a method out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from meso.errors import BadFaces
from meso.evaluation.metrics import Labels, auc, called_fake
from meso.values import Floats


@dataclass(frozen=True)
class Scored:
    """One face or one clip with its label and its score.

    method: how the fake was made; "" for a real one
    source: the collection it comes from: a method is compared with the real ones of its source
    """

    method: str
    source: str
    fake_score: float

    @property
    def is_fake(self) -> bool:
        """Whether the label says fake."""
        return bool(self.method)


@dataclass(frozen=True)
class Row:
    """How well the fakes of one method are told from the real ones of the same source.

    reals, fakes:      how many there are
    auc:               area under the ROC curve
    fakes_found:       share of the fakes called fake at the threshold
    reals_called_fake: share of the real ones called fake at the threshold
    """

    tested_on: str
    reals: int
    fakes: int
    auc: float
    fakes_found: float
    reals_called_fake: float


def evaluate(name: str, items: Sequence[Scored], threshold: float) -> list[Row]:
    """A row a method, then, for more than one, a row of all. Raises BadFaces for one class only."""
    if not _has_both(items):
        raise BadFaces(f"{name} needs real and fake faces to be measured on; it has one kind only.")
    groups = list(_by_method(items))
    rows = [_row(f"{name}, {method}", group, threshold) for method, group in groups]
    return rows if len(rows) == 1 else [*rows, _row(f"{name}, all", items, threshold)]


def table(rows: Iterable[Row]) -> str:
    """The rows as a Markdown table."""
    head = (
        "| tested on | real | fake | AUC | fakes found | reals called fake |\n" + "|---" * 6 + "|"
    )
    return "\n".join([head, *(_line(row) for row in rows)])


def _by_method(items: Sequence[Scored]) -> Iterator[tuple[str, list[Scored]]]:
    for method in sorted({item.method for item in items if item.is_fake}):
        fakes = [item for item in items if item.method == method]
        sources = {item.source for item in fakes}
        reals = [item for item in items if not item.is_fake and item.source in sources]
        yield method, reals + fakes


def _has_both(items: Sequence[Scored]) -> bool:
    return len({item.is_fake for item in items}) == 2


def _row(name: str, items: Sequence[Scored], threshold: float) -> Row:
    is_fake, score = _arrays(items)
    return Row(
        tested_on=name,
        reals=int((~is_fake).sum()),
        fakes=int(is_fake.sum()),
        auc=auc(is_fake, score),
        fakes_found=called_fake(score[is_fake], threshold),
        reals_called_fake=called_fake(score[~is_fake], threshold),
    )


def _arrays(items: Sequence[Scored]) -> tuple[Labels, Floats]:
    is_fake = np.array([item.is_fake for item in items], bool)
    return is_fake, np.array([item.fake_score for item in items], np.float32)


def _line(row: Row) -> str:
    return (
        f"| {row.tested_on} | {row.reals} | {row.fakes} | {row.auc:.2f} "
        f"| {row.fakes_found:.0%} | {row.reals_called_fake:.0%} |"
    )
