"""A picture in; the same picture, small enough to be shown on a page or in a table, out."""

from __future__ import annotations

from base64 import b64encode

import cv2

from meso.values import Pixels

THUMBNAIL, QUALITY = 64, 75  # pixels a side; of a JPEG, of 100


def shrink(pixels: Pixels, longest: int) -> Pixels:
    """Scale (height, width, 3) down until no side is longer than `longest`; never up."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return pixels
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return small


def thumbnail(pixels: Pixels) -> str:
    """(height, width, 3) as a JPEG that fits a cell: `data:image/jpeg;base64,…`, some 2 KB."""
    small = cv2.cvtColor(shrink(pixels, THUMBNAIL), cv2.COLOR_RGB2BGR)
    _, jpeg = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return "data:image/jpeg;base64," + b64encode(jpeg.tobytes()).decode()
