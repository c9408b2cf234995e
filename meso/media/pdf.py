"""A PDF in; its pictures, page by page, out."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pypdfium2 as pdfium
from pypdfium2 import raw

from meso.errors import UnreadableDocument
from meso.limits import DOCUMENT_DEPTH, DOCUMENT_PAGES, PHOTO_PIXELS
from meso.media.carried import Basket, Document, check
from meso.values import SMALLEST_FACE

MOST_OBJECTS = 10_000  # of a page: lines and letters of a drawing would otherwise take minutes
AS_IT_IS = ["DCTDecode"]  # the filters of a picture that is a JPEG file, to the byte


def read_pdf(data: bytes, name: str) -> Document:
    """Take the pictures out of the pages.

    Raises UnreadableDocument if it is damaged or locked, DocumentTooLarge for too many pages.
    """
    basket = Basket(name)
    fill(basket, data)
    return Document(name, "PDF", tuple(basket.carried), ignored=basket.ignored)


def fill(basket: Basket, data: bytes, *, within: str = "") -> None:
    """Put the pictures of a PDF into the basket; within: what stands before their places."""
    try:
        with pdfium.PdfDocument(data) as document:
            check(basket.document, len(document), DOCUMENT_PAGES)
            for number, page in enumerate(document, start=1):
                for picture in _pictures(page):
                    _offer(picture, basket, f"{within}page {number}")
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(basket.document) from error


def _pictures(page: pdfium.PdfPage) -> Iterator[pdfium.PdfImage]:
    drawn = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=DOCUMENT_DEPTH.most)
    yield from islice(drawn, MOST_OBJECTS)


def _offer(picture: pdfium.PdfImage, basket: Basket, where: str) -> None:
    width, height = picture.get_px_size()
    if min(width, height) < SMALLEST_FACE or width * height > PHOTO_PIXELS.most:
        basket.ignored += 1
    elif picture.get_filters() == AS_IT_IS:
        basket.offer(bytes(picture.get_data()), where=where)
    else:
        basket.offer(_as_png(picture), where=where)


def _as_png(picture: pdfium.PdfImage) -> bytes:
    """The pixels as they are in the document, without what the page does to them."""
    file = BytesIO()
    picture.get_bitmap(render=False).to_pil().convert("RGB").save(file, "PNG", compress_level=1)
    return file.getvalue()
