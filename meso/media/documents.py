"""A mail, a saved web page or a PDF in; the pictures and videos that it carries out.

Nothing is fetched: what a document only points to is counted. What it carries comes out as bytes,
to be opened like any other upload: what a document says of a part is never believed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from meso.media.carried import Document, DocumentKind
from meso.media.document_kinds import sniffed_document
from meso.media.mail import read_mail
from meso.media.pdf import read_pdf
from meso.media.web_page import read_web_page

READERS: dict[DocumentKind, Callable[[bytes, str], Document]] = {
    "mail": read_mail,
    "web page": read_web_page,
    "PDF": read_pdf,
}


def read_document(stream: BinaryIO, name: str) -> Document:
    """Take out what a document carries; `meso.media.take_apart` does it for files of strangers.

    Raises EmptyFile, UnreadableDocument, or DocumentTooLarge where it goes beyond the limits.
    """
    read = READERS[sniffed_document(stream, name)]
    stream.seek(0)
    return read(stream.read(), name)
