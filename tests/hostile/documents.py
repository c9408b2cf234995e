"""Mails, web pages and PDFs that are made to keep a reader busy, each with what may come of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from tests.document_files import data_address, drawing, page, pdf_bytes, pdf_picture, picture

PLAIN_HEAD = "From: a@b.test\nSubject: x\nMIME-Version: 1.0\n"
MIXED = "Content-Type: multipart/mixed; boundary=b\n\n"


def mail_of(body: str, head: str = PLAIN_HEAD) -> bytes:
    return (head + body).encode()


def nested(levels: int) -> bytes:
    head = "Content-Type: multipart/mixed; boundary=b{0}\n\n--b{0}\n"
    return mail_of("".join(head.format(level) for level in range(levels)) + "\n\nx")


def shown(*tags: str) -> bytes:
    return page(*tags).encode()


def gray(width: int, height: int, level: int) -> bytes:
    return pdf_picture(width, height, zlib.compress(bytes([level]) * (width * height)))


def drawn_often() -> bytes:
    """24 million pixels in 24 KB, drawn eight times."""
    return drawing(b"/P0 Do " * 8, gray(6000, 4000, 90))


TOO_MUCH: dict[str, Callable[[], bytes]] = {
    "long_subject.eml": lambda: mail_of("Subject: " + "a" * 2_000_000),
    "endless_headers.eml": lambda: mail_of("".join(f"X-{n}: a\n" for n in range(20_000))),
    "headers_of_a_part.eml": lambda: mail_of(
        f"{MIXED}--b\nContent-Type: image/png{';a=b' * 250_000}\n\nx\n"
    ),
    "many_empty_parts.eml": lambda: mail_of(MIXED + "--b\n\n" * 100_000),
    "a_few_too_many_parts.eml": lambda: mail_of(MIXED + "--b\n\nx\n" * 201),
    "levels_upon_levels.eml": lambda: nested(3000),
    "six_levels.eml": lambda: nested(7),
    "text_too_long.html": lambda: shown("x" * 3_000_000),
    "pictures_without_end.html": lambda: shown(
        *(f'<img src="{data_address(picture(n))}">' for n in range(60))
    ),
    "picture_too_long.html": lambda: shown(
        f'<img src="data:image/jpeg;base64,{"A" * 11_000_000}">'
    ),
    "too_many_pages.pdf": lambda: pdf_bytes(*range(51)),
    "too_many_pixels.pdf": lambda: drawing(
        b"/P0 Do /P1 Do", gray(6000, 3000, 80), gray(6000, 3000, 90)
    ),
    "too_large_a_jpeg_2000.pdf": lambda: drawing(
        b"/P0 Do", pdf_picture(3000, 3000, b"it is not opened", b"/JPXDecode")
    ),
    "too_many_lines.pdf": lambda: drawing(b"0 0 m 1 1 l S " * 100_001),
    "drawn_too_often.pdf": lambda: drawing(
        b"/P0 Do " * 300, pdf_picture(99, 99, bytes(2**20), b"/JPXDecode")
    ),
    "too_many_bytes.html": lambda: shown() + bytes(26 << 20),
}
HARMLESS: dict[str, Callable[[], bytes]] = {
    "open_tags.html": lambda: shown('<a foo="' * 200_000),
    "nested_tags.html": lambda: shown("<div>" * 200_000),
    "open_styles.html": lambda: shown("<style>" + "url( " * 300_000),
    "many_params.eml": lambda: mail_of(
        f"{MIXED}--b\nContent-Type: image/png{';a' * 30_000}\n\nx\n"
    ),
}
NO_DOCUMENT: dict[str, Callable[[], bytes]] = {
    "comments_without_end.html": lambda: b"<!---->" * 140 + b"x",
    "comments_in_comments.html": lambda: b"<!-- --> <!--" * 80 + b"x",
    "spaces_without_end.html": lambda: b"<?xml" + b" " * 1000 + b"?>" + b"x",
}
BROKEN: dict[str, Callable[[], bytes]] = {
    "torn.pdf": lambda: pdf_bytes(1)[:300],
    "only_a_mark.pdf": lambda: b"%PDF-1.7\n%%EOF",
}
