"""TensorFlow's import in, a shorter one out.

Keras imports scikit-learn and pandas where they are installed, to take their data: a third of the
seconds, for what this project never does. Python's search for garbage among the objects of some
thousand new modules, which are there to stay, takes another tenth.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

NOT_NEEDED = ("sklearn", "pandas")


@contextmanager
def lean_start() -> Iterator[None]:
    """Leave both out of what is imported and built here.

    For processes of our own only: Keras, if it is imported here, takes no data frames later, and
    other threads cannot import either package meanwhile.
    """
    hidden = [name for name in NOT_NEEDED if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: not to be found
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
        if collected:
            gc.enable()
