"""What the page looks like on a desk, on a phone and on a projector, by day and by night."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from meso.ui.words import NOTHING_YET, compare, desk, fake, look_inside, what_if
from tests.browser.looks import DESK_AND_PHONE, PROJECTOR, fits, named, take_picture

pytestmark = pytest.mark.slow

WITHOUT_A_FACE = {  # the pages that work on one, by their name in the menu, and their titles
    what_if.PAGE: what_if.TITLE,
    fake.PAGE: fake.TITLE,
    look_inside.TITLE: look_inside.TITLE,
    compare.TITLE: compare.TITLE,
}


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
    assert fits(visitor, look)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize("look", [*DESK_AND_PHONE, PROJECTOR], ids=named)
class TestEveryLook:
    @pytest.fixture
    def visitor(self, open_page, look):
        width, theme = look
        return open_page(width=width, theme=theme)

    def test_every_page_fits_before_there_is_a_face(self, visitor, look):
        visitor.page.get_by_text("The network is loaded").wait_for()
        take_picture(visitor, "empty", look)
        assert fits(visitor, look)
        for page, title in WITHOUT_A_FACE.items():
            visitor.goes_to(page, title)
            expect(visitor.alert).to_have_text(NOTHING_YET, use_inner_text=True)
            take_picture(visitor, f"{page}-empty", look)
            assert fits(visitor, look)

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
        assert fits(visitor, look)

    def test_several_files_fit(self, visitor, look, photo, clip):
        visitor.drops_all([clip, photo, ("broken.mp4", b"no video", "video/mp4")])
        visitor.page.get_by_role("button", name=desk.SHOW).nth(1).wait_for()
        visitor.alert.wait_for()
        take_picture(visitor, "several", look)
        assert fits(visitor, look)

    def test_an_error_fits(self, visitor, look):
        visitor.drops("a" * 150 + ".mp4", b"no video", "video/mp4")
        visitor.alert.wait_for()
        take_picture(visitor, "error", look)
        assert fits(visitor, look)

    def test_a_picture_of_nobody_fits_and_has_no_number(self, visitor, look):
        wall = cv2.imencode(".png", np.full((200, 300, 3), (90, 140, 60), np.uint8))[1].tobytes()
        visitor.drops("wall.png", wall, "image/png")
        visitor.alert.wait_for()
        take_picture(visitor, "nobody", look)
        assert visitor.page.locator(".js-plotly-plot").count() == 0
        assert fits(visitor, look)
