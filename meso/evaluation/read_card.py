"""A model card in; its sections, its tables and what its calibration was worth out.

A card's tables are Markdown; `meso calibrate` and `meso evaluate` write them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from meso.models.calibration import Doubles
from meso.models.reliability import CoverageRisk, Reliability

SAID_AND_TRUE = ["said: fake with", "items", "were fake"]
SUREST = ["get a verdict", "of these wrong"]
IN_USE = re.compile(r"with it: ([\d.]+)% of the ([\d.]+)% that get a verdict")
MARK = re.compile(r"<!--.*?-->", re.DOTALL)
LINK_INSIDE = re.compile(r"\[([^\]]*)\]\((?!https?://)[^)]*\)")

Table = list[list[str]]  # rows of cells, the first its head


@dataclass(frozen=True)
class Card:
    """What a card says, in Markdown without pictures and without links to other files.

    about:    what stands above the first heading, without the title
    sections: what stands below each heading, by heading
    """

    about: str
    sections: dict[str, str]


@dataclass(frozen=True)
class Measured:
    """What a calibration was worth, to the digits that a card tells.

    said_and_true: the shares in it are of the number of items
    in_use:        coverage and risk of the band in use; None where it is not told
    """

    said_and_true: Reliability
    surest: CoverageRisk
    in_use: tuple[float, float] | None


def read_card(path: Path) -> Card | None:
    """The card in the file; None where there is none."""
    if not path.is_file():
        return None
    text = LINK_INSIDE.sub(r"\1", MARK.sub("", path.read_text("utf-8")).replace("![", "["))
    about, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    parted = [section.partition("\n") for section in sections]
    return Card(
        re.sub(r"\A\s*# .*\n", "", about).strip(),
        {heading.strip(): body.strip() for heading, _, body in parted},
    )


def blocks(markdown: str) -> Iterator[str | Table]:
    """The text in its order, each table apart, as its cells."""
    text: list[str] = []
    for block in re.split(r"\n\s*\n", markdown):
        if not block.startswith("|"):
            text.append(block)
            continue
        if text:
            yield "\n\n".join(text)
        text = []
        yield _table(block)
    if text:
        yield "\n\n".join(text)


def measured(card: Card, title: str) -> Measured | None:
    """What the card says of the calibration of that title ("Photos"); None for nothing."""
    whole = "\n\n".join(card.sections.values())
    _, found, after = whole.partition(f"**{title}**:")
    part = re.split(r"^\*\*\w+\*\*:", after, flags=re.MULTILINE)[0]
    tables = {tuple(block[0]): block[1:] for block in blocks(part) if isinstance(block, list)}
    said, surest = tables.get(tuple(SAID_AND_TRUE)), tables.get(tuple(SUREST))
    if not (found and said and surest):
        return None
    band = IN_USE.search(part)
    in_use = (float(band[2]) / 100, float(band[1]) / 100) if band else None
    return Measured(_reliability(said), _coverage_risk(surest), in_use)


def _table(block: str) -> Table:
    rows = [[cell.strip() for cell in line.strip("| ").split("|")] for line in block.splitlines()]
    return [row for place, row in enumerate(rows) if place != 1]  # the second parts head and body


def _reliability(rows: Table) -> Reliability:
    said, items, true = zip(*rows, strict=True)
    count = np.array(items, np.int64)
    return Reliability(_shares(said), _shares(true), count / count.sum(), count)


def _coverage_risk(rows: Table) -> CoverageRisk:
    """The surest first."""
    coverage, risk = zip(*sorted(rows, key=lambda row: _shares(row[:1])[0]), strict=True)
    return CoverageRisk(_shares(coverage), _shares(risk))


def _shares(cells: tuple[str, ...] | list[str]) -> Doubles:
    return np.array([float(cell.rstrip("%")) / 100 for cell in cells])
