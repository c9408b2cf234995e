"""The results of a folder, on a desk and on a phone: searched, and a row and its file opened."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from meso.media.shrink import thumbnail
from meso.models.weights import default_name, named
from meso.ui.words import results as words
from tests.browser.looks import fits, take_picture
from tests.tables import REAL, ROWS, as_csv

pytestmark = pytest.mark.slow

ELSEWHERE = "https://elsewhere.test"
NASTY = f"![x]({ELSEWHERE}/x.png) <img src={ELSEWHERE}/y.png> {ELSEWHERE}/shop.jpg"
GREEN = thumbnail(np.full((256, 256, 3), (30, 160, 60), np.uint8))
ROW = 35  # pixels, of the table


@pytest.fixture(scope="module")
def rows(photo):
    """The photo, of which the table claims too much; others; and a name that would be obeyed."""
    network = named(default_name())
    scored_by = {"model": network.name, "weights_sha256": network.sha256}
    fingerprint = sha256(photo[1]).hexdigest()
    claimed = replace(REAL, file=photo[0], score=0.9, label="fake", **scored_by)
    nasty = replace(ROWS[-1], file=NASTY, problem=f"{NASTY} is broken.")
    return [replace(claimed, thumbnail=GREEN, file_sha256=fingerprint), *ROWS, nasty]


@pytest.fixture
def visitor(open_page, look, rows):
    """Someone who has dropped the table."""
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.goes_to(words.TITLE)
    visitor.drops("scores.csv", as_csv(rows), "text/csv")
    visitor.page.get_by_test_id("stDataFrame").wait_for()
    visitor.page.locator(".js-plotly-plot").wait_for()
    return visitor


def chooses_row(visitor, number):
    """Click on a row of the table, counted from 0."""
    table = visitor.page.get_by_test_id("stDataFrame").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    visitor.page.mouse.click(box["x"] + 110, box["y"] + (number + 1.5) * ROW)
    visitor.page.get_by_text(words.HOW_TO_OPEN).wait_for()


class TestATable:
    def test_fits_with_all_that_it_counts(self, visitor, look):
        assert "6 rows of 6 files" in visitor.text
        assert "2 × damaged or empty" in visitor.text
        take_picture(visitor, "results", look)
        assert fits(visitor, look)

    def test_is_searched_and_a_row_of_what_is_left_is_chosen(self, visitor, look):
        name = visitor.page.get_by_label(words.NAME_HOLDS)
        name.fill("elsewhere")
        name.press("Enter")
        visitor.page.get_by_text("1 of 6 rows shown.").wait_for()
        chooses_row(visitor, 0)
        assert f"{NASTY} is broken." in visitor.text
        take_picture(visitor, "results-row", look)
        assert fits(visitor, look)

    def test_makes_the_page_fetch_nothing_and_link_to_nothing(self, visitor):
        chooses_row(visitor, 5)
        expect(visitor.page.get_by_text("is broken.")).to_be_visible()
        assert visitor.elsewhere == []
        assert visitor.page.locator(f'[href^="{ELSEWHERE}"], [src^="{ELSEWHERE}"]').count() == 0


class TestTheFileOfARow:
    def test_is_scored_here_whatever_the_table_claims(self, visitor, look, photo):
        chooses_row(visitor, 0)
        zone = visitor.page.get_by_test_id("stFileUploader").last
        zone.locator("input").set_input_files(
            {"name": photo[0], "mimeType": photo[2], "buffer": photo[1]}
        )
        visitor.page.get_by_role("heading", name="What the network saw").wait_for()
        assert words.THE_FILE in visitor.text
        assert "The table says 0.9000; looked at now, it scores 0." in visitor.text
        assert "Real" in visitor.page.get_by_role("heading", level=2).last.inner_text()
        take_picture(visitor, "results-opened", look)
        assert fits(visitor, look)

    def test_is_not_scored_where_it_is_another_one(self, visitor, photo):
        other = cv2.imencode(".png", np.full((200, 300, 3), (90, 140, 60), np.uint8))[1].tobytes()
        chooses_row(visitor, 0)
        zone = visitor.page.get_by_test_id("stFileUploader").last
        zone.locator("input").set_input_files(
            {"name": photo[0], "mimeType": photo[2], "buffer": other}
        )
        visitor.is_told(words.ANOTHER_FILE)
        assert visitor.page.get_by_role("heading", name="What the network saw").count() == 0
