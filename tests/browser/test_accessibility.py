"""Every page as axe-core sees it: no serious fault for who sees, hears or points otherwise.

axe-core (MPL-2.0) comes with `axe-playwright-python` (MIT); nothing but this test uses it.
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from meso.ui.words import quiz, results
from tests.tables import ROWS, as_csv

pytestmark = pytest.mark.slow

SECONDS = 120  # for a page to be run to its end, on a machine with much else to do
PAGES = 9


def faults(visitor):
    """What axe-core objects to, a line a place: the rule, where, what to do, and the element."""
    app = visitor.page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=1000 * SECONDS)
    expect(visitor.page.get_by_test_id("stSkeleton")).to_have_count(0)
    return [
        f"{visitor.page.url}: {rule['id']} ({rule['impact']}) at {place['target']}: "
        f"{rule['help']}: {place['html'][:120]}"
        for rule in Axe().run(visitor.page).response["violations"]
        if rule["impact"] in ("serious", "critical")
        for place in rule["nodes"]
    ]


def faults_of_all_pages(visitor):
    """The faults of every page in the menu; the first page is open already."""
    links, title = visitor.page.get_by_test_id("stSidebarNavLink"), visitor.page.locator("h1")
    expect(links).to_have_count(PAGES)
    found = faults(visitor)
    for place in range(1, PAGES):
        before = title.inner_text()
        links.nth(place).click()
        expect(title).not_to_have_text(before)
        found += faults(visitor)
    return found


@pytest.fixture(params=["light", "dark"])
def visitor(open_page, request):
    visitor = open_page(theme=request.param)
    visitor.page.get_by_text("The network is loaded").wait_for()
    return visitor


class TestNoSeriousFault:
    def test_on_any_page_before_there_is_a_face(self, visitor):
        assert faults_of_all_pages(visitor) == []

    def test_on_any_page_when_a_clip_was_judged(self, visitor, clip):
        visitor.drops(*clip)
        visitor.waits_for_the_verdict()
        assert faults_of_all_pages(visitor) == []

    def test_where_some_files_could_not_be_judged(self, visitor, photo):
        visitor.drops_all([photo, ("notes.mp4", b"Dear diary", "video/mp4")])
        visitor.alert.wait_for()
        visitor.page.get_by_role("button", name="Show its report").wait_for()
        assert faults(visitor) == []

    def test_on_the_results_of_a_folder(self, visitor):
        visitor.goes_to(results.TITLE)
        visitor.drops("scores.csv", as_csv(ROWS), "text/csv")
        visitor.page.get_by_test_id("stDataFrame").wait_for()
        assert faults(visitor) == []

    def test_in_a_quiz(self, visitor, address):
        visitor.page.goto(f"{address}/guess")
        visitor.page.get_by_role("button", name=re.compile(quiz.SAMPLES)).click()
        visitor.page.get_by_role("heading", name=quiz.QUESTION).wait_for()
        assert faults(visitor) == []


def test_a_page_with_a_fault_is_noticed(visitor):
    """Else the tests above could not fail."""
    visitor.page.evaluate("document.querySelector('h1').style.color = '#888'")
    visitor.page.evaluate("document.querySelector('h1').style.background = '#777'")
    (fault,) = faults(visitor)
    assert "color-contrast" in fault
