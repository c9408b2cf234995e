"""What a long command has done in; what it need not do again once it was interrupted, out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from meso.errors import NotWritten

RECORD = "unfinished.jsonl"


def unfinished_path(path: Path) -> Path:
    """Where a file is written before it is whole, beside it."""
    return path.with_name(f"{path.name}.unfinished")


class Record:
    """One entry a file that is done, in `entries` by its key, on disk until the whole is done.

    settings: whatever makes another result; with other settings everything is done anew
    of:       how many files there are to do, for the error
    name:     of the file that keeps it

    Every method raises NotWritten when the disk is full or may not be written to.
    """

    def __init__(self, folder: Path, settings: str, *, of: int, name: str = RECORD) -> None:
        self._path = folder / name
        self._of = of
        self.entries: dict[str, Any] = {}
        with self.telling(name):
            folder.mkdir(parents=True, exist_ok=True)
            self.entries = _resumed(self._path, json.dumps(settings))

    def add(self, key: str, entry: object) -> None:
        """Note that a file is done, with what another run needs to know of it."""
        with self.telling(self._path.name), self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, entry]) + "\n")
        self.entries[key] = entry

    def write(self, path: Path, data: bytes) -> None:
        """Write a file below the folder, whole or not at all."""
        unfinished = unfinished_path(path)
        with self.telling(path.relative_to(self._path.parent).as_posix()):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                unfinished.write_bytes(data)
                unfinished.replace(path)
            finally:
                unfinished.unlink(missing_ok=True)

    def finish(self) -> None:
        """The whole is done: the next run begins anew."""
        self._path.unlink(missing_ok=True)

    @contextmanager
    def telling(self, name: str) -> Iterator[None]:
        """Say in a NotWritten which file could not be written, and how much is done."""
        try:
            yield
        except OSError as error:
            done = min(len(self.entries), self._of)
            why = error.strerror or str(error)
            raise NotWritten(name, why=why, done=done, of=self._of) from error


def _resumed(path: Path, head: str) -> dict[str, Any]:
    """The entries of an interrupted run of the same settings; a line that was cut short is none."""
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    if lines[:1] != [head]:
        path.write_text(f"{head}\n", encoding="utf-8")
        return {}
    entries = {}
    for line in lines[1:]:
        with suppress(ValueError):
            key, entry = json.loads(line)
            entries[key] = entry
    with path.open("a", encoding="utf-8") as file:
        file.write("\n")  # ends the line that was cut short
    return entries
