from __future__ import annotations

import pytest

from meso.errors import BadWeights
from meso.evaluation.card import check_places, write_numbers

CARD = """# mine

Prose with a back\\1slash. Größe.

<!-- numbers -->
| old |
<!-- /numbers -->

More prose.
"""


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(CARD, encoding="utf-8")
    return path


class TestWriteNumbers:
    def test_replaces_what_stands_between_the_marks_and_nothing_else(self, card):
        write_numbers(card, "| new | \\1 |\n|---|")
        assert card.read_text("utf-8") == CARD.replace("| old |", "| new | \\1 |\n|---|")

    def test_keeps_what_stands_between_two_tables(self, card):
        card.write_text(CARD * 2)
        write_numbers(card, "| new |")
        assert card.read_text("utf-8") == CARD.replace("| old |", "| new |") * 2

    def test_can_be_repeated(self, card):
        write_numbers(card, "| new |")
        write_numbers(card, "| newer |")
        assert card.read_text("utf-8") == CARD.replace("| old |", "| newer |")

    @pytest.mark.parametrize(
        "text",
        ["# mine\n", "<!-- numbers -->\n| old |\n", "<!-- /numbers -->\n<!-- numbers -->\n"],
        ids=["no marks", "no end", "the wrong way round"],
    )
    def test_refuses_a_card_without_both_marks_and_leaves_it(self, card, text):
        card.write_text(text)
        with pytest.raises(BadWeights, match=r"mine\.md has no place for the numbers\. .*lines"):
            write_numbers(card, "| new |")
        assert card.read_text() == text

    def test_refuses_a_card_that_is_missing(self, tmp_path):
        with pytest.raises(BadWeights, match=r"mine\.md has no place"):
            write_numbers(tmp_path / "mine.md", "| new |")


class TestParts:
    BOTH = f"{CARD}\n<!-- robustness -->\n| worse |\n<!-- /robustness -->\n"

    def test_are_written_each_to_its_place(self, card):
        card.write_text(self.BOTH)
        write_numbers(card, "| new |", "robustness")
        assert card.read_text("utf-8") == self.BOTH.replace("| worse |", "| new |")

    def test_stay_when_another_is_written(self, card):
        card.write_text(self.BOTH)
        write_numbers(card, "| new |")
        assert card.read_text("utf-8") == self.BOTH.replace("| old |", "| new |")

    def test_without_a_place_are_told_before_anything_is_measured(self, card):
        check_places(card, ["numbers"])
        with pytest.raises(BadWeights, match=r"no place for the honesty.*<!-- honesty -->"):
            check_places(card, ["numbers", "honesty"])
