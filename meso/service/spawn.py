"""Processes that begin afresh: spawned, and without running the script of their parent again."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from multiprocessing.context import SpawnContext, SpawnProcess
from threading import Lock

_starting = Lock()


class _Process(SpawnProcess):
    """A spawned process runs its parent's `__main__` once more, unless that is a package's.

    Under Streamlit `__main__` is the page: it would open a page, and a client, of its own.
    """

    def start(self) -> None:
        with _starting:
            main = sys.modules["__main__"]
            spec, main.__spec__ = main.__spec__, ModuleSpec("meso.__main__", None)
            try:
                super().start()
            finally:
                main.__spec__ = spec


class Spawn(SpawnContext):
    """The multiprocessing context "spawn" whose processes leave the parent's script alone."""

    Process = _Process
