"""The steps of an experiment in; how long they took by the clock, over all interruptions, out.

seconds.csv of a run's folder holds, for each file that a step made, how long that took. A run that
an older version began lacks some of them: then the whole is not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from meso.experiments.rows import as_csv, read_csv
from meso.experiments.run_folder import RunFolder

SECONDS = "seconds.csv"


@dataclass(frozen=True)
class Took:
    """How long a file of the folder took to make."""

    file: str
    seconds: float


def timed(folder: RunFolder, made: Iterable[Path | None]) -> Iterator[None]:
    """Go on step by step, and keep how long each took.

    made: the file that a step made; None: it was there. Each step is counted from the last one
          that made something.
    """
    took, begun = _read(folder), monotonic()
    for path in made:
        if path:
            took[_name(folder, path)] = monotonic() - begun
            folder.write_text(SECONDS, as_csv(Took, [Took(*one) for one in took.items()]))
            begun = monotonic()
        yield


def seconds_of(folder: RunFolder, files: Iterable[Path]) -> float | None:
    """How long these took together; None where that of any was not kept."""
    took, names = _read(folder), [_name(folder, path) for path in files]
    return sum(took[name] for name in names) if took.keys() >= {*names} else None


def _name(folder: RunFolder, path: Path) -> str:
    return path.relative_to(folder.out).as_posix()


def _read(folder: RunFolder) -> dict[str, float]:
    """By file; nothing where there is no such table, or a damaged one, which no run should stop."""
    with suppress(OSError, ValueError, TypeError):
        return {one.file: one.seconds for one in read_csv(Took, folder.out / SECONDS)}
    return {}
