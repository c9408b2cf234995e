"""A newsletter and a PDF on the page: a card for all that each carries, and nothing is fetched."""

from __future__ import annotations

import io
from email.message import EmailMessage

import pytest
from PIL import Image
from playwright.sync_api import expect

from meso.ui.words import desk
from tests.browser.looks import fits, take_picture
from tests.document_files import page as web_page
from tests.media_files import numbered_picture

pytestmark = pytest.mark.slow

SECONDS = 180  # for both, on a machine with much else to do
ELSEWHERE = "https://news.test"
ALT = f"The pilot ![x]({ELSEWHERE}/x.png) {ELSEWHERE}/shop"  # words of a stranger


@pytest.fixture(scope="module")
def newsletter(photo, clip):
    """A photo in its text, a clip attached to it, and a picture that it only points to."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "head@school.test", "all@school.test", "News"
    mail.set_content("Dear pupils, this mail has pictures.")
    tags = f'<img src="cid:one@school.test" alt="{ALT}">', f'<img src="{ELSEWHERE}/logo.png">'
    mail.add_alternative(web_page(*tags), subtype="html")
    (_, pixels, _), (name, frames, _) = photo, clip
    mail.get_payload()[1].add_related(pixels, "image", "png", cid="<one@school.test>")
    mail.add_attachment(frames, "video", "mp4", filename=name)
    return mail.as_bytes()


class TestANewsletter:
    @pytest.fixture
    def visitor(self, open_page, look, newsletter):
        """Someone who has dropped it and waited for both verdicts."""
        width, theme = look
        visitor = open_page(width=width, theme=theme)
        visitor.drops("newsletter.eml", newsletter, "message/rfc822")
        reports = visitor.page.get_by_role("button", name=desk.SHOW)
        expect(reports).to_have_count(2, timeout=1000 * SECONDS)
        expect(visitor.page.get_by_test_id("stProgress")).to_have_count(0)
        return visitor

    def test_says_what_it_carries_and_what_it_only_points_to(self, visitor, look):
        assert "This mail carries 2 pictures and videos." in visitor.text
        assert "1 picture or video elsewhere, which was not fetched" in visitor.text
        take_picture(visitor, "newsletter", look)
        assert fits(visitor, look)

    def test_has_a_card_for_each_with_its_place(self, visitor, clip):
        assert "newsletter.eml › picture 1.png" in visitor.text
        assert f"part 1.2.2 · “{ALT}”" in visitor.text
        assert f"newsletter.eml › {clip[0]}" in visitor.text
        assert visitor.page.get_by_text("from 0 (real) to 1 (fake)").count() == 2

    def test_asks_nothing_of_another_machine(self, visitor):
        assert visitor.elsewhere == []
        assert visitor.page.locator(f'a[href^="{ELSEWHERE}"]').count() == 0

    def test_a_card_leads_to_its_report(self, visitor, clip):
        visitor.page.get_by_role("button", name=desk.SHOW).nth(1).click()
        visitor.waits_for_the_verdict()
        assert visitor.text.count(f"newsletter.eml › {clip[0]}") == 2
        assert visitor.elsewhere == []


@pytest.fixture(scope="module")
def pdf(photo):
    """A drawing without a face on its first page, a photo of a face on its second."""
    pages = [
        Image.fromarray(numbered_picture(3, width=320, height=240)),
        Image.open(io.BytesIO(photo[1])).convert("RGB"),
    ]
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:], quality=95)
    return file.getvalue()


class TestAPdf:
    @pytest.fixture
    def visitor(self, open_page, look, pdf):
        """Someone who has dropped it and waited for what comes of both pictures."""
        width, theme = look
        visitor = open_page(width=width, theme=theme)
        visitor.drops("leaflet.pdf", pdf, "application/pdf")
        failures = visitor.page.get_by_role("heading", name=desk.FAILURES)
        expect(failures).to_be_visible(timeout=1000 * SECONDS)
        report = visitor.page.get_by_text("from 0 (real) to 1 (fake)").first
        expect(report).to_be_visible(timeout=1000 * SECONDS)
        expect(visitor.page.get_by_test_id("stProgress")).to_have_count(0)
        return visitor

    def test_says_what_it_carries_and_where_each_picture_stood(self, visitor, look):
        assert "This PDF carries 2 pictures and videos." in visitor.text
        assert visitor.text.index("page 2") < visitor.text.index(desk.FAILURES)
        assert visitor.text.index(desk.FAILURES) < visitor.text.index("page 1")
        take_picture(visitor, "pdf", look)
        assert fits(visitor, look)

    def test_has_a_row_for_each(self, visitor, look):
        table = visitor.page.get_by_test_id("stDataFrame")
        expect(table).to_have_count(1)
        cells = table.locator("td").all_inner_texts()
        assert {f"leaflet.pdf › picture {number}.jpeg" for number in (1, 2)} < {*cells}
        assert cells.count(desk.NO_VERDICT) == 1
        if look[0] > 1000:  # a narrow table draws its last columns only when it is scrolled
            assert {"page 1", "page 2"} < {*cells}

    def test_asks_nothing_of_another_machine(self, visitor):
        assert visitor.elsewhere == []
