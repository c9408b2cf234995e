"""Pixels in; the same picture as PNG, in an address that a table can show, out."""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

from meso.values import Pixels

BEGINS, EIGHT_BIT_RGB = b"\x89PNG\r\n\x1a\n", (8, 2, 0, 0, 0)


def data_url(pixels: Pixels) -> str:
    """(height, width, 3) uint8 RGB as `data:image/png;base64,…` (W3C PNG, chapter 11)."""
    height, width = pixels.shape[:2]
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)  # 0: no filter
    header = struct.pack(">2I5B", width, height, *EIGHT_BIT_RGB)
    chunks = _chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows)), _chunk(b"IEND", b"")
    return "data:image/png;base64," + b64encode(BEGINS + b"".join(chunks)).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
