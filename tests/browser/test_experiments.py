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
    visitor = Visitor(context.new_page())
    visitor.page.goto(f"{address}/experiments")
    visitor.page.locator(".js-plotly-plot .heatmaplayer image").wait_for()
    visitor.page.locator(".js-plotly-plot .scatterlayer .trace").wait_for()
    yield visitor
    context.close()


def fields(visitor):
    """What is written into the heat-map, by what was learned from and what it was judged on."""
    data = visitor.page.evaluate(f"{{const {{x, y, text}} = {MAP}; ({{x, y, text}})}}")
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
