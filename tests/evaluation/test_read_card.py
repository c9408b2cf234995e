"""A model card read back: its sections, its tables, and the numbers that `meso calibrate` wrote."""

from __future__ import annotations

import numpy as np
import pytest

from meso.cli.worth import tables
from meso.detection.calibrate import Worth
from meso.evaluation.read_card import blocks, measured, read_card
from meso.models.reliability import CoverageRisk, Reliability
from meso.models.weights import known

CARD = """# mine

Says little. ![map](http://evil.example/x.png)

| | |
|---|---|
| recipe | `deep`, see [0008](../docs/decisions/0008.md) and [the paper](https://example.org/a) |

## How good it is
<!-- numbers -->
Before.

| tested on | AUC |
|---|---|
| val | 0.81 [0.77–0.85] |
| ff | – |

After.
<!-- /numbers -->

## Where it fails
- Often.
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "mine.md"
    path.write_text(CARD, "utf-8")
    return path


@pytest.fixture
def card(path):
    return read_card(path)


class TestACard:
    def test_has_sections_by_heading_and_what_stands_above_them(self, card):
        assert [*card.sections] == ["How good it is", "Where it fails"]
        assert card.sections["Where it fails"] == "- Often."
        assert card.about.startswith("Says little.")

    def test_has_no_marks_and_no_title(self, card):
        assert "<!--" not in "".join(card.sections.values())
        assert "# mine" not in card.about

    def test_has_no_picture_and_no_link_to_another_file(self, card):
        assert "![" not in card.about
        assert "see 0008 and [the paper](https://example.org/a)" in card.about

    def test_may_be_missing(self, tmp_path):
        assert read_card(tmp_path / "nobody.md") is None


class TestBlocks:
    def test_are_text_and_tables_in_their_order(self, card):
        assert list(blocks(card.sections["How good it is"])) == [
            "Before.",
            [["tested on", "AUC"], ["val", "0.81 [0.77–0.85]"], ["ff", "–"]],
            "After.",
        ]

    def test_text_between_tables_stays_together(self):
        assert list(blocks("one\n\ntwo\n- three")) == ["one\n\ntwo\n- three"]


class TestWhatWasMeasured:
    @pytest.fixture
    def worth(self):
        after = Reliability(
            said=np.array([0.06, 0.55, 0.97]),
            true=np.array([0.11, 0.5, 1.0]),
            share=np.array([0.4, 0.3, 0.3]),
            items=np.array([17, 10, 13]),
        )
        surest = CoverageRisk(np.array([0.5, 0.75, 0.9, 1]), np.array([0.01, 0.0625, 0.2, 0.3]))
        return Worth(after, after, surest, coverage=0.75, error=0.3, error_of_rest=0.062)

    @pytest.fixture
    def written(self, path, worth):
        """A card into which the command has written photos, and videos with another error."""
        head = (
            "- wrong without uncertain: 30.0% of all; with it: 6.2% of the 75% that get a verdict"
        )
        photos = f"**Photos**: 40 of 12 people\n\n{head}\n\n{tables(worth)}"
        videos = photos.replace(head, "").replace("Photos", "Videos").replace("30.0%", "44.0%")
        path.write_text(f"{CARD}\n## What a score means\n{photos}\n\n{videos}\n", "utf-8")
        return read_card(path)

    def test_is_what_the_command_wrote(self, written, worth):
        found = measured(written, "Photos")
        np.testing.assert_allclose(found.said_and_true.said, worth.after.said)
        np.testing.assert_allclose(found.said_and_true.true, worth.after.true)
        np.testing.assert_array_equal(found.said_and_true.items, worth.after.items)
        np.testing.assert_allclose(found.surest.coverage, worth.surest.coverage)
        np.testing.assert_allclose(found.surest.risk, worth.surest.risk, atol=0.001)
        assert found.in_use == pytest.approx((0.75, 0.062))

    def test_is_that_of_the_kind_asked_for(self, written):
        videos = measured(written, "Videos")
        assert videos.surest.risk[-1] == pytest.approx(0.44)
        assert videos.in_use is None

    def test_is_nothing_where_nothing_is_told(self, card):
        assert measured(card, "Photos") is None

    def test_is_not_taken_from_the_next_kind(self, path, worth):
        text = f"**Photos**: none yet\n\n**Videos**: 4\n\n{tables(worth)}"
        path.write_text(f"{CARD}\n## What a score means\n{text}", "utf-8")
        assert measured(read_card(path), "Photos") is None
        assert measured(read_card(path), "Videos") is not None


@pytest.mark.parametrize("weights", known().values(), ids=lambda weights: weights.name)
def test_the_card_of_every_calibrated_network_can_be_read(weights):
    card = read_card(weights.path.with_name(f"{weights.name}.md"))
    found = measured(card, "Photos")
    assert (found is None) == (weights.image is None)
    assert 0 < found.surest.risk[-1] < 0.5
    assert found.surest.coverage[-1] == 1
    assert found.said_and_true.items.sum() == sum(rate.items for rate in weights.image.error_rates)
    assert found.in_use[1] < found.surest.risk[-1]
