"""Look inside, then compare, as a person does it: a sample, a map, where it looks, two networks."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from meso.ui.words import compare, look_inside
from tests.browser.looks import fits, take_picture

pytestmark = pytest.mark.slow


@pytest.fixture
def visitor(open_page, look):
    """Someone who has had the sample clip judged."""
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.page.get_by_role("button", name="Sample clip").click()
    visitor.waits_for_the_verdict()
    return visitor


def picture_above(visitor, caption):
    """The picture with a caption that begins like this."""
    shown = visitor.page.get_by_test_id("stImage").filter(has_text=re.compile(f"^{caption}"))
    return shown.locator("img")


class TestLookingInside:
    def test_shows_the_map_that_was_chosen_beside_the_face(self, visitor, look):
        visitor.goes_to(look_inside.TITLE)
        visitor.page.get_by_role("button", name="Map 3", exact=True).click()
        picture_above(visitor, "Map 3").wait_for()
        third = picture_above(visitor, "Map 3").get_attribute("src")
        visitor.page.get_by_role("button", name="Map 4", exact=True).click()
        picture_above(visitor, "Map 4").wait_for()
        assert picture_above(visitor, "Map 4").get_attribute("src") != third
        assert picture_above(visitor, "Map 3").count() == 0
        assert (
            picture_above(visitor, "Map 4").evaluate(
                "map => map.decode().then(() => map.naturalWidth)"
            )
            >= 512
        )
        expect(picture_above(visitor, look_inside.STRONGEST_FACE)).to_be_visible()
        take_picture(visitor, "maps", look)
        assert fits(visitor, look)

    def test_never_shows_where_it_looks_without_the_check(self, visitor, look):
        visitor.goes_to(look_inside.TITLE)
        visitor.page.get_by_role("tab", name="Where it looks").click()
        trained = picture_above(visitor, look_inside.TRAINED)
        untrained = picture_above(visitor, look_inside.UNTRAINED)
        trained.wait_for()
        expect(untrained).to_be_visible()
        assert trained.get_attribute("src") != untrained.get_attribute("src")
        visitor.page.get_by_text(look_inside.NOT_PROVED).wait_for()
        take_picture(visitor, "where", look)
        assert fits(visitor, look)

    def test_of_another_network_shows_its_branches_and_asks_no_other_machine(self, visitor, look):
        visitor.goes_to(look_inside.TITLE)
        visitor.page.get_by_role("tab", name="Filters").click()
        visitor.page.get_by_alt_text("Filter 1", exact=True).first.wait_for()
        take_picture(visitor, "filters", look)
        visitor.page.get_by_role("tab", name="Branches").click()
        visitor.page.get_by_text(look_inside.NO_BRANCHES).wait_for()
        visitor.page.get_by_role("combobox", name=look_inside.NETWORK).click()
        visitor.page.get_by_role("option", name="meso_inception4").click()
        for title in look_inside.BRANCH.values():
            visitor.page.get_by_text(title, exact=True).last.wait_for()
        take_picture(visitor, "branches", look)
        assert fits(visitor, look)
        assert visitor.elsewhere == []


class TestComparing:
    def test_draws_two_networks_over_the_same_frames_and_looks_for_no_face_again(
        self, visitor, look
    ):
        visitor.forgets_progress()
        visitor.goes_to(compare.TITLE)
        visitor.page.get_by_text(compare.FURTHEST).wait_for()
        plot = visitor.page.locator(".js-plotly-plot")
        expect(plot).to_have_count(1)
        first, second = plot.evaluate("plot => plot.data.map(({x, y}) => [[...x], [...y]])")
        assert first[0] == second[0]
        assert [y is None for y in first[1]] == [y is None for y in second[1]]
        assert first[1] != second[1]
        assert visitor.progress == []
        take_picture(visitor, "compare", look)
        assert fits(visitor, look)
