"""A mail or a web archive (MHTML) in; the pictures and videos that it carries out.

Python's older parser (compat32) takes it apart: the newer takes minutes for a header of a megabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import unquote

from meso.errors import DocumentTooLarge, UnreadableDocument
from meso.limits import DOCUMENT_DEPTH, DOCUMENT_PARTS, HEADER_BYTES
from meso.media import pdf, web_page
from meso.media.carried import Basket, Document, check, shortened
from meso.media.document_kinds import END_OF_HEADERS, is_pdf
from meso.media.formats import HEAD, sniff
from meso.media.web_page import Shown

NOT_IN_TEXT = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]|\A(\xff\xd8\xff|GIF8)")
BOUNDARY = b"\n--"
MOST_BOUNDARIES = 20 * DOCUMENT_PARTS.most  # lines that may be one, before anything is parsed


class Part(NamedTuple):
    """A part without parts of its own. place: "part 2.1"; data: what it holds, decoded"""

    place: str
    message: Message
    data: bytes

    @property
    def is_html(self) -> bool:
        """Whether this is text that shows pictures."""
        return self.message.get_content_type() == "text/html"

    @property
    def is_text(self) -> bool:
        """Whether this is called a text, and is none of the pictures and videos that we know.

        Some of those begin with letters: "BM", and "free" as the second word.
        """
        if self.message.get_content_maintype() != "text" or is_pdf(self.data):
            return False
        head = self.data[:HEAD]
        return sniff(head) is None or not NOT_IN_TEXT.search(head)

    @property
    def charset(self) -> str | None:
        """What it says of its letters; None where it says nothing readable."""
        try:
            return self.message.get_content_charset()
        except (ValueError, LookupError, TypeError):
            return None

    @property
    def names(self) -> set[str]:
        """What a text may call this part by: its Content-ID, its Content-Location."""
        headers = (self.message["content-id"], self.message["content-location"])
        return {_plain(str(header)) for header in headers if header}


def read_mail(data: bytes, name: str) -> Document:
    """Take out what is attached to the mail, shown in its text, or written into it.

    Raises DocumentTooLarge where it has more parts, levels or headers than the limits allow,
    UnreadableDocument where it cannot be taken apart.
    """
    parts = _taken_apart(data, name)
    basket = Basket(name)
    shown = [picture for part in parts if part.is_html for picture in _shown_by(part, name)]
    alts = {_plain(picture.address): picture.alt for picture in shown}
    for part in parts:
        if not part.is_text:
            _offer(part, basket, alts)
    known = {name for part in parts for name in part.names}
    remote = {
        picture.address
        for picture in shown
        if not web_page.offered(picture, basket) and _plain(picture.address) not in known
    }
    return Document(name, "mail", tuple(basket.carried), len(remote), basket.ignored)


def _taken_apart(data: bytes, name: str) -> list[Part]:
    """The parts, in their order; what would take minutes to parse is refused before."""
    end = END_OF_HEADERS.search(data)
    check(name, end.start() if end else len(data), HEADER_BYTES)
    if data.count(BOUNDARY) > MOST_BOUNDARIES:
        raise DocumentTooLarge(name, what=DOCUMENT_PARTS.what)
    try:
        parts = list(_leaves(message_from_bytes(data, policy=compat32), name))
    except RecursionError:
        raise DocumentTooLarge(name, what=DOCUMENT_DEPTH.what) from None
    except (MessageError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableDocument(name) from error  # the parser's own mistakes, on hostile mails
    check(name, len(parts), DOCUMENT_PARTS)
    return parts


def _leaves(message: Message, name: str, place: tuple[int, ...] = ()) -> Iterator[Part]:
    check(name, len(place), DOCUMENT_DEPTH)
    check(name, sum(len(key) + len(value) for key, value in message.raw_items()), HEADER_BYTES)
    if message.is_multipart():
        for number, part in enumerate(message.get_payload(), start=1):
            yield from _leaves(part, name, (*place, number))
    else:
        content = message.get_payload(decode=True)
        where = ".".join(map(str, place)) or "1"
        yield Part(f"part {where}", message, content if isinstance(content, bytes) else b"")


def _shown_by(part: Part, name: str) -> list[Shown]:
    return web_page.shown_by(part.data, name, charset=part.charset)


def _offer(part: Part, basket: Basket, alts: dict[str, str]) -> None:
    if _is_taken_as_pdf(part, basket) and sniff(part.data[:HEAD]) is None:
        return
    alt = next((alts[name] for name in sorted(part.names) if alts.get(name)), "")
    basket.offer(part.data, where=part.place, name=_file_name(part.message), alt=alt)


def _is_taken_as_pdf(part: Part, basket: Basket) -> bool:
    if not is_pdf(part.data):
        return False
    try:
        pdf.fill(basket, part.data, within=f"{part.place}, ")
    except UnreadableDocument:
        return False
    return True


def _file_name(message: Message) -> str | None:
    """What the mail calls the part, without folders; None where it says nothing readable."""
    try:
        said = message.get_filename()
        readable = str(make_header(decode_header(said))) if said else ""
    except (MessageError, ValueError, LookupError, TypeError):
        return None
    last = PurePosixPath(readable.replace("\\", "/")).name
    return shortened(last) or None


def _plain(address: str) -> str:
    """One way to write an address: <picture@mail> and cid:picture@mail are the same."""
    return unquote(address).strip().strip("<>").removeprefix("cid:").lower()
