"""A video and its report in; the report on it and on as many frames between them, out."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meso.detection.detector import Detector
    from meso.values import Report


def look_closer(detector: Detector, *, upload: bytes, called: str, known: Report) -> Report:
    """A question to the worker: see `Detector.look_closer`.

    called: the name of the upload, for errors
    """
    return detector.look_closer(BytesIO(upload), called, known)
