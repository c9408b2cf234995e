"""Experiments, as a class does one, with a run that `meso app --experiments` was given."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from meso.experiments.read_run import VARIABLE
from meso.ui.words import experiments as words
from scripts.server import serving
from tests.browser.conftest import Visitor
from tests.browser.looks import fits, take_picture
from tests.runs import SETTINGS, write_run, write_staircase

pytestmark = pytest.mark.slow

MAP = "document.querySelector('.js-plotly-plot').data[0]"


@pytest.fixture(scope="module")
def address(chromium, tmp_path_factory):
    """An app of its own, that shows a run and a staircase."""
    folder = tmp_path_factory.mktemp("runs")
    write_run(folder / "mine", features=True)
    write_staircase(folder / "stairs")
    with serving(**{VARIABLE: str(folder)}) as server:
        yield server.address


@pytest.fixture
def visitor(chromium, address, look):
    width, theme = look
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    yield opened(context, address)
    context.close()


def opened(context, address):
    """Someone who sees both charts of the page."""
    visitor = Visitor(context.new_page())
    visitor.page.goto(f"{address}/experiments")
    visitor.page.locator(".js-plotly-plot .heatmaplayer image").wait_for()
    visitor.page.locator(".js-plotly-plot").nth(1).locator(".scatterlayer .trace").first.wait_for()
    return visitor


def fields(visitor):
    """What is written into the heat-map, by what was learned from and what it was judged on."""
    data = visitor.page.evaluate(f"{{const {{x, y, text}} = {MAP}; ({{x, y, text}})}}")
    return {
        (source, target): text
        for source, row in zip(data["y"], data["text"], strict=True)
        for target, text in zip(data["x"], row, strict=True)
    }


def clicks_on_field(visitor, source, target, *, tap=False):
    """Click beside its number, where no point lies; the map is laid out from its first row on."""
    data = visitor.page.evaluate(f"{{const {{x, y}} = {MAP}; ({{x, y}})}}")
    plot = visitor.page.locator(".js-plotly-plot").first.locator(".nsewdrag")
    plot.scroll_into_view_if_needed()
    box = plot.bounding_box()
    wide, high = box["width"] / len(data["x"]), box["height"] / len(data["y"])
    place = (
        box["x"] + wide * (data["x"].index(target) + 0.9),
        box["y"] + high * (data["y"].index(source) + 0.8),
    )
    (visitor.page.touchscreen.tap if tap else visitor.page.mouse.click)(*place)


def shows(visitor, source, target):
    """Wait for this field in the boxes, over its faces and in the frame of the map."""
    for label, name in ((words.SOURCE, source), (words.TARGET, target)):
        expect(box(visitor, label)).to_have_value(name)
    heading = words.FLIPS.format(source=source, target=target)
    visitor.page.get_by_role("heading", name=heading).wait_for()
    visitor.page.wait_for_function(
        """([source, target]) => {
            const {data: [{x, y}], layout: {shapes}} = document.querySelector('.js-plotly-plot');
            return shapes?.length && shapes.every(({x0, y0}) =>
                Math.round(x0 * x.length) === x.indexOf(target) &&
                Math.round((1 - y0) * y.length) === y.indexOf(source));
        }""",
        arg=[source, target],
    )


def box(visitor, label):
    """The box with this label, where the chosen name is written."""
    return visitor.page.get_by_role("combobox", name=label)


def chooses(visitor, label, name):
    """Open a box and choose in it; a list that was opened closes when the page scrolls under it."""
    box(visitor, label).scroll_into_view_if_needed()
    visitor.page.evaluate("() => new Promise(requestAnimationFrame)")
    box(visitor, label).click()
    visitor.page.get_by_role("option", name=name, exact=True).click()


class TestAClickOnAField:
    def test_chooses_it_until_a_box_or_another_click_chooses_otherwise(self, visitor, look):
        shows(visitor, "striped", "dotted")
        clicks_on_field(visitor, "all", "striped")
        shows(visitor, "all", "striped")
        take_picture(visitor, "experiments-clicked", look)
        assert fits(visitor, look)
        chooses(visitor, words.SOURCE, "dotted")
        shows(visitor, "dotted", "striped")
        visitor.page.get_by_role("slider", name=words.SHOTS).press("ArrowLeft")
        visitor.page.get_by_text(words.CHART_FEW.format(few=10)).first.wait_for()
        shows(visitor, "dotted", "striped")  # the click of before comes back with no other run
        clicks_on_field(visitor, "all", "striped")  # again the field that was clicked before
        shows(visitor, "all", "striped")
        assert visitor.elsewhere == []

    def test_says_the_field_its_number_and_nothing_else_under_the_mouse(self, visitor):
        clicks_on_field(visitor, "dotted", "striped")
        shows(visitor, "dotted", "striped")
        clicks_on_field(visitor, "dotted", "striped")
        label = visitor.page.locator(".js-plotly-plot .hoverlayer .hovertext")
        expect(label).to_have_count(1)
        expect(label).to_have_text("learned from dottedjudged on stripedAUC 0.62")

    def test_takes_one_tap_of_a_finger(self, chromium, address):
        context = chromium.new_context(viewport={"width": 390, "height": 900}, has_touch=True)
        visitor = opened(context, address)
        for source in ("dotted", "random"):
            clicks_on_field(visitor, source, "striped", tap=True)
            shows(visitor, source, "striped")
        context.close()


class TestAField:
    def test_is_retrained_and_the_heat_map_changes(self, visitor, look):
        before = fields(visitor)
        take_picture(visitor, "experiments", look)
        assert fits(visitor, look)
        visitor.page.get_by_role("button", name=words.RETRAIN).click()
        visitor.page.wait_for_function(f"{MAP}.text.flat().some(text => text.includes('*'))")
        after = fields(visitor)
        (changed,) = {field for field in before if before[field] != after[field]}
        assert changed == ("striped", "dotted")
        assert after[changed].endswith("*<br>(0.71)")  # the control stays beside it
        seed = words.JUST_NOW.partition(":")[0].format(seed=SETTINGS.seeds)
        expect(visitor.page.get_by_text(seed)).to_be_visible()
        take_picture(visitor, "experiments-retrained", look)
        assert fits(visitor, look)
        assert visitor.elsewhere == []

    def test_follows_the_number_of_faces(self, visitor, look):
        assert "random" in {source for source, _ in fields(visitor)}
        visitor.page.get_by_role("slider", name=words.SHOTS).press("Home")
        visitor.page.get_by_text(words.NOTHING_TO_RETRAIN).wait_for()
        visitor.page.wait_for_function(f"!{MAP}.y.includes('random')")
        assert fields(visitor)["striped", "striped"] == "0.65"
        assert fits(visitor, look)
