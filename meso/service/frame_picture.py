"""An upload and the index of one of its frames in; the picture of that frame, to be shown, out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from meso.values import Pixels

if TYPE_CHECKING:
    from meso.detection.detector import Detector

LONGEST = 960  # pixels: as much as the page is wide


class Picture(NamedTuple):
    """A frame as it is shown.

    pixels: (height, width, 3) uint8 RGB, no side longer than LONGEST
    scale:  by which a place in the frame is multiplied to get the one in the picture; 1 at most
    """

    pixels: Pixels
    scale: float


def picture(detector: Detector, *, upload: bytes, called: str, index: int) -> Picture:
    """Decode one frame of the upload again; raises what `isolate.frame_at` raises.

    called: the name of the upload, for errors
    """
    from meso.media.isolate import frame_at
    from meso.media.shrink import shrink

    pixels = frame_at(BytesIO(upload), called, index).pixels
    shown = shrink(pixels, LONGEST)
    return Picture(shown, shown.shape[1] / pixels.shape[1])
