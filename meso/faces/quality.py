"""Which faces are worth a score: a face in, yes or no out."""

from __future__ import annotations

from meso.media.limits import SMALLEST_SIDE
from meso.values import Face

SMALLEST_FACE = SMALLEST_SIDE  # narrower ones are blown up four times and more to fill the crop


def too_small(face: Face) -> bool:
    """Whether the face's box is narrower than SMALLEST_FACE pixels of its frame."""
    return face.box.width < SMALLEST_FACE
