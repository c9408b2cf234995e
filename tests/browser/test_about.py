"""Someone wants to know what stands behind the verdicts; and what must not happen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from meso.ui.words import about as words
from tests.browser.looks import fits, take_picture

pytestmark = pytest.mark.slow


@pytest.fixture
def reader(open_page, address, look):
    """Someone who has opened the page "About the network"."""
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.page.goto(f"{address}/about")
    visitor.page.get_by_label(re.compile(words.PICTURE_IN_WORDS)).wait_for()
    return visitor


def unfold(reader, title):
    part = reader.page.get_by_test_id("stExpander").filter(has_text=title).first
    part.locator("summary").click()
    return part


class TestAReader:
    def test_reads_the_first_screen_then_unfolds_what_they_want(self, reader, look):
        page = reader.page
        take_picture(reader, "about", look)
        expect(page.get_by_text("it misjudges")).to_be_visible()
        expect(page.get_by_text("Each dot is a group of photos.")).to_be_visible()
        unfold(reader, words.SUREST).locator(".js-plotly-plot").wait_for()
        unfold(reader, words.SECTIONS["How good it is"]).get_by_test_id("stDataFrame").nth(
            1
        ).wait_for()
        expect(unfold(reader, words.SIGNATURE).get_by_text("sealed note")).to_be_visible()
        take_picture(reader, "about-unfolded", look)
        assert fits(reader, look)

    def test_compares_another_network(self, reader):
        before = reader.page.get_by_text("it misjudges").inner_text()
        reader.page.get_by_role("combobox").click()
        reader.page.get_by_role("option", name="meso4", exact=True).click()
        expect(reader.page.get_by_text("it misjudges")).not_to_have_text(before)

    def test_nothing_breaks_and_nothing_is_asked_of_another_machine(self, reader):
        for title in (words.FACTS, words.SIGNATURE, words.SECTIONS["Where it fails"]):
            unfold(reader, title)
        expect(reader.page.get_by_text("contentcredentials.org")).to_be_visible()
        assert reader.page.get_by_test_id("stException").count() == 0
        assert reader.page.get_by_test_id("stAlert").count() == 0
        assert len(reader.requested) > 10
        assert reader.elsewhere == []
