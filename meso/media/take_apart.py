"""A document in, what it carries out, as from `documents`, but found by a process of its own.

See `isolate`: what the process answers is checked, and of its text only short lines are taken, the
names and places that the document itself gives.
"""

from __future__ import annotations

import json
from typing import BinaryIO, get_args

from meso.errors import DocumentTooLarge, TooLarge, UnreadableDocument, UnreadableMedia
from meso.limits import CARRIED_BYTES, DECODER_MEMORY, DOCUMENT_PICTURES
from meso.media.carried import Carried, Document, DocumentKind, shortened
from meso.media.document_kinds import sniffed_document
from meso.media.isolate import Decoder, Line, end, whole

MOST_COUNTED = 2**31


def read_document(stream: BinaryIO, name: str) -> Document:
    """As `meso.media.documents.read_document`; raises TookTooLong and NotStarted, too."""
    sniffed_document(stream, name)  # most refusals need no process
    decoder = Decoder(name, json.dumps({"call": "read_document"}))
    try:
        decoder.give(stream)
        return _document(decoder, decoder.line())
    except TooLarge as error:  # a process has too much of nothing but memory
        raise DocumentTooLarge(name, what=DECODER_MEMORY.what) from error
    except UnreadableMedia as error:  # it crashed
        raise UnreadableDocument(name) from error
    finally:
        end(decoder.process)


def _document(decoder: Decoder, said: Line) -> Document:
    kind: DocumentKind = said["document"]
    if kind not in get_args(DocumentKind):
        raise ValueError("a decoder told no kind of document")
    remote, ignored = (whole(said[what], most=MOST_COUNTED) for what in ("remote", "ignored"))
    carried = []
    left = CARRIED_BYTES.most
    for _ in range(whole(said["carried"], most=DOCUMENT_PICTURES.most)):
        one = _carried(decoder, most=left)
        left -= len(one.data)
        carried.append(one)
    return Document(decoder.name, kind, tuple(carried), remote, ignored)


def _carried(decoder: Decoder, *, most: int) -> Carried:
    said = decoder.line()
    name, where, alt = (_sentence(said[what]) for what in ("name", "where", "alt"))
    data = bytearray(whole(said["bytes"], most=most))
    decoder.fill(memoryview(data))
    return Carried(name, where, alt, bytes(data))


def _sentence(text: object) -> str:
    if not isinstance(text, str) or shortened(text) != text:
        raise ValueError("a decoder told no short line")
    return text
