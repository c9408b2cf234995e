"""A picture and words in, the picture with the words on it out: nobody is to take it for real."""

from __future__ import annotations

import cv2

from meso.values import Pixels


def labelled(picture: Pixels, label: str, *, band: int = 36) -> Pixels:
    """The picture, (side, side, 3) uint8 RGB, with words in a dark band, so high, at its bottom."""
    side, scale, margin = len(picture), 0.7 * band / 36, band // 3
    shown = picture.copy()
    shown[side - band :] //= 4
    place, white, thick = (margin, side - margin), (255, 255, 255), max(1, band // 18)
    cv2.putText(shown, label, place, cv2.FONT_HERSHEY_SIMPLEX, scale, white, thick, cv2.LINE_AA)
    return shown
