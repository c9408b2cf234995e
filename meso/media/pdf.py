"""A PDF in; its pictures, page by page, out."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO

import pypdfium2 as pdfium

from meso.errors import UnreadableDocument
from meso.limits import (
    DOCUMENT_DEPTH,
    DOCUMENT_DRAWN,
    DOCUMENT_PAGES,
    DOCUMENT_PIXELS,
    DOCUMENT_READ,
    PHOTO_PIXELS,
)
from meso.media.carried import Basket, Document
from meso.values import SMALLEST_FACE

AS_IT_IS = ["DCTDecode"]  # the filters of a picture that is a JPEG file, to the byte
SLOW, TIMES = "JPXDecode", 4  # a JPEG 2000, and how many other pixels one of its pixels costs


def read_pdf(data: bytes, name: str) -> Document:
    """Take the pictures out of the pages.

    Raises UnreadableDocument if it is damaged or locked, DocumentTooLarge for too much of anything.
    """
    basket = Basket(name)
    fill(basket, data)
    return Document(name, "PDF", tuple(basket.carried), ignored=basket.ignored)


def fill(basket: Basket, data: bytes, *, within: str = "") -> None:
    """Put the pictures of a PDF into the basket; within: what stands before their places."""
    known: set[bytes] = set()
    try:
        with pdfium.PdfDocument(data) as document:
            basket.spend(len(document), DOCUMENT_PAGES)
            for number, page in enumerate(document, start=1):
                for picture in _pictures(page, basket):
                    _offer(picture, basket, known, f"{within}page {number}")
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(basket.document) from error


def _pictures(page: pdfium.PdfPage, basket: Basket) -> Iterator[pdfium.PdfImage]:
    for drawn in page.get_objects(max_depth=DOCUMENT_DEPTH.most):
        basket.spend(1, DOCUMENT_DRAWN)
        if isinstance(drawn, pdfium.PdfImage):
            yield drawn


def _offer(picture: pdfium.PdfImage, basket: Basket, known: set[bytes], where: str) -> None:
    try:
        file = _as_file(picture, basket, known)
    except (pdfium.PdfiumError, ValueError):  # the latter of a filter whose name is no text
        basket.ignored += 1
        return
    if file is not None:
        basket.offer(file, where=where)


def _as_file(picture: pdfium.PdfImage, basket: Basket, known: set[bytes]) -> bytes | None:
    """A JPEG as it is, anything else as a PNG; None for what is too small or known already."""
    width, height = picture.get_px_size()
    if min(width, height) < SMALLEST_FACE or width * height > PHOTO_PIXELS.most:
        basket.ignored += 1
        return None
    filters, packed = picture.get_filters(), bytes(picture.get_data())
    basket.spend(len(packed), DOCUMENT_READ)
    fingerprint = sha256(repr((width, height, filters)).encode() + packed).digest()
    if fingerprint in known:
        return None
    known.add(fingerprint)
    if filters == AS_IT_IS:
        return packed
    basket.spend(width * height * (TIMES if SLOW in filters else 1), DOCUMENT_PIXELS)
    return _as_png(picture)


def _as_png(picture: pdfium.PdfImage) -> bytes:
    """The pixels as they are in the document, without what the page does to them."""
    file = BytesIO()
    picture.get_bitmap(render=False).to_pil().convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()
