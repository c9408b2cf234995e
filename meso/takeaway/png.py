"""Pixels in; the same picture as PNG, in an address that a page can hold, out.

The process that serves the page loads no decoder and no encoder: these few lines are enough.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64encode

import numpy as np

from meso.values import Pixels

BEGINS, EIGHT_BIT_RGB = b"\x89PNG\r\n\x1a\n", (8, 2, 0, 0, 0)
UP = 2  # the filter that stores how a row differs from the one above: smaller than the row


def data_url(pixels: Pixels) -> str:
    """(height, width, 3) uint8 RGB as `data:image/png;base64,…` (W3C PNG, chapters 9 and 11)."""
    height, width = pixels.shape[:2]
    differences = np.diff(pixels.reshape(height, -1), axis=0, prepend=np.uint8(0))
    rows = np.insert(differences, 0, UP, axis=1)
    header = struct.pack(">2I5B", width, height, *EIGHT_BIT_RGB)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b"")
    png = BEGINS + b"".join(_chunk(*chunk) for chunk in chunks)
    return "data:image/png;base64," + b64encode(png).decode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
