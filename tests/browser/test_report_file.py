"""A report that was kept: opened from a folder, without the internet, on a desk, a phone, paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from meso.models.weights import default_name, named
from meso.takeaway.as_html import as_html
from tests.reports import report_of

pytestmark = pytest.mark.slow

NAUGHTY = "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script>.mp4"


@pytest.fixture
def kept(tmp_path):
    """The report on a clip with a hostile name, in a file."""
    faces = [(frame, frame % 2, (frame % 7) / 7) for frame in range(0, 1600, 50)]
    report = replace(report_of(faces, looked_at=range(0, 1600, 50)), source=NAUGHTY)
    path = tmp_path / "report.html"
    path.write_text(as_html(report, named(default_name()), on=date(2026, 11, 25)), "utf-8")
    return path


@pytest.fixture(params=[(1280, "light"), (390, "dark")], ids=["desk", "phone"])
def opened(chromium, kept, request):
    width, theme = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, offline=True
    )
    page = context.new_page()
    page.requested, page.complaints = [], []
    page.on("request", lambda request: page.requested.append(request.url))
    page.on("console", lambda message: page.complaints.append(message.text))
    page.goto(kept.as_uri())
    yield page
    context.close()


def test_it_is_whole_and_fits(opened):
    assert opened.get_by_role("heading", name="Every score").is_visible()
    assert opened.get_by_role("img", name="Chart of the fake score").is_visible()
    sizes = opened.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
    assert sizes == [256] * 12
    width = opened.viewport_size["width"]
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_it_fetches_nothing_and_a_name_in_it_does_nothing(opened, kept):
    asked = [url for url in opened.requested if not url.startswith("data:")]
    assert asked == [kept.as_uri()]
    assert opened.title() != "run"
    assert opened.locator("script").count() == 0
    assert opened.get_by_text("onerror").count() >= 1
    assert opened.complaints == []


def test_on_paper_it_is_light_and_nothing_is_cut_off(opened):
    opened.emulate_media(media="print", color_scheme="dark")
    ground = opened.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"
    chart = opened.locator(".wide").first
    assert chart.evaluate("one => getComputedStyle(one).overflowX") == "visible"
    assert opened.pdf(format="A4").startswith(b"%PDF")
