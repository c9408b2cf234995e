"""What the page looks like on a desk and on a phone, by day and by night.

With MESO_SCREENSHOTS=FOLDER every state is kept there as a picture, to be looked at by a person.
"""

from __future__ import annotations

import os
from itertools import combinations
from pathlib import Path

import pytest

from meso.ui.words import desk

pytestmark = pytest.mark.slow

LOOKS = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]


def take_picture(visitor, state, look):
    """Keep the whole page, scrolled out, where a folder is given."""
    folder = os.environ.get("MESO_SCREENSHOTS")
    if not folder:
        return
    page, (width, theme) = visitor.page, look
    main = page.get_by_test_id("stMain")
    height = main.evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("height => innerHeight === height", arg=height)
    Path(folder).mkdir(parents=True, exist_ok=True)
    page.screenshot(path=Path(folder) / f"{state}-{width}-{theme}.png", animations="disabled")


def boxes(visitor, selector):
    """Left, top, right and bottom of each text that the chart shows."""
    return visitor.chart.locator(selector).evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).filter(box => box.width)"
        ".map(({left, top, right, bottom}) => [left, top, right, bottom])"
    )


def assert_nothing_touches(visitor, look):
    """No two words of the chart, and nothing the edge of the page."""
    words = boxes(visitor, ".annotation-text, .xtick text, .ytick text, .xtitle, .ytitle")
    assert len(words) >= 10
    assert not [pair for pair in combinations(words, 2) if overlap(*pair)]
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look[0]}-{look[1]}")
class TestEveryLook:
    @pytest.fixture
    def visitor(self, open_page, look):
        width, theme = look
        return open_page(width=width, theme=theme)

    def test_before_a_file_nothing_is_wider_than_the_page(self, visitor, look):
        visitor.page.get_by_text("The network is loaded").wait_for()
        take_picture(visitor, "empty", look)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]

    def test_a_video_fits_and_no_two_words_of_its_chart_touch(self, visitor, look, clip):
        visitor.drops(*clip)
        visitor.page.get_by_test_id("stProgress").wait_for()
        take_picture(visitor, "busy", look)
        visitor.waits_for_the_verdict()
        take_picture(visitor, "video", look)
        assert_nothing_touches(visitor, look)
        visitor.moves_the_threshold("End")
        visitor.page.locator(".annotation-text", has_text="1.00").wait_for()
        take_picture(visitor, "rule", look)
        assert_nothing_touches(visitor, look)

    def test_a_photo_fits(self, visitor, look, photo):
        visitor.drops(*photo)
        visitor.waits_for_the_verdict()
        take_picture(visitor, "photo", look)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]

    def test_several_files_fit(self, visitor, look, photo, clip):
        visitor.drops_all([clip, photo, ("broken.mp4", b"no video", "video/mp4")])
        visitor.page.get_by_role("button", name=desk.SHOW).nth(1).wait_for()
        visitor.alert.wait_for()
        take_picture(visitor, "several", look)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]

    def test_an_error_fits(self, visitor, look):
        visitor.drops("a" * 150 + ".mp4", b"no video", "video/mp4")
        visitor.alert.wait_for()
        take_picture(visitor, "error", look)
        assert visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]
