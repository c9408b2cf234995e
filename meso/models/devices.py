"""Nothing in; what the networks run on, and what that is quick at, out."""

from __future__ import annotations

from pathlib import Path

import keras

NO_GPU = "the CPU"
PROCESSOR = Path("/proc/cpuinfo")  # of Linux; elsewhere there is none
OF_BFLOAT16 = {"avx512_bf16", "amx_bf16", "bf16"}  # what x86 and ARM call their instructions for it


def device() -> str:
    """`the GPU (gpu:0)`, or `the CPU` where Keras sees no GPU. Starts the backend."""
    gpus = keras.distribution.list_devices("gpu")
    return f"the GPU ({', '.join(gpus)})" if gpus else NO_GPU


def quick_at_bfloat16() -> bool:
    """Whether half precision saves time here: on a GPU, or a processor with instructions for it.

    On one without, a training step took many times as long as in float32 (docs/training-log.md).
    Only Linux tells of a processor, so on others float32 it is. Starts the backend.
    """
    return device() != NO_GPU or bool(OF_BFLOAT16 & _instructions())


def _instructions() -> set[str]:
    """What the processor knows, as Linux names it; empty where that is not said."""
    if not PROCESSOR.exists():
        return set()
    lines = [line.partition(":") for line in PROCESSOR.read_text("utf-8").splitlines()]
    known = [words for name, _, words in lines if name.strip() in ("flags", "Features")]
    return set(known[0].split()) if known else set()
