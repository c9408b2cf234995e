"""A network in; the same as a file for phones and other programs out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from meso.errors import NotInstalled
from meso.models.litert import run_litert, write_litert, write_small_litert
from meso.models.network import Network, to_size
from meso.models.onnx import run_onnx, write_onnx, write_small_onnx
from meso.values import Floats, Pixels

Format = Literal["onnx", "litert"]
Run = Callable[[Floats], Floats]  # (pictures, side, side, 3) in [0, 255] to (pictures,) in [0, 1]

ENDINGS: dict[Format, str] = {"onnx": "onnx", "litert": "tflite"}
WRITE = {"onnx": write_onnx, "litert": write_litert}
WRITE_SMALL = {"onnx": write_small_onnx, "litert": write_small_litert}
RUN: dict[Format, Callable[[Path], Run]] = {"onnx": run_onnx, "litert": run_litert}
TAKES = "one picture of a face, cut out by meso.faces.crop: float32 RGB from 0 to 255"
GIVES = "fake score from 0 (real) to 1 (fake); not a probability"


class Exported(NamedTuple):
    """A file that holds a network."""

    path: Path
    format: Format


def export(network: Network, folder: Path, to: Format, *, ranges: Pixels | None = None) -> Exported:
    """Write NAME.onnx or NAME.tflite into the folder and, beside it, how to use it as JSON.

    ranges: (crops, 256, 256, 3) uint8 RGB of faces; they show which ranges a file of 8-bit numbers
            has to cover, which is then written as NAME.int8.…; None: the numbers stay as they are

    Raises NotInstalled where the packages for it are missing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    kind = ENDINGS[to] if ranges is None else f"int8.{ENDINGS[to]}"
    path = folder / f"{network.weights.name}.{kind}"
    with _extras():
        if ranges is None:
            WRITE[to](network.model, path)
        else:
            WRITE_SMALL[to](network.model, path, pictures_for(network, ranges))
    path.with_name(f"{path.name}.json").write_text(json.dumps(_about(network, path), indent=2))
    return Exported(path, to)


def runner(exported: Exported) -> Run:
    """What scores pictures by the file alone. Raises NotInstalled."""
    with _extras():
        return RUN[exported.format](exported.path)


def pictures_for(network: Network, crops: Pixels) -> Floats:
    """Crops as an exported network takes them: (crops, side, side, 3) float32 in [0, 255]."""
    return np.asarray(to_size(crops, network.weights.input_size), np.float32)


@contextmanager
def _extras() -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        missing = error.name or "for it"
        raise NotInstalled(missing, listed_in="requirements-export.txt") from error


def _about(network: Network, path: Path) -> dict[str, object]:
    weights = network.weights
    return {
        "network": weights.name,
        "architecture": weights.architecture,
        "weights_sha256": weights.sha256,
        "file_sha256": sha256(path.read_bytes()).hexdigest(),
        "side": weights.input_size,
        "takes": TAKES,
        "gives": GIVES,
        "threshold_video": weights.threshold,
        "threshold_photo": weights.image.threshold if weights.image else weights.threshold,
        "licence": weights.licence,
    }
