"""A picture in; the same picture, small enough to be shown on a page, out."""

from __future__ import annotations

import cv2

from meso.values import Pixels


def shrink(pixels: Pixels, longest: int) -> Pixels:
    """Scale (height, width, 3) down until no side is longer than `longest`; never up."""
    height, width = pixels.shape[:2]
    scale = longest / max(height, width)
    if scale >= 1:
        return pixels
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    small: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    return small
