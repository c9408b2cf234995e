"""Rows of numbers and a model card in; the card with those numbers in it out."""

from __future__ import annotations

import re
from pathlib import Path

from meso.errors import BadWeights

BEGIN, END = "<!-- numbers -->", "<!-- /numbers -->"


def write_numbers(card: Path, numbers: str) -> None:
    """Replace what stands between the card's two marks. Raises BadWeights when it lacks them."""
    text = card.read_text(encoding="utf-8") if card.is_file() else ""
    between = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    if not between.search(text):
        raise BadWeights(
            f"{card} has no place for the numbers. Make it a model card with the lines {BEGIN} "
            f"and {END}."
        )
    changed = between.sub(lambda _: f"{BEGIN}\n{numbers}\n{END}", text)
    card.write_text(changed, encoding="utf-8")
