"""Experiments, as a class does one: the drawn faces that are shipped, one field retrained."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from meso.ui.words import experiments as words
from tests.browser.looks import fits, take_picture

pytestmark = pytest.mark.slow


@pytest.fixture
def visitor(open_page, look):
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.page.get_by_text("The network is loaded").wait_for()
    visitor.goes_to(words.TITLE)
    visitor.page.locator(".js-plotly-plot .heatmaplayer image").wait_for()
    return visitor


def fields(visitor):
    """What is written into the heat-map, by what was learned from and what it was judged on."""
    plot = visitor.page.locator(".js-plotly-plot").first
    data = plot.evaluate("({data: [map]}) => ({x: [...map.x], y: [...map.y], text: map.text})")
    return {
        (source, target): text
        for source, row in zip(data["y"], data["text"], strict=True)
        for target, text in zip(data["x"], row, strict=True)
    }


class TestAField:
    def test_is_retrained_and_the_heat_map_changes(self, visitor, look):
        before = fields(visitor)
        take_picture(visitor, "experiments", look)
        assert fits(visitor, look)
        visitor.page.get_by_role("button", name=words.RETRAIN).click()
        visitor.page.get_by_text(words.FRESH).wait_for()
        visitor.page.wait_for_function(
            "document.querySelector('.js-plotly-plot').data[0].text.flat()"
            ".some(text => text.includes('*'))"
        )
        after = fields(visitor)
        (changed,) = {field for field in before if before[field] != after[field]}
        assert after[changed].startswith(("0.", "1."))
        assert "*<br>(" in after[changed]  # the control stays beside it
        expect(visitor.page.get_by_text("Retrained just now, seed 5")).to_be_visible()
        assert any("step" in text for text in visitor.progress)
        take_picture(visitor, "experiments-retrained", look)
        assert fits(visitor, look)
        assert visitor.elsewhere == []

    def test_follows_the_number_of_faces(self, visitor, look):
        before = fields(visitor)
        slider = visitor.page.get_by_role("slider", name=words.SHOTS)
        slider.press("Home")
        visitor.page.get_by_text(words.NOTHING_TO_RETRAIN).wait_for()
        visitor.page.wait_for_function(
            "rows => document.querySelector('.js-plotly-plot').data[0].y.length < rows",
            arg=len({source for source, _ in before}),
        )
        assert {source for source, _ in fields(visitor)} == {s for s, _ in before} - {"random"}
        assert fits(visitor, look)
