"""A network in; a LiteRT file of it (.tflite), and what runs such a file, out."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keras
import numpy as np

from meso.values import Floats

FIRST_STAGES = re.compile(
    r"to_unit_range|to_published|across|down|detail|(features|widen|look|narrow)_[12]"
)
LATER = re.compile("(features|widen|look)_3")  # a name may be of several layers that became one


def write_litert(model: keras.Model, path: Path) -> None:
    """Write the network with its numbers as they are."""
    model.export(path, format="litert", verbose=False)


def write_small_litert(model: keras.Model, path: Path, pictures: Floats) -> None:
    """Write the network in 8-bit numbers, whose ranges are those that the pictures need.

    The first two stages keep their numbers: what they look for is too faint for 8 bits.

    pictures: (pictures, side, side, 3) float32 in [0, 255]
    """
    from tensorflow import lite

    def one_by_one() -> Iterator[list[Floats]]:
        for picture in pictures:
            yield [picture[None]]

    def converter() -> lite.TFLiteConverter:
        made = lite.TFLiteConverter.from_concrete_functions([_for_one(model)])
        made.optimizations = [lite.Optimize.DEFAULT]
        made.representative_dataset = one_by_one
        return made

    debug = lite.experimental
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for statistics that it then makes itself
        exact = debug.QuantizationDebugOptions(
            denylisted_nodes=_first_stages(converter().convert())
        )
        exact_at_first = debug.QuantizationDebugger(
            converter=converter(), debug_dataset=one_by_one, debug_options=exact
        )
    path.write_bytes(exact_at_first.get_nondebug_quantized_model())


def _for_one(model: keras.Model) -> Any:
    """The network for one picture at a time, traced."""
    from tensorflow import TensorSpec, float32, function

    taken = TensorSpec((1, *model.input_shape[1:]), float32, name="face")
    return function(lambda face: model(face, training=False)).get_concrete_function(taken)


def _first_stages(written: bytes) -> list[str]:
    """The names of what the first two stages give, in a file whose numbers all have 8 bits."""
    from ai_edge_litert.interpreter import Interpreter

    names = [about["name"] for about in Interpreter(model_content=written).get_tensor_details()]
    return [name for name in names if FIRST_STAGES.search(name) and not LATER.search(name)]


def run_litert(path: Path) -> Callable[[Floats], Floats]:
    """What scores (pictures, side, side, 3) float32 in [0, 255] by the file: (pictures,)."""
    from ai_edge_litert.interpreter import Interpreter

    interpreter = Interpreter(model_path=str(path))
    interpreter.allocate_tensors()
    (taken,), (given,) = interpreter.get_input_details(), interpreter.get_output_details()

    def score(picture: Floats) -> np.float32:
        interpreter.set_tensor(taken["index"], picture[None])
        interpreter.invoke()
        answer: np.float32 = interpreter.get_tensor(given["index"])[0, 0]
        return answer

    def run(pictures: Floats) -> Floats:
        return np.array([score(picture) for picture in pictures], np.float32)

    return run
