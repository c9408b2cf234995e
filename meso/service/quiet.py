"""TensorFlow's start-up in, silence out: its C++ code writes some ten lines that help nobody."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

STDERR = 2  # the file descriptor, which C++ writes to, not Python's sys.stderr


@contextmanager
def quiet_start() -> Iterator[None]:
    """Drop what is written to stderr meanwhile; what is raised comes through as ever.

    For processes of our own only: other threads are silenced too. (TF_CPP_MIN_LOG_LEVEL does not
    reach what TensorFlow 2.21 says before it has set up its log.)
    """
    sys.stderr.flush()
    kept = os.dup(STDERR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STDERR)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
        os.close(nowhere)
