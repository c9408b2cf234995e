"""Someone takes a report away: the three files that the buttons save, and the page opened later."""

from __future__ import annotations

import csv
import json
import re
from itertools import chain

import pytest

from meso.ui.words import away

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def visitor(open_page, look, clip):
    """Someone who sees the verdict of the clip."""
    width, theme = look
    visitor = open_page(width=width, theme=theme)
    visitor.drops(*clip)
    visitor.waits_for_the_verdict()
    return visitor


def saved(visitor, button, folder):
    """Press a button of the page; the file that the browser saved."""
    with visitor.page.expect_download() as download:
        visitor.page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def assert_in_the_chart(visitor, found):
    """Every (frame, score), and no other, is a point of the chart."""
    frames, scores = zip(*sorted(found), strict=True)
    drawn_frames, drawn = zip(*sorted(chain.from_iterable(visitor.curves)), strict=True)
    assert frames == drawn_frames
    assert scores == pytest.approx(drawn, abs=1e-5)


class TestTheFilesThatTheButtonsSave:
    def test_the_table_has_the_scores_of_the_chart(self, visitor, tmp_path):
        path = saved(visitor, away.TABLE, tmp_path)
        with path.open(encoding="utf-8", newline="") as table:
            rows = list(csv.DictReader(table))
        scored = [row for row in rows if row["fake_score"]]
        assert path.suffix == ".csv"
        assert_in_the_chart(
            visitor, [(int(row["frame"]), float(row["fake_score"])) for row in scored]
        )

    def test_the_data_have_the_verdict_of_the_page(self, visitor, tmp_path):
        path = saved(visitor, away.JSON, tmp_path)
        report = json.loads(path.read_text("utf-8"))
        assert path.suffix == ".json"
        assert f"{report['verdict']['score']:.2f} on a scale" in visitor.text
        faces = [
            (frame["index"], face["fake_score"])
            for frame in report["frames"]
            for face in frame["faces"]
        ]
        assert_in_the_chart(visitor, faces)

    def test_nothing_is_looked_at_again_and_nothing_is_asked_of_another_machine(
        self, visitor, tmp_path
    ):
        visitor.forgets_progress()
        saved(visitor, away.REPORT, tmp_path)
        assert visitor.progress == []
        assert visitor.elsewhere == []


class TestTheReportOpenedWithoutTheInternet:
    @pytest.fixture
    def opened(self, visitor, look, chromium, tmp_path):
        width, theme = look
        path = saved(visitor, away.REPORT, tmp_path)
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, offline=True
        )
        page = context.new_page()
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(path.as_uri())
        yield page
        context.close()

    def test_says_what_the_page_said_and_is_whole(self, opened, visitor, look):
        verdict = visitor.page.get_by_role("heading", level=2).first.inner_text()
        assert re.search("Real|Fake|Can't tell", verdict)[0] in opened.locator("main").inner_text()
        sizes = opened.locator("img").evaluate_all("all => all.map(one => one.naturalWidth)")
        assert sizes
        assert set(sizes) == {256}
        assert opened.evaluate("document.documentElement.scrollWidth") <= look[0]

    def test_asks_nothing_of_anybody(self, opened):
        asked = [url for url in opened.requested if not url.startswith("data:")]
        assert asked == [opened.url]
