"""Kills `meso batch` three times in a folder of small files; prints whether a row was lost.

    python -m tests.soak.batch [--files 2000] [--ray]

One file in twenty is broken. What the killed command ends with is compared, row by row, with what
an uninterrupted one wrote. --ray: the killed one is `meso batch --ray` with two workers, one of
which is killed besides while the last run goes on; the uninterrupted one is without Ray.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import cv2

from meso.detection.on_record import record_path
from meso.detection.row import SECONDS
from meso.service.sample import PHOTO
from tests.ray_actors import lookers

ROOT = Path(__file__).resolve().parents[2]
SIDE = 208  # pixels, of a picture that shows the astronaut's face
ONE_BROKEN_IN = 20
KILLS = 3
ON_RAY = ("--ray", "--workers", "2")
LOOK_AGAIN = 0.02  # seconds
ROWS = "rows"  # has the record of a file that is done, and of none that is only begun
ENTRY = f'"{ROWS}": '.encode()


class Outcome(NamedTuple):
    """What came of it.

    killed_after: how many files were on record each time; with Ray a fourth, when a worker was
    rows, whole:  of the command that was killed, and of the one that was not; without their seconds
    twice:        files that were looked at again although they were on record
    seconds:      of wall clock, of the uninterrupted command and of the killed one in all
    cpu:          seconds of the processor; of what Ray starts not all is counted
    """

    killed_after: list[int]
    rows: list[dict[str, str]]
    whole: list[dict[str, str]]
    twice: int
    seconds: tuple[float, float]
    cpu: tuple[float, float]


def fill(folder: Path, files: int) -> None:
    """Put so many files there, no two the same; one in twenty is broken, in four ways in turn."""
    pixels = cv2.imread(str(PHOTO))
    for number in range(files):
        picture = _picture(pixels, number)
        if _is_broken(number):
            ways = b"", b"Dear diary, %d" % number, picture[:200], b"\xff\xd8\xff" + bytes(number)
            picture = ways[number // ONE_BROKEN_IN % len(ways)]
        (folder / f"{number:05}.jpg").write_bytes(picture)


def broken(files: int) -> int:
    """How many of so many files are."""
    return sum(map(_is_broken, range(files)))


def _is_broken(number: int) -> bool:
    return number % ONE_BROKEN_IN == ONE_BROKEN_IN // 2


def _picture(pixels: cv2.typing.MatLike, number: int) -> bytes:
    """The face, each time cut out elsewhere or made a little darker."""
    left, top, darker = 110 + number % 20, number // 20 % 20, number // 400
    cut = pixels[top : top + SIDE, left : left + SIDE] * (1 - 0.02 * darker)
    return cv2.imencode(".jpg", cut.astype("uint8"))[1].tobytes()


def kill_and_resume(folder: Path, tables: Path, *options: str) -> Outcome:
    """Score the folder in one go, and once more with a command that is killed again and again.

    options: of the latter; ON_RAY: one of its workers is killed, too
    """
    files = sum(1 for _ in folder.iterdir())
    whole, killed = tables / "whole.csv", tables / "killed.csv"
    record = record_path(killed)
    begun = _clocks()
    _finish(_start(folder, whole))
    between = _clocks()
    ends = [files * part // (KILLS + 1) for part in range(1, KILLS + 1)]
    killed_after = [_kill(_start(folder, killed, *options), record, end) for end in ends]
    going = _start(folder, killed, *options)
    if options == ON_RAY:
        killed_after.append(_kill_a_worker(going, record))
    _finish(going)
    ended = _clocks()
    seconds, cpu = (
        (middle - first, last - middle)
        for first, middle, last in zip(begun, between, ended, strict=True)
    )
    twice = sum(times - 1 for times in Counter(_on_record(record)).values())
    return Outcome(killed_after, _rows(killed), _rows(whole), twice, seconds, cpu)


def _start(folder: Path, table: Path, *options: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "meso", "batch", str(folder), "--out", str(table), *options]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, stdout=nowhere, stderr=nowhere)


def _finish(running: subprocess.Popen[bytes]) -> None:
    if running.wait():
        raise RuntimeError(f"meso batch ended with {running.returncode}")


def _kill(running: subprocess.Popen[bytes], record: Path, end: int) -> int:
    """Kill it as soon as so many files are on record, wherever it is by then."""
    _wait_for(running, record, end)
    running.kill()
    running.wait()
    return len(_on_record(record))


def _kill_a_worker(running: subprocess.Popen[bytes], record: Path) -> int:
    """Kill one of Ray's as soon as they have a file more on record than there is now."""
    _wait_for(running, record, _entries(record) + 1)
    os.kill(lookers(running.pid)[0], signal.SIGKILL)
    return len(_on_record(record))


def _wait_for(running: subprocess.Popen[bytes], record: Path, end: int) -> None:
    while _entries(record) < end:
        if running.poll() is not None:
            raise RuntimeError("meso batch ended before it could be killed")
        time.sleep(LOOK_AGAIN)


def _entries(record: Path) -> int:
    """How many lines of files that are done were begun."""
    return record.read_bytes().count(ENTRY) if record.exists() else 0


def _on_record(record: Path) -> list[str]:
    """The files that are done, as often as they are there; a line that was cut short has none."""
    files = []
    for line in record.read_bytes().splitlines()[1:] if record.exists() else []:
        with suppress(ValueError):
            file, entry = json.loads(line)
            files += [file] * (ROWS in entry)
    return files


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        return [{name: row[name] for name in row if name not in SECONDS} for row in rows]


def _clocks() -> tuple[float, float]:
    """Seconds of wall clock, and what all processes which were waited for have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic(), used.ru_utime + used.ru_stime


def told(outcome: Outcome) -> str:
    """One line a figure."""
    files = len({row["file"] for row in outcome.whole})
    lines = {
        "killed after": f"{', '.join(map(str, outcome.killed_after))} files",
        "rows": f"{len(outcome.rows)}, of which {_not_scored(outcome)} are not scored",
        "equal to an uninterrupted run": "yes" if outcome.rows == outcome.whole else "NO",
        "files looked at twice": str(outcome.twice),
        "CPU": _both(outcome.cpu),
        "wall clock": _both(outcome.seconds),
        "in one go": f"{files / outcome.seconds[0]:.1f} files a second, the start counted",
    }
    return "\n".join(f"{name:32}{value}" for name, value in lines.items())


def _both(seconds: tuple[float, float]) -> str:
    return f"{seconds[0]:.0f} s in one go, {seconds[1]:.0f} s with all kills"


def failed(outcome: Outcome, files: int) -> bool:
    """Whether a row was lost, made twice or is another, or a file was judged that is broken."""
    return (
        outcome.rows != outcome.whole
        or len(outcome.rows) != files
        or outcome.twice > 0
        or _not_scored(outcome) != broken(files)
    )


def _not_scored(outcome: Outcome) -> int:
    return sum(bool(row["problem"]) for row in outcome.rows)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=2000)
    parser.add_argument("--ray", action="store_true")
    wanted = parser.parse_args()
    with TemporaryDirectory() as archive, TemporaryDirectory() as tables:
        fill(Path(archive), wanted.files)
        outcome = kill_and_resume(Path(archive), Path(tables), *(ON_RAY if wanted.ray else ()))
    sys.stdout.write(told(outcome) + "\n")
    return failed(outcome, wanted.files)


if __name__ == "__main__":
    sys.exit(main())
