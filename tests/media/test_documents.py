"""A document gives the pictures that it carries, each with its place, and fetches none."""

from __future__ import annotations

import io
import socket
import time
from base64 import encodebytes
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
    drawing,
    newsletter,
    page,
    pdf_bytes,
    pdf_picture,
    picture,
    web_archive,
)
from tests.hostile.documents import HARMLESS, NO_DOCUMENT, TOO_MUCH, drawn_often

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

    @pytest.mark.parametrize("head", ["", "Content-Type: text/plain\n", "Content-Type: text/css\n"])
    @pytest.mark.parametrize("content", [picture(9), picture(9, "BMP"), picture(9, "GIF")])
    def test_takes_a_picture_that_is_called_a_text(self, head, content):
        body = b"Content-Transfer-Encoding: base64\n\n" + encodebytes(content)
        document = read(b"From: a@b.test\nSubject: x\n" + head.encode() + body)
        assert [one.data for one in document.carried] == [content]

    def test_takes_a_pdf_that_is_called_a_text(self):
        body = b"Content-Transfer-Encoding: base64\n\n" + encodebytes(pdf_bytes(1))
        document = read(b"From: a@b.test\nSubject: x\n" + body)
        assert [one.where for one in document.carried] == ["part 1, page 1"]

    @pytest.mark.parametrize("text", ["BMW für alle", "Get free tickets", "The wide world"])
    def test_takes_no_text_for_a_picture_because_of_its_first_words(self, text):
        document = read(f"From: a@b.test\nSubject: x\n\n{text}\n")
        assert (document.carried, document.ignored) == ((), 0)

    @pytest.mark.parametrize("text", ["", "  \n", "<!-- nothing -->", "<!DOCTYPE html>"])
    def test_may_have_a_part_of_html_that_says_nothing(self, text):
        mail = newsletter()
        mail.add_attachment(text, "html")
        assert len(read(mail).carried) == 4

    @pytest.mark.parametrize(
        "charset", ["*=a\0b'en'x", "=a\0b", '="\xe9"', "*=utf-8''%00", "=\udce9"]
    )
    def test_reads_a_text_whose_charset_is_no_word(self, charset):
        text = page(f'<img src="{data_address(picture(1))}">')
        head = f"From: a@b.test\nSubject: x\nContent-Type: text/html; charset{charset}\n\n"
        document = read((head + text).encode("utf-8", "surrogateescape"))
        assert [one.data for one in document.carried] == [picture(1)]

    def test_takes_a_picture_that_has_the_mark_of_a_pdf_in_it(self):
        marked = io.BytesIO()
        Image.open(io.BytesIO(picture(9))).save(marked, "JPEG", comment=b"%PDF-1.7")
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@b.test", "x"
        mail.add_attachment(marked.getvalue(), "image", "jpeg", filename="a.jpg")
        document = read(mail)
        assert [one.data for one in document.carried] == [marked.getvalue()]
        assert document.ignored == 0

    def test_takes_what_is_a_picture_and_a_pdf_as_both(self):
        both = picture(9, "GIF") + pdf_bytes(1)
        assert len(picture(9, "GIF")) < 1024
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "a@b.test", "x"
        mail.add_attachment(both, "application", "pdf", filename="a.pdf")
        assert [one.where for one in read(mail).carried] == ["part 1, page 1", "part 1"]


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

    def test_gives_and_counts_what_it_shows_as_an_object(self):
        document = read(
            page(
                f'<object data="{data_address(picture(1))}"></object>',
                '<object data="https://a.test/a.jpg"></object>',
                '<p data="no.jpg"></p>',
            )
        )
        assert [one.data for one in document.carried] == [picture(1)]
        assert document.remote == 1

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

    @pytest.mark.parametrize("kind", [b"/JPXDecode", b"/\x9aCTDecode", b"/Nobody", b""])
    def test_gives_the_others_where_one_is_broken(self, kind):
        sound = pdf_picture(96, 64, picture(2), b"/DCTDecode")
        broken = pdf_picture(96, 64, b"no JPEG 2000", kind)
        document = read(drawing(b"/P0 Do /P1 Do", broken, sound))
        assert [one.data for one in document.carried] == [picture(2)]
        assert document.ignored == 1

    def test_gives_a_picture_once_that_is_drawn_often(self):
        begun = time.process_time()
        assert len(read(drawn_often()).carried) == 1
        assert time.process_time() - begun < 2

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
        "head",
        [
            "Delivered-To: a@b.test\n"
            "Received: by 2002:a05 with SMTP id x;\n        Sat, 28 Nov 2026 08:00:00 -0800\n"
            f"X-Google-Smtp-Source: {'A' * 400}\nX-Received: by 2002:b06 with SMTP id y;\n"
            f"ARC-Seal: i=1; a=rsa-sha256; b={'B' * 700}\n",
            "Received: from a.test\n by b.test with ESMTPS;\n        Sat, 28 Nov 2026\n" * 100,
        ],
        ids=["as Gmail saves it", "that came a long way"],
    )
    def test_may_be_a_mail_that_says_late_from_whom(self, head):
        assert is_document(io.BytesIO(f"{head}From: a@b.test\n\nHello".encode()))
        assert len(read(head.encode() + newsletter().as_bytes()).carried) == 4

    def test_is_no_text_that_quotes_a_mail(self):
        assert not is_document(io.BytesIO(b"Note: see below\n\nFrom: a@b.test\nTo: b@b.test\n"))

    def test_is_no_picture_with_the_mark_of_a_pdf_in_it(self):
        assert not is_document(
            io.BytesIO(picture(1)[:2] + b"\xff\xfe\0\nx%PDF-1.7" + picture(1)[2:])
        )

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
            ("too_many_pixels.pdf", "30 million pixels in pictures that are no JPEG"),
            ("too_large_a_jpeg_2000.pdf", "30 million pixels"),
            ("too_many_lines.pdf", "100,000 letters, lines and pictures on its pages"),
            ("drawn_too_often.pdf", "250 MB of pictures, each as often as it is drawn"),
            ("text_too_long.html", "2 MB of text"),
            ("picture_too_long.html", "10 MB in one picture"),
            ("too_many_bytes.html", "25 MB"),
        ],
    )
    def test_is_refused_by_the_limit_that_it_breaks(self, name, what):
        with pytest.raises(DocumentTooLarge, match=f"has more than {what}"):
            read(TOO_MUCH[name](), "bomb")

    def test_in_a_few_attached_pdfs_is_as_much_as_in_one(self):
        mail = newsletter()
        for numbers in (range(26), range(26, 52)):
            mail.add_attachment(pdf_bytes(*numbers), "application", "pdf", filename="a.pdf")
        with pytest.raises(DocumentTooLarge, match="has more than 50 pages"):
            read(mail)

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
