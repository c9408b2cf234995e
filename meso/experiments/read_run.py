"""The folder of an experiment in; what a page shows of it out, with nothing trained or computed.

A folder may come from anybody: what does not fit raises BadRun, which names it. Cheap to import.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from meso.detection.read_table import THUMBNAIL
from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV, PROTOCOL, BadRun, Files, load
from meso.experiments.rows import Gain, Pair, Row, read_csv, read_gains
from meso.experiments.settings import FEW, OVERLAP, RANDOM, TRANSFER, Settings
from meso.experiments.steps import STAIRCASE_CSV, Step, read_steps
from meso.values import Floats

T = TypeVar("T")

VARIABLE = "MESO_EXPERIMENTS"  # in the environment: the folder of runs that all visitors may see
ABOUT, MOST_SIGNS = "about.txt", 2_000
SHIPPED = Path(__file__).parents[2] / "docs" / "experiments"
NAME = re.compile(r"[\w-][\w.-]*")  # of a source or a kind: it becomes part of a path
NOT_OURS = (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError, BadZipFile)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """The held-out faces of a kind: which are fake, (faces,) bool, and small pictures of them.

    pictures: as `media.shrink.thumbnail` makes them
    """

    is_fake: NDArray[np.bool_]
    pictures: list[str]


class OverlapRun:
    """What `meso overlap` left in a folder. Every method raises BadRun where that is damaged."""

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self.files = Files(folder)

    @cached_property
    def settings(self) -> Settings:
        """What the run was made with."""
        return self._read(PROTOCOL, lambda path: _settings(path.read_text("utf-8")))

    @cached_property
    def rows(self) -> list[Row]:
        """Every measurement."""
        return self._read(OVERLAP_CSV, _named_rows)

    @cached_property
    def gains(self) -> dict[Pair, Gain]:
        """How much AUC each source gives beyond random features; where that was not kept, empty."""
        there = (self.files.out / BEYOND_CSV).is_file()
        return self._read(BEYOND_CSV, read_gains) if there else {}

    @property
    def sources(self) -> list[str]:
        """What networks were trained on, the random one last."""
        return [*dict.fromkeys(row.source for row in self.rows)]

    @property
    def kinds(self) -> list[str]:
        """Of fakes."""
        return [*dict.fromkeys(row.target for row in self.rows)]

    @property
    def shots(self) -> list[str]:
        """What was measured, from no face of the target to all of them."""
        few = dict.fromkeys(row.what for row in self.rows if row.what.startswith(FEW))
        return [TRANSFER, *few, OVERLAP]

    def of(self, source: str, target: str, what: str) -> list[Row]:
        """The measurements of one field, a row a seed."""
        wanted = source, target, what
        return [row for row in self.rows if (row.source, row.target, row.what) == wanted]

    def auc(self, source: str, target: str, what: str) -> float:
        """The mean of one field; nan where it was not measured."""
        found = [row.auc for row in self.of(source, target, what)]
        return float(np.mean(found)) if found else float("nan")

    def scores(self, source: str, target: str, what: str) -> Floats | None:
        """(faces,): the mean score of each held-out face; None where that was not kept."""
        path = self.files.cell(source, target)
        if not path.is_file():
            return None
        cell = self._read_arrays(path)
        with self._named(path):
            mine = cell["what"] == what
            return cell["fake_score"][:, mine].mean(axis=1) if mine.any() else None

    def held_out(self, kind: str) -> HeldOut | None:
        """The held-out faces of a kind; None where the folder has results only."""
        path = self.files.faces(kind)
        if not path.is_file():
            return None
        arrays = self._read_arrays(path)
        with self._named(path):
            is_fake = arrays["held_out_is_fake"]
            pictures = [picture.decode("ascii") for picture in arrays["pictures"].tolist()]
            if is_fake.dtype != bool or is_fake.shape != (len(pictures),):
                raise ValueError(path.name)
            if not all(map(THUMBNAIL.fullmatch, pictures)):  # an address would be fetched
                raise ValueError(path.name)
            return HeldOut(is_fake, pictures)

    def can_retrain(self, source: str, target: str) -> bool:
        """Whether what a retraining needs is there."""
        files = self.files
        needed = files.features(source, target), files.faces(target), files.network(source)
        return all(path.is_file() for path in needed)

    def _read(self, name: str, read: Callable[[Path], T]) -> T:
        path = self.files.out / name
        with self._named(path):
            return read(path)

    def _read_arrays(self, path: Path) -> dict[str, Any]:
        with self._named(path):
            return load(path)

    @contextmanager
    def _named(self, path: Path) -> Iterator[None]:
        try:
            yield
        except NOT_OURS as error:
            raise BadRun(self.files.out, str(path.relative_to(self.files.out))) from error


def overlap_runs(*folders: Path) -> dict[str, Path]:
    """By name, the finished runs of `meso overlap` in folders; a folder may be one itself.

    Of two of the same name the one in the first folder.
    """
    return _named_after(OVERLAP_CSV, folders)


def staircase_runs(*folders: Path) -> dict[str, Path]:
    """The same of `meso staircase`."""
    return _named_after(STAIRCASE_CSV, folders)


def about(folder: Path) -> str:
    """What somebody wrote about a run; "" for nothing. Raises BadRun where that is no text."""
    path = folder / ABOUT
    try:
        return path.read_text("utf-8")[:MOST_SIGNS] if path.is_file() else ""
    except NOT_OURS as error:
        raise BadRun(folder, ABOUT) from error


def steps_of(folder: Path) -> list[Step]:
    """What a staircase measured. Raises BadRun where that is damaged."""
    try:
        return read_steps(folder / STAIRCASE_CSV)
    except NOT_OURS as error:
        raise BadRun(folder, STAIRCASE_CSV) from error


def _named_after(name: str, folders: Sequence[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for path in (path for folder in folders for path in _with(name, folder)):
        found.setdefault(path.name, path)
    return found


def _with(name: str, folder: Path) -> list[Path]:
    if (folder / name).is_file():
        return [folder]
    return sorted(path.parent for path in folder.glob(f"*/{name}"))


def _settings(text: str) -> Settings:
    told = tomllib.loads(text)["settings"]
    return Settings(**told | {"few": tuple(told["few"])})


def _named_rows(path: Path) -> list[Row]:
    rows = read_csv(Row, path)
    names = {name for row in rows for name in (row.source, row.target)}
    if RANDOM not in names or not all(NAME.fullmatch(name) for name in names):
        raise ValueError(path.name)
    return rows
