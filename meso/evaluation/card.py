"""Numbers and a model card in; the card with those numbers in it out.

A card has a place for each part that is measured, between two marks: <!-- numbers --> and
<!-- /numbers -->, and likewise for robustness and honesty. What is not measured stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from meso.errors import BadWeights


def write_numbers(card: Path, numbers: str, part: str = "numbers") -> None:
    """Replace what stands between the two marks of the part. Raises BadWeights without them."""
    check_places(card, [part])
    text = card.read_text(encoding="utf-8")
    begin, end = _marks(part)
    changed = _between(part).sub(lambda _: f"{begin}\n{numbers}\n{end}", text)
    card.write_text(changed, encoding="utf-8")


def check_places(card: Path, parts: Iterable[str]) -> None:
    """Raise BadWeights, which names the marks, if the card has no place for one of the parts."""
    text = card.read_text(encoding="utf-8") if card.is_file() else ""
    for part in parts:
        if not _between(part).search(text):
            begin, end = _marks(part)
            raise BadWeights(
                f"{card} has no place for the {part}. Make it a model card with the lines {begin} "
                f"and {end}."
            )


def _marks(part: str) -> tuple[str, str]:
    return f"<!-- {part} -->", f"<!-- /{part} -->"


def _between(part: str) -> re.Pattern[str]:
    begin, end = map(re.escape, _marks(part))
    return re.compile(f"{begin}.*?{end}", re.DOTALL)
