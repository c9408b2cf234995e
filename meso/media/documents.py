"""A mail, a saved web page or a PDF in; the pictures and videos that it carries out.

Nothing is fetched: what a document only points to is counted. What it carries comes out as bytes,
to be opened like any other upload: what a document says of a part is never believed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from meso.errors import EmptyFile, UnreadableDocument
from meso.limits import DOCUMENT_BYTES
from meso.media import mail, pdf, web_page
from meso.media.carried import Document, check

BEGINNING = 1024  # bytes, which are enough to tell documents apart


def is_document(stream: BinaryIO) -> bool:
    """Whether a seekable file is a document by its first bytes; a picture or a video is not."""
    stream.seek(0)
    return _reader(stream.read(BEGINNING)) is not None


def read_document(stream: BinaryIO, name: str) -> Document:
    """Take out what a document carries; never more of it is read than the limit allows.

    Raises EmptyFile, UnreadableDocument, or DocumentTooLarge where it goes beyond the limits.
    """
    stream.seek(0)
    data = stream.read(DOCUMENT_BYTES.most + 1)
    if not data:
        raise EmptyFile(name)
    read = _reader(data[:BEGINNING])
    if read is None:
        raise UnreadableDocument(name)
    check(name, len(data), DOCUMENT_BYTES)
    return read(data, name)


def _reader(head: bytes) -> Callable[[bytes, str], Document] | None:
    if pdf.is_pdf(head):
        return pdf.read_pdf
    if web_page.is_web_page(head):
        return web_page.read_web_page
    return mail.read_mail if mail.is_mail(head) else None
