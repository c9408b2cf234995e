"""The first bytes of a file in; whether it is a mail, a web page or a PDF out.

Nothing is taken apart here, so this may run anywhere: every search takes one pass over BEGINNING.
A picture or a video with the mark of a PDF in its first bytes is no PDF.
"""

from __future__ import annotations

import re
from io import SEEK_END
from typing import BinaryIO

from meso.errors import EmptyFile, UnreadableDocument
from meso.limits import DOCUMENT_BYTES, HEADER_BYTES
from meso.media.carried import DocumentKind, check
from meso.media.formats import HEAD, sniff

BEGINNING = HEADER_BYTES.most  # a mail may have come through many servers before it says "From:"
MARK_WITHIN = 1024  # bytes; as many as readers of PDF and of web pages allow before the mark
PDF_MARK = b"%PDF-"
MAIL_BEGINS = re.compile(rb"(From [^\n]*\n)?[\w-]+:[^\n]*\n")
MAIL_HEADER = re.compile(
    rb"^(from|to|date|subject|received|return-path|mime-version|content-type|message-id"
    rb"|delivered-to|x-received|arc-[a-z-]+|dkim-signature|authentication-results):",
    re.I | re.M,
)
END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
FEWEST_HEADERS = 2  # a single line "Subject: …" may begin any text
# Possessive (*+): what was once read as a comment is never tried in another way.
PAGE_BEGINS = re.compile(
    rb"\s*+(<\?xml[^>]*+>\s*+)?+(<!--(?:(?!-->).)*+-->\s*+)*+<(!doctype\s+html|html|head|body)\b",
    re.I | re.S,
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def document_kind(head: bytes) -> DocumentKind | None:
    """What a file that begins so is; None: no document."""
    if is_pdf(head):
        return None if sniff(head[:HEAD]) else "PDF"
    if PAGE_BEGINS.match(head[:MARK_WITHIN].removeprefix(BYTE_ORDER_MARK)):
        return "web page"
    return "mail" if _is_mail(head) else None


def is_pdf(head: bytes) -> bool:
    """Whether a file that begins so may be read as a PDF, whatever else it is."""
    return PDF_MARK in head[:MARK_WITHIN]


def is_document(stream: BinaryIO) -> bool:
    """Whether a seekable file is a document by its first bytes; a picture or a video is not."""
    return document_kind(_beginning(stream)) is not None


def sniffed_document(stream: BinaryIO, name: str) -> DocumentKind:
    """What a file is; raises EmptyFile, UnreadableDocument, or DocumentTooLarge by its bytes."""
    head = _beginning(stream)
    if not head:
        raise EmptyFile(name)
    kind = document_kind(head)
    if kind is None:
        raise UnreadableDocument(name)
    check(name, stream.seek(0, SEEK_END), DOCUMENT_BYTES)
    return kind


def _is_mail(head: bytes) -> bool:
    if not MAIL_BEGINS.match(head):
        return False
    headers = END_OF_HEADERS.split(head, maxsplit=1)[0]
    return len({name.lower() for name in MAIL_HEADER.findall(headers)}) >= FEWEST_HEADERS


def _beginning(stream: BinaryIO) -> bytes:
    stream.seek(0)
    return stream.read(BEGINNING)
