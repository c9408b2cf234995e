"""Nothing in; what the networks run on, in words, out."""

from __future__ import annotations

import keras

NO_GPU = "the CPU"


def device() -> str:
    """`the GPU (gpu:0)`, or `the CPU` where Keras sees no GPU. Starts the backend."""
    gpus = keras.distribution.list_devices("gpu")
    return f"the GPU ({', '.join(gpus)})" if gpus else NO_GPU
