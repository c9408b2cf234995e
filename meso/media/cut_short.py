"""A video's bytes in; whether its container says that it is longer than the file out.

Only the sizes written at the top level are compared, so a file that was never finished (a size of
0 or "unknown") and one that something was appended to both count as whole.
"""

from __future__ import annotations

import io
from typing import BinaryIO

BOXES = {b"ftyp", b"styp", b"sidx", b"moov", b"moof", b"mdat", b"free", b"skip", b"wide", b"uuid"}
UNFINISHED_RIFF = {0, 0xFFFFFFFF}
SEGMENT = b"\x18\x53\x80\x67"


def ends_early(stream: BinaryIO, demuxer: str) -> bool:
    """Whether the last part of the container reaches past the end of the file."""
    end = {"mov": _end_of_boxes, "avi": _end_of_riffs, "matroska": _end_of_segment}[demuxer](stream)
    return end > stream.seek(0, io.SEEK_END)


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
        if size < 8:
            break
        end += size
    return end


def _end_of_riffs(stream: BinaryIO) -> int:
    """AVI: one RIFF, and more where it is longer than a gigabyte."""
    end = 0
    while (head := _at(stream, end, 8))[:4] == b"RIFF":
        size = int.from_bytes(head[4:8], "little")
        if size in UNFINISHED_RIFF:
            break
        end += 8 + size
    return end


def _end_of_segment(stream: BinaryIO) -> int:
    """WebM and MKV: an EBML header and a segment, each with its size (RFC 8794, 4 to 6)."""
    segment = _end_of_element(stream, 0)
    return _end_of_element(stream, segment) if _at(stream, segment, 4) == SEGMENT else 0


def _end_of_element(stream: BinaryIO, place: int) -> int:
    """Where an element with a 4-byte name ends; 0: its size is unknown, as while recording."""
    head = _at(stream, place + 4, 8)
    length = 9 - int.from_bytes(head[:1]).bit_length()
    unknown = (1 << 7 * length) - 1
    size = int.from_bytes(head[:length]) & unknown
    return 0 if size == unknown else place + 4 + length + size
