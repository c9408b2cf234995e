"""A video's bytes in; whether the parts of its container follow one another to the end, out.

Every container here is made of parts that say how long they are. Where a file is cut short, or
bytes are lost, the lengths no longer add up. A length that was left open, as a recorder does that
was switched off, and bytes that were appended break nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

BOXES = {b"ftyp", b"styp", b"sidx", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide", b"uuid"}
OPEN_RIFF = {0, 0xFFFFFFFF}
SEGMENT = b"\x18\x53\x80\x67"
CLUSTER = b"\x1f\x43\xb6\x75"


def is_whole(stream: BinaryIO, demuxer: str) -> bool:
    """Whether the lengths of a container's parts fit the file."""
    length = stream.seek(0, io.SEEK_END)
    if demuxer == "matroska":
        return _is_whole_matroska(stream, length)
    end = _end_of_boxes(stream) if demuxer == "mov" else _end_of_riffs(stream)
    return end <= length


def _at(stream: BinaryIO, place: int, length: int) -> bytes:
    stream.seek(place)
    return stream.read(length)


def _end_of_boxes(stream: BinaryIO) -> int:
    """MP4 and MOV: boxes of a 4-byte size, a 4-byte type and, for size 1, the size in 8 bytes."""
    end = 0
    while (head := _at(stream, end, 16))[4:8] in BOXES:
        size = int.from_bytes(head[:4])
        if size == 1:
            size = int.from_bytes(head[8:16])
        if size < 8:  # 0: as far as the file goes
            break
        end += size
    return end


def _end_of_riffs(stream: BinaryIO) -> int:
    """AVI: one RIFF, or several where it is longer than a gigabyte."""
    end = 0
    while (head := _at(stream, end, 8))[:4] == b"RIFF":
        size = int.from_bytes(head[4:8], "little")
        if size in OPEN_RIFF:
            break
        end += 8 + size
    return end


class _Element(NamedTuple):
    name: bytes
    start: int  # of what it holds
    end: int


def _is_whole_matroska(stream: BinaryIO, length: int) -> bool:
    """WebM and MKV: elements in elements (RFC 8794)."""
    return all(
        parent.end <= length and _is_filled(stream, parent) for parent in _parents(stream, length)
    )


def _parents(stream: BinaryIO, length: int) -> Iterator[_Element]:
    """The segments of a file and the clusters of each, which hold all of its frames."""
    for segment in _parts(stream, _Element(b"", 0, length)):
        if segment.name == SEGMENT:
            yield segment
            yield from (part for part in _parts(stream, segment) if part.name == CLUSTER)


def _is_filled(stream: BinaryIO, parent: _Element) -> bool:
    end = parent.start
    for part in _parts(stream, parent):
        end = part.end
    return end == parent.end


def _parts(stream: BinaryIO, parent: _Element) -> Iterator[_Element]:
    """The elements in `parent`, as far as the file goes."""
    place = parent.start
    while place < parent.end and (head := _at(stream, place, 12)):
        part = _element(head, place, parent.end)
        yield part
        place = part.end


def _element(head: bytes, place: int, open_end: int) -> _Element:
    """The element whose first bytes are `head`; one of open length ends where its parent does."""
    name_length = _length_of_number(head[0:1])
    size_length = _length_of_number(head[name_length : name_length + 1])
    start = name_length + size_length
    unknown = (1 << 7 * size_length) - 1
    size = int.from_bytes(head[name_length:start]) & unknown
    end = open_end if size == unknown else place + start + size
    return _Element(head[:name_length], place + start, end)


def _length_of_number(first: bytes) -> int:
    """In bytes: one more than the zero bits that it begins with."""
    return 9 - int.from_bytes(first).bit_length()
