"""A document gives the pictures that it carries, each with its place, and fetches none."""

from __future__ import annotations

import io
import socket
import time
from contextlib import suppress
from email.message import EmailMessage

import numpy as np
import pytest
from PIL import Image

from meso.errors import DocumentTooLarge, EmptyFile, UnreadableDocument
from meso.limits import Limit
from meso.media import carried
from meso.media.document_kinds import is_document
from meso.media.documents import read_document
from tests.document_files import (
    REMOTE,
    data_address,
    newsletter,
    page,
    pdf_bytes,
    picture,
    web_archive,
)
from tests.hostile.documents import HARMLESS, NO_DOCUMENT, TOO_MUCH

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("a document made the program look for a network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def read(document, name="letter"):
    data = document.as_bytes() if isinstance(document, EmailMessage) else document
    return read_document(io.BytesIO(data.encode() if isinstance(data, str) else data), name)


def places(document):
    return [(one.name, one.where, one.alt) for one in document.carried]


class TestANewsletter:
    def test_gives_every_picture_that_it_carries_to_the_byte(self):
        assert [one.data for one in read(newsletter()).carried] == [
            picture(number) for number in (1, 2, 4, 3)
        ]

    def test_says_where_each_stood_and_what_stood_for_it(self):
        assert places(read(newsletter())) == [
            ("picture 1", "part 1.2.2", "The choir in May"),
            ("berg.jpg", "part 2", ""),
            ("photo.png", "part 3.1.2", ""),
            ("picture 4", "in the text", "Written in"),
        ]

    def test_counts_what_it_only_points_to_and_what_is_no_picture(self):
        document = read(newsletter())
        assert (document.kind, document.remote) == ("mail", len(REMOTE))
        assert document.ignored == 1

    def test_knows_the_picture_of_a_saved_page_by_its_address(self):
        document = read(web_archive())
        assert places(document) == [("picture 1", "part 2", "Today")]
        assert document.remote == 1

    def test_opens_a_pdf_that_is_attached(self):
        mail = newsletter()
        mail.add_attachment(pdf_bytes(7, 8), "application", "pdf", filename="flyer.pdf")
        where = [one.where for one in read(mail).carried]
        assert where[-3:] == ["part 5, page 1", "part 5, page 2", "in the text"]

    def test_goes_on_where_an_attached_pdf_is_broken(self):
        mail = newsletter()
        mail.add_attachment(b"%PDF-1.7 nothing", "application", "pdf", filename="flyer.pdf")
        document = read(mail)
        assert (len(document.carried), document.ignored) == (4, 2)

    def test_believes_no_name_and_no_type(self):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@b.test", "x"
        mail.add_attachment(picture(9), "application", "octet-stream", filename="sum.xls")
        mail.add_attachment(b"ffconcat version 1.0", "image", "jpeg", filename="face.jpg")
        document = read(mail)
        assert [one.data for one in document.carried] == [picture(9)]
        assert document.ignored == 1

    def test_reads_a_text_of_a_charset_that_nobody_knows(self):
        text = page(f'<img src="{data_address(picture(1))}">')
        head = "From: a@b.test\nSubject: x\nContent-Type: text/html; charset=klingon\n\n"
        assert [one.data for one in read(head + text).carried] == [picture(1)]


class TestAWebPage:
    def test_gives_what_is_written_into_it_and_counts_the_rest(self):
        document = read(
            page(
                f'<img src="{data_address(picture(1))}" alt="One">',
                f'<div style="background: url({data_address(picture(2))})"></div>',
                '<img srcset="small.jpg 1x, large.jpg 2x">',
                '<video poster="https://a.test/p.jpg"></video>',
                '<style>p { background: url("b.png") }</style>',
                f'<img src="{data_address(b"<svg/>", "image/svg+xml")}">',
            )
        )
        assert [one.data for one in document.carried] == [picture(1), picture(2)]
        assert (document.kind, document.remote, document.ignored) == ("web page", 4, 1)

    def test_takes_the_same_picture_once(self):
        tag = f'<img src="{data_address(picture(1))}">'
        assert len(read(page(tag, tag)).carried) == 1

    @pytest.mark.parametrize("broken", ["data:image/jpeg;base64,%%%", "data:", "data:,", "data:a"])
    def test_ignores_an_address_that_holds_nothing(self, broken):
        document = read(page(f'<img src="{broken}">'))
        assert (document.carried, document.remote, document.ignored) == ((), 0, 1)

    def test_reads_no_other_file(self, tmp_path):
        (tmp_path / "secret.jpg").write_bytes(picture(1))
        entity = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.jpg">]>'
        document = read(f'{entity}<html><img src="file://{tmp_path}/secret.jpg">&x;</html>')
        assert (document.carried, document.remote) == ((), 1)


class TestAPdf:
    def test_gives_its_pictures_page_by_page(self):
        document = read(pdf_bytes(1, 2, 3))
        assert [one.where for one in document.carried] == ["page 1", "page 2", "page 3"]
        assert document.kind == "PDF"

    def test_gives_the_pixels_that_were_put_in(self):
        (carried,) = read(pdf_bytes(5)).carried
        pixels = np.asarray(Image.open(io.BytesIO(carried.data)).convert("RGB"))
        first, last = pixels[4, 4], pixels[-4, -4]
        assert first == pytest.approx(np.asarray(Image.open(io.BytesIO(picture(5))))[4, 4], abs=12)
        assert not np.allclose(first, last, atol=40)

    def test_ignores_pictures_that_are_too_small_for_a_face(self):
        document = read(pdf_bytes(1, size=(60, 200)))
        assert (document.carried, document.ignored) == ((), 1)

    def test_refuses_a_damaged_one(self):
        with pytest.raises(UnreadableDocument):
            read(pdf_bytes(1)[:300])


class TestWhatIsADocument:
    @pytest.mark.parametrize(
        "document",
        [newsletter().as_bytes(), web_archive(), page().encode(), pdf_bytes(1)],
        ids=["mail", "archive", "page", "pdf"],
    )
    def test_is_told_by_its_content(self, document):
        assert is_document(io.BytesIO(document))

    @pytest.mark.parametrize(
        "other",
        [b"", b"Subject: only one line", b"hello", picture(1), b"{}", b"#EXTM3U\nhttp://a.test/"],
    )
    def test_anything_else_is_none(self, other):
        assert not is_document(io.BytesIO(other))

    def test_says_which_there_are(self):
        with pytest.raises(UnreadableDocument, match=r"notes\.txt .*EML.*HTML.*PDF"):
            read(b"hello", "notes.txt")
        with pytest.raises(EmptyFile):
            read(b"")


class TestABomb:
    @pytest.mark.parametrize("name", {**TOO_MUCH, **HARMLESS})
    def test_is_refused_or_harmless_within_two_seconds(self, name):
        data = {**TOO_MUCH, **HARMLESS}[name]()
        begun = time.process_time()
        with suppress(DocumentTooLarge):
            assert read(data, "bomb").carried == ()
        assert time.process_time() - begun < 2

    @pytest.mark.parametrize("name", NO_DOCUMENT)
    def test_is_told_from_a_document_in_no_time(self, name):
        begun = time.process_time()
        assert not is_document(io.BytesIO(NO_DOCUMENT[name]()))
        assert time.process_time() - begun < 0.1

    @pytest.mark.parametrize(
        ("name", "what"),
        [
            ("endless_headers.eml", "64 KB of headers"),
            ("headers_of_a_part.eml", "64 KB of headers"),
            ("many_empty_parts.eml", "200 parts"),
            ("a_few_too_many_parts.eml", "200 parts"),
            ("six_levels.eml", "5 levels"),
            ("pictures_without_end.html", "50 pictures"),
            ("too_many_pages.pdf", "50 pages"),
            ("text_too_long.html", "2 MB of text"),
            ("picture_too_long.html", "10 MB in one picture"),
            ("too_many_bytes.html", "25 MB"),
        ],
    )
    def test_is_refused_by_the_limit_that_it_breaks(self, name, what):
        with pytest.raises(DocumentTooLarge, match=f"has more than {what}"):
            read(TOO_MUCH[name](), "bomb")

    def test_that_unpacks_to_too_much_is_refused(self, monkeypatch):
        monkeypatch.setattr(carried, "CARRIED_BYTES", Limit(1000, "100 MB of pictures"))
        with pytest.raises(DocumentTooLarge, match="has more than 100 MB of pictures"):
            read(newsletter())


class TestWhatItSays:
    def test_of_a_picture_is_a_short_line_that_no_terminal_obeys(self):
        alt = "a\x1b[2J\u202eb " + "c" * 300
        (one,) = read(page(f'<img src="{data_address(picture(1))}" alt="{alt}">')).carried
        assert one.alt.isprintable()
        assert len(one.alt) == 200

    def test_of_a_name_too(self):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@b.test", "x"
        mail.add_attachment(picture(1), "image", "jpeg", filename="a\x07" + "b" * 300 + ".jpg")
        (one,) = read(mail).carried
        assert one.name.startswith("abbb")
        assert len(one.name) == 200
