"""Tell real faces from fake ones: `meso.detect("clip.mp4")` gives a report with a verdict.

`import meso` loads no TensorFlow; the first detection does.
"""

from __future__ import annotations

import os
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from meso.errors import MesoError
from meso.values import Report, Verdict

if TYPE_CHECKING:
    from meso.detection.detector import Detector

# TensorFlow reads this when it is imported. By itself it leaves oneDNN's kernels out where a
# processor lacks AVX-512, as many laptops' do; there, too, the networks are cheaper with them.
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "1")

__all__ = ["MesoError", "Report", "Verdict", "detect", "load_detector"]

try:
    __version__ = version("meso")
except PackageNotFoundError:  # a clone that was not installed: pip install -e .
    __version__ = "0+unknown"


def detect(path: Path | str, *, model: str | None = None, frames: int = 32) -> Report:
    """Score the faces of one photo or video; for many files, load a detector once.

    Raises a MesoError that names the file when it cannot be scored.
    """
    return load_detector(model).detect(path, frames=frames)


def load_detector(name: str | None = None, *, any_size: bool = False) -> Detector:
    """Load the detector with the named network of weights/, or with the default one.

    any_size: whether it takes files of more bytes and seconds than the page does (`meso.limits`)

    Raises UnknownName or BadWeights.
    """
    from meso.detection.load import load_detector as load  # TensorFlow: seconds, so not before
    from meso.media.read import AnySize

    return load(name, media=AnySize) if any_size else load(name)
