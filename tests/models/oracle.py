"""The published networks once more, from the paper, in NumPy: what the Keras ones must compute.

Numbers are named as in the files of 2018: {"conv2d_1": {"kernel": …, "bias": …}, …}. Everything
here is the published convention: input in [0, 1], output 1 = real.
"""

from __future__ import annotations

import h5py
import numpy as np

HEAD = ["flatten_1", "dropout_1", "dense_1", "leaky_re_lu_1", "dropout_2", "dense_2"]
ORDER = {  # of the layers in the files: by depth, so in a module the 1×1 reductions come first
    "meso4": [
        "input_1",
        *("conv2d_1", "batch_normalization_1", "max_pooling2d_1"),
        *("conv2d_2", "batch_normalization_2", "max_pooling2d_2"),
        *("conv2d_3", "batch_normalization_3", "max_pooling2d_3"),
        *("conv2d_4", "batch_normalization_4", "max_pooling2d_4"),
        *HEAD,
    ],
    "meso_inception4": [
        "input_1",
        *("conv2d_2", "conv2d_4", "conv2d_6"),
        *("conv2d_1", "conv2d_3", "conv2d_5", "conv2d_7"),
        *("concatenate_1", "batch_normalization_1", "max_pooling2d_1"),
        *("conv2d_9", "conv2d_11", "conv2d_13"),
        *("conv2d_8", "conv2d_10", "conv2d_12", "conv2d_14"),
        *("concatenate_2", "batch_normalization_2", "max_pooling2d_2"),
        *("conv2d_15", "batch_normalization_3", "max_pooling2d_3"),
        *("conv2d_16", "batch_normalization_4", "max_pooling2d_4"),
        *HEAD,
    ],
}


def meso4_numbers(seed):
    random = np.random.default_rng(seed)
    shapes = [(3, 3, 8), (5, 8, 8), (5, 8, 16), (5, 16, 16)]
    convolutions = [_convolution(random, *shape) for shape in shapes]
    return _numbered(convolutions) | _norms(random, [8, 8, 16, 16]) | _dense(random)


def inception_numbers(seed):
    random = np.random.default_rng(seed)
    convolutions = []
    for channels, (a, b, c, d) in [(3, (1, 4, 4, 2)), (11, (2, 4, 4, 2))]:
        convolutions.append(_convolution(random, 1, channels, a))
        for width in (b, c, d):
            convolutions.append(_convolution(random, 1, channels, width))
            convolutions.append(_convolution(random, 3, width, width))
    convolutions += [_convolution(random, 5, 12, 16), _convolution(random, 5, 16, 16)]
    return _numbered(convolutions) | _norms(random, [11, 12, 16, 16]) | _dense(random)


def meso4_real_score(numbers, crop):
    x = crop / 255
    for stage, pool in enumerate([2, 2, 2, 4], start=1):
        x = relu_convolution(x, **numbers[f"conv2d_{stage}"])
        x = max_pool(normalise(x, **numbers[f"batch_normalization_{stage}"]), pool)
    return _decide(numbers, x)


def inception_real_score(numbers, crop):
    x = crop / 255
    for module, first in [(1, 1), (2, 8)]:
        layers = [numbers[f"conv2d_{first + offset}"] for offset in range(7)]
        branches = [relu_convolution(x, **layers[0])]
        for dilation in (1, 2, 3):
            reduced = relu_convolution(x, **layers[2 * dilation - 1])
            branches.append(relu_convolution(reduced, **layers[2 * dilation], dilation=dilation))
        x = normalise(np.concatenate(branches, -1), **numbers[f"batch_normalization_{module}"])
        x = max_pool(x, 2)
    for stage, pool in [(3, 2), (4, 4)]:
        x = relu_convolution(x, **numbers[f"conv2d_{stage + 12}"])
        x = max_pool(normalise(x, **numbers[f"batch_normalization_{stage}"]), pool)
    return _decide(numbers, x)


def write_as_in_2018(path, architecture, numbers, *, leave_out=()):
    """Write the numbers as Keras 2.1.5 did."""
    layers = [name for name in ORDER[architecture] if name not in leave_out]
    with h5py.File(path, "w") as file:
        write_group_of_2018(file, layers, numbers)
    return path


def write_group_of_2018(group, layers, numbers):
    group.attrs["layer_names"] = [name.encode() for name in layers]
    group.attrs["backend"] = b"tensorflow"
    group.attrs["keras_version"] = b"2.1.5"
    for name in layers:
        paths = {f"{name}/{kind}:0": values for kind, values in numbers.get(name, {}).items()}
        layer = group.create_group(name)
        layer.attrs["weight_names"] = [path.encode() for path in paths]
        for path, values in paths.items():
            layer[path] = values


def relu_convolution(x, kernel, bias, dilation=1):
    height, width, _ = x.shape
    reach = dilation * (len(kernel) // 2)
    padded = np.pad(x, [(reach, reach), (reach, reach), (0, 0)])
    total = np.zeros((height, width, kernel.shape[-1])) + bias
    for row, column in np.ndindex(kernel.shape[:2]):
        top, left = row * dilation, column * dilation
        total += padded[top : top + height, left : left + width] @ kernel[row, column]
    return np.maximum(total, 0)


def normalise(x, gamma, beta, moving_mean, moving_variance):
    return gamma * (x - moving_mean) / np.sqrt(moving_variance + 1e-3) + beta


def max_pool(x, side):
    height, width, channels = x.shape
    return x.reshape(height // side, side, width // side, side, channels).max((1, 3))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def _decide(numbers, x):
    hidden = x.ravel() @ numbers["dense_1"]["kernel"] + numbers["dense_1"]["bias"]
    hidden = np.where(hidden > 0, hidden, 0.1 * hidden)
    return sigmoid(hidden @ numbers["dense_2"]["kernel"] + numbers["dense_2"]["bias"]).item()


def _convolution(random, kernel, channels, filters):
    scale = np.sqrt(2 / (kernel * kernel * channels))
    return {
        "kernel": random.normal(0, scale, (kernel, kernel, channels, filters)).astype("float32"),
        "bias": random.normal(0, 0.1, filters).astype("float32"),
    }


def _numbered(convolutions):
    return {f"conv2d_{place}": numbers for place, numbers in enumerate(convolutions, start=1)}


def _norms(random, widths):
    return {
        f"batch_normalization_{place}": {
            "gamma": random.uniform(0.5, 1.5, width).astype("float32"),
            "beta": random.normal(0, 0.2, width).astype("float32"),
            "moving_mean": random.normal(0.2, 0.2, width).astype("float32"),
            "moving_variance": random.uniform(0.2, 1.0, width).astype("float32"),
        }
        for place, width in enumerate(widths, start=1)
    }


def _dense(random):
    sizes = {"dense_1": (1024, 16), "dense_2": (16, 1)}
    return {
        name: {
            "kernel": random.normal(0, np.sqrt(1 / inputs), (inputs, outputs)).astype("float32"),
            "bias": random.normal(0, 0.1, outputs).astype("float32"),
        }
        for name, (inputs, outputs) in sizes.items()
    }
