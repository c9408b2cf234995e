"""The bytes of a document in; what it carries, each thing with its place, out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meso.detection.detector import Detector
    from meso.media.carried import Document


def unpack(detector: Detector, *, upload: bytes, called: str) -> Document:
    """A question to the worker, which has a process of its own take the document apart.

    called: the name of the upload, for errors

    Raises what `meso.media.take_apart.read_document` raises.
    """
    from meso.media.take_apart import read_document

    return read_document(BytesIO(upload), called)
