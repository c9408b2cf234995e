"""A network in; an ONNX file of it, and what runs such a file, out."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np

from meso.values import Floats


def write_onnx(model: keras.Model, path: Path) -> None:
    """Write the network with its numbers as they are."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # tf2onnx speaks of versions of NumPy that have gone
        model.export(path, format="onnx", verbose=False)


def write_small_onnx(model: keras.Model, path: Path, pictures: Floats) -> None:
    """Write the network in 8-bit numbers, whose ranges are those that the pictures need.

    pictures: (pictures, side, side, 3) float32 in [0, 255]
    """
    from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static

    class Pictures(CalibrationDataReader):  # type: ignore[misc]
        def __init__(self) -> None:
            self._left = iter(pictures)

        def get_next(self) -> dict[str, Floats] | None:
            picture = next(self._left, None)
            return None if picture is None else {"face": picture[None]}

    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        write_onnx(model, whole)
        quantize_static(
            whole,
            path,
            Pictures(),
            per_channel=True,
            activation_type=QuantType.QUInt8,
            nodes_to_exclude=_first_stage(whole),
        )


def _first_stage(path: Path) -> list[str]:
    """The names of what comes before the second stage: there, faint detail needs exact numbers."""
    from onnx import load

    names = [node.name for node in load(path).graph.node]
    return names[: next(at for at, name in enumerate(names) if "features_2" in name)]


def run_onnx(path: Path) -> Callable[[Floats], Floats]:
    """What scores (pictures, side, side, 3) float32 in [0, 255] by the file: (pictures,)."""
    from onnxruntime import InferenceSession

    session = InferenceSession(path, providers=["CPUExecutionProvider"])
    (taken,) = session.get_inputs()

    def run(pictures: Floats) -> Floats:
        scores: Floats = np.asarray(session.run(None, {taken.name: pictures})[0], np.float32)
        return scores[:, 0]

    return run
