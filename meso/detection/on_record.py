"""What `meso batch` has on disk of its files in; which are done, and which are left, out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from meso.detection.row import Row, refused
from meso.errors import MesoError
from meso.faces.record import Record

FORMAT = "meso batch 2"  # begins each record; older ones knew neither folder nor rule
LONGEST_HEAD = 30_000  # characters, of the line with the format and the settings
IN = " in "  # before the folder, with which the settings end
RUNS = 3  # that ended in the middle of a file: then it is given up

Look = Callable[[str], list[Row]]


class OtherRecord(MesoError):
    """What lies in the record's place is none that this version could go on with."""

    def __init__(self, record: str, table: str) -> None:
        super().__init__(
            f"{record} was begun by another version of meso, or by another program: this one "
            f"cannot go on with it. It is left as it is, and so is {table}. Choose another name "
            f"for --out; or delete {record}, and every file is scored anew."
        )


class OtherFolder(MesoError):
    """The table has the rows of another folder, which would be lost."""

    def __init__(self, record: str, table: str, folder: str) -> None:
        super().__init__(
            f"{table} has the rows of another folder, {folder}. They are left as they are. Choose "
            f"another name for --out; or delete {record}, and {table} is written anew."
        )


class GivenUp(MesoError, reason="internal"):
    """A file in the middle of which run after run ended."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} was given up: {RUNS} runs ended in the middle of it, as if it had crashed "
            "them. Save it anew as MP4 or JPEG in its place, and type the same command again."
        )


def record_path(table: Path) -> Path:
    """Where the record of a table is, beside it."""
    return table.with_name(f"{table.name}.jsonl")


def open_record(table: Path, settings: str, *, of: int) -> Record:
    """The record of a table of so many files, to go on with if its settings are the same.

    settings: whatever makes other rows, and then IN and the folder

    Raises OtherRecord, OtherFolder, and NotWritten as `Record` does.
    """
    path = record_path(table)
    head = f"{FORMAT} {settings}"
    before = _head(path) or head
    if not before.startswith(f"{FORMAT} "):
        raise OtherRecord(path.name, table.name)
    folder = before.partition(IN)[2]
    if folder != head.partition(IN)[2]:
        raise OtherFolder(path.name, table.name, folder)
    return Record(path.parent, head, of=of, name=path.name)


def _head(path: Path) -> str:
    """What a record begins with; nothing: there is none, none that can be read, or half of it."""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            line = file.readline(LONGEST_HEAD)
    except OSError:
        return ""  # Record tells
    if line.startswith(f'"{FORMAT} ') and not line.endswith("\n"):
        return ""  # cut short while it was begun, so no row came after it
    try:
        return str(json.loads(line))
    except ValueError:
        return line


class OnRecord:
    """The rows of each file that is done, and the files in the middle of which runs ended.

    A file counts as done while it has the size and the time of change that it had then. In the
    middle of RUNS of them, it gets a row that says so in place of another try.
    """

    def __init__(self, folder: Path, files: Sequence[str], record: Record) -> None:
        self._record = record
        self._stamps = {file: _stamp(folder / file) for file in files}
        begun = {file: entry for file, entry in record.entries.items() if "begun" in entry}
        for file in begun:
            del record.entries[file]  # it is not done
        self._begun = {
            file: entry["begun"] for file, entry in begun.items() if self._is_of_now(file, entry)
        }
        for file in self.left():
            if self._begun.get(file, 0) >= RUNS:
                self.add(file, [refused(Row(file), GivenUp(Path(file).name))])

    def left(self) -> list[str]:
        """The files that are still to be looked at, in order."""
        entries = self._record.entries
        return [file for file in self._stamps if not self._is_of_now(file, entries.get(file, {}))]

    def rows(self, file: str) -> list[Row]:
        """The rows of a file that is done."""
        return [Row(**row) for row in self._record.entries[file]["rows"]]

    def add(self, file: str, rows: Sequence[Row]) -> None:
        """Note that a file is done."""
        self._record.add(file, self._stamps[file] | {"rows": [asdict(row) for row in rows]})

    def noting(self, look: Look) -> Look:
        """The same look, but a file with which it ends this process is known by the next run."""

        def noted(file: str) -> list[Row]:
            with self._in_the_middle_of(file):
                return look(file)

        return noted

    @contextmanager
    def _in_the_middle_of(self, file: str) -> Iterator[None]:
        before = self._begun.get(file, 0)
        self._note(file, before + 1)
        try:
            yield
        except BaseException:  # stopped in good order, which is nothing that the file did
            self._note(file, before)
            raise

    def _note(self, file: str, begun: int) -> None:
        self._record.add(file, self._stamps[file] | {"begun": begun})
        del self._record.entries[file]  # it is not done

    def _is_of_now(self, file: str, entry: dict[str, object]) -> bool:
        return self._stamps.get(file, {}).items() <= entry.items()


def _stamp(path: Path) -> dict[str, object]:
    """By which a file is known again; of one that has gone, too, which its row will say."""
    try:
        found = path.stat()
    except OSError:
        return {"bytes": -1, "mtime_ns": -1}
    return {"bytes": found.st_size, "mtime_ns": found.st_mtime_ns}
