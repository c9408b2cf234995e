"""Several files as a class drops them: cards as they come, a table, one report; no zombie work."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from meso.service.sample import PHOTO
from meso.ui.words import desk

pytestmark = pytest.mark.slow

SECONDS = 60  # for ten files, on a machine with much else to do
ROW = 35  # pixels, of the table


@pytest.fixture(scope="module")
def ten():
    """Seven photos of a face; three files that cannot be judged, the last for want of a face."""
    pixels = cv2.imdecode(np.frombuffer(PHOTO.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    photos = [cv2.imencode(".jpg", pixels[:, 10 * n :])[1].tobytes() for n in range(7)]
    wall = cv2.imencode(".png", np.full((200, 300, 3), (90, 140, 60), np.uint8))[1].tobytes()
    return [
        *((f"photo-{n}.jpg", data, "image/jpeg") for n, data in enumerate(photos)),
        ("broken.mp4", b"Dear diary, this is no video.", "video/mp4"),
        ("nothing.jpg", b"", "image/jpeg"),
        ("wall.png", wall, "image/png"),
    ]


def reports_to_show(visitor):
    return visitor.page.get_by_role("button", name=desk.SHOW)


class TestTenFilesOfWhichThreeAreBroken:
    @pytest.fixture
    def visitor(self, open_page, look, ten):
        """Someone who has dropped them all and waited for the last."""
        width, theme = look
        visitor = open_page(width=width, theme=theme)
        visitor.drops_all(ten)
        visitor.page.get_by_text("No face to score in").first.wait_for()
        expect(reports_to_show(visitor)).to_have_count(7, timeout=1000 * SECONDS)
        expect(visitor.page.get_by_test_id("stProgress")).to_have_count(0)
        app = visitor.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        return visitor

    def test_are_seven_results_and_three_cards_that_say_what_to_do(self, visitor):
        cards = visitor.alert.all_inner_texts()
        assert len(cards) == 3
        assert all("Accepted are photos" in card for card in cards)
        assert visitor.page.locator(".js-plotly-plot").count() == 0  # nobody chose one yet

    def test_a_card_leads_to_its_report(self, visitor):
        reports_to_show(visitor).nth(4).click()
        visitor.waits_for_the_verdict()
        assert visitor.text.count("photo-4.jpg") == 2
        assert visitor.text.count("photo-3.jpg") == 1
        assert visitor.elsewhere == []

    def test_a_row_of_the_table_leads_to_its_report(self, visitor):
        table = visitor.page.get_by_test_id("stDataFrame")
        table.scroll_into_view_if_needed()
        box = table.bounding_box()
        visitor.page.mouse.click(box["x"] + 150, box["y"] + 3.5 * ROW)
        visitor.waits_for_the_verdict()
        assert visitor.text.count("photo-2.jpg") == 2
        assert len(visitor.alert.all_inner_texts()) == 3


class TestALoadedPage:
    def test_leaves_no_work_behind_that_others_would_wait_for(self, visitor, long_clip, photo):
        visitor.page.get_by_text("Settings", exact=True).click()
        visitor.page.get_by_role("slider").press("End")
        visitor.page.get_by_test_id("stSliderThumbValue").get_by_text("128").wait_for()
        visitor.drops(*long_clip)
        visitor.page.get_by_text("Looking for faces").wait_for()
        visitor.page.reload()
        visitor.page.get_by_test_id("stFileUploaderDropzone").wait_for()
        visitor.drops(*photo)
        visitor.waits_for_the_verdict()
        assert "The face in this photo scores" in visitor.text
        assert not [text for text in visitor.progress if "ahead of yours" in text]
