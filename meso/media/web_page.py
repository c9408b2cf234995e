"""A saved web page, or the HTML of a mail, in; the pictures that it shows or points to out."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from lxml import etree, html

from meso.errors import UnreadableDocument
from meso.limits import HTML_BYTES, PICTURE_IN_TEXT
from meso.media.carried import Basket, Document, check

SHOWN_BY = ("src", "poster", "background", "srcset", "href", "data", "style", "data-src")
ONLY_OF = {"href": "image", "data": "object"}  # elsewhere an href is a link to another page
NOT_PICTURES = {"script", "iframe", "frame", "embed", "audio", "track"}
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)", re.I)
DATA = re.compile(rb"data:[^\"'\s>)]*", re.I)


class Shown(NamedTuple):
    """A picture that a page shows: where it says that it is, and the text that stands for it."""

    address: str
    alt: str


def read_web_page(data: bytes, name: str) -> Document:
    """Take out the pictures that are written into the page itself (data: addresses).

    Raises UnreadableDocument for what is no HTML after all, DocumentTooLarge for too much of it.
    """
    basket = Basket(name)
    remote = {shown.address for shown in shown_by(data, name) if not offered(shown, basket)}
    return Document(name, "web page", tuple(basket.carried), len(remote), basket.ignored)


def offered(shown: Shown, basket: Basket, *, where: str = "in the text") -> bool:
    """Whether the picture is written into the page itself; it is put into the basket then."""
    if shown.address[:5].lower() != "data:":
        return False
    check(basket.document, len(shown.address), PICTURE_IN_TEXT)
    basket.offer(_written_out(shown.address), where=where, alt=shown.alt)
    return True


def shown_by(data: bytes, name: str, *, charset: str | None = None) -> list[Shown]:
    """Every picture that the HTML shows, by whatever means; name: of the document, for errors."""
    check(name, len(DATA.sub(b"", data)), HTML_BYTES)
    try:
        page = html.document_fromstring(data, parser=_parser(charset))
    except etree.ParserError:
        return []  # nothing, or nothing but comments
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(name) from error
    return [
        Shown(address, element.get("alt", ""))
        for element in page.iter(etree.Element)
        if element.tag not in NOT_PICTURES
        for address in _addresses(element)
    ]


def _parser(charset: str | None) -> html.HTMLParser:
    try:
        return html.HTMLParser(encoding=charset, no_network=True, huge_tree=True)
    except (LookupError, ValueError):
        # A charset that nobody knows; addresses are plain ASCII in any.
        return html.HTMLParser(no_network=True, huge_tree=True)


def _addresses(element: html.HtmlElement) -> Iterator[str]:
    for attribute, value in element.items():
        kind = attribute.rpartition(":")[2]
        if ONLY_OF.get(kind, element.tag) != element.tag:
            continue
        if kind == "style":
            yield from (found.strip() for found in IN_STYLE.findall(value))
        elif kind == "srcset":
            yield from _choices(value)
        elif kind in SHOWN_BY and value.strip():
            yield value.strip()
    if element.tag == "style":
        yield from (found.strip() for found in IN_STYLE.findall(element.text or ""))


def _choices(value: str) -> list[str]:
    """The addresses of a srcset: "small.jpg 1x, large.jpg 2x"."""
    if "data:" in value:
        return [part for part in value.split() if part.startswith("data:")]
    return [choice.split()[0] for choice in value.split(",") if choice.strip()]


def _written_out(address: str) -> bytes:
    """The bytes of a data: address (RFC 2397); none where it is broken."""
    kind, _, content = address.partition(",")
    plain = unquote_to_bytes(content)
    if not kind.lower().endswith(";base64"):
        return plain
    try:
        return b64decode(re.sub(rb"\s+", b"", plain), validate=False)
    except ValueError:
        return b""
