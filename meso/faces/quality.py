"""A face in, whether it is worth a score out; its crop in, how sharp and how bright it is out."""

from __future__ import annotations

import cv2
import numpy as np

from meso.values import SMALLEST_FACE, Face, Pixels


def too_small(face: Face) -> bool:
    """Whether the face's box is narrower than SMALLEST_FACE pixels of its frame.

    It would be blown up four times and more to fill the crop.
    """
    return face.box.width < SMALLEST_FACE


def sharpness(crop: Pixels, width: int) -> float:
    """The share of fine detail in a face's contrast: variance of its Laplacian over its own.

    crop:  (side, side, 3) uint8 RGB
    width: of the face in its frame; a smaller face is shrunk to it, for the crop's own blowing up
           is no blur of the picture

    Half of 700 validation faces lie above 0.026 and 1 % below 0.0037; blurred with a sigma of 3
    of 256 pixels, 91 % lie below it. A crop of one colour has none: 0.
    """
    # Grey in whole numbers would add steps, which a Laplacian takes for detail.
    grey = cv2.cvtColor(crop.astype(np.float32), cv2.COLOR_RGB2GRAY)
    side = min(len(grey), max(width, 1))
    own = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
    contrast = float(own.var(dtype=np.float64))
    return float(cv2.Laplacian(own, cv2.CV_32F).var()) / contrast if contrast else 0.0


def brightness(crop: Pixels) -> float:
    """The mean of all its values, from 0 to 255; of validation faces 0.4 % lie below 40."""
    return float(crop.mean(dtype=np.float64))
