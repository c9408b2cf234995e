"""The page of a stream: its chart, what it came to, nothing that acts, nothing fetched."""

from __future__ import annotations

from datetime import date

import pytest

from meso.detection.watched import Point, Watched
from meso.takeaway.of_a_watch import as_page
from meso.takeaway.page import NOTHING_FETCHED

DAY = date(2026, 11, 28)
NAUGHTY = "rtsp://10.0.0.7/<script>alert(1)</script>"

pytestmark = pytest.mark.slow


@pytest.fixture
def page(weights):
    watched = Watched(looked_at=4, scored=3, people=1, most_fake=(0.75, 2.0))
    watched.curve = {0: Point(0.25, None), 1: Point(0.5, 0.375), 5: Point(None, 0.75)}
    return as_page(watched, NAUGHTY, weights, length=16, threshold=0.5, on=DAY)


class TestThePage:
    def test_has_the_chart_and_its_description(self, page):
        assert "Chart of the fake score, from 0 (real) to 1 (fake), over time" in page
        assert "the last 16 s" in page

    def test_says_in_words_what_the_watch_came_to_and_what_was_not_measured(self, page):
        assert "4 frames looked at, 3 with a face to score, 1 person told apart." in page
        assert "was not measured, so do not rely on one" in page
        assert "Never accuse anyone" in page

    def test_names_the_network_and_its_fingerprint(self, page, weights):
        assert weights.name in page
        assert weights.sha256 in page

    def test_can_run_and_fetch_nothing(self, page):
        assert "<script" not in page
        assert NOTHING_FETCHED.replace("'", "&#x27;") in page
