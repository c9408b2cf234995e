"""Which faces are worth a score: a face in, yes or no out."""

from __future__ import annotations

from meso.values import SMALLEST_FACE, Face


def too_small(face: Face) -> bool:
    """Whether the face's box is narrower than SMALLEST_FACE pixels of its frame.

    It would be blown up four times and more to fill the crop.
    """
    return face.box.width < SMALLEST_FACE
