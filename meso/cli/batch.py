"""The command that looks at a whole folder: batch."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, TypedDict, Unpack

import click

from meso.cli.terminal import ANY_SIZE, FOLDER, bar
from meso.detection.batch import Looks, Wanted, files_in, looker, one_by_one, run_batch
from meso.detection.on_ray import HERE, actors
from meso.detection.on_record import OnRecord, open_record, record_path
from meso.detection.row import COLUMNS, Row
from meso.faces.record import unfinished_path
from meso.models.weights import default_name, named
from meso.service.quiet import quiet_start

TABLE = click.Path(dir_okay=False, path_type=Path)
CSV, PARQUET = ".csv", ".parquet"
NOT_UTF8 = "backslashreplace"


class How(TypedDict):
    """The options that decide what stands in a row."""

    model: str | None
    frames: int
    any_size: bool
    thumbnails: bool


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--out", type=TABLE, required=True, help="The table: NAME.csv or NAME.parquet.")
@click.option("--model", help="Name of a network, as `meso models` lists them.")
@click.option(
    "--frames", type=click.IntRange(1, 128), default=32, show_default=True, help="Frames to score."
)
@click.option("--any-size", is_flag=True, help=ANY_SIZE)
@click.option(
    "--thumbnails", is_flag=True, help="Add a small picture of each row's most fake face."
)
@click.option("--where", multiple=True, help="Only files that this fits, such as '*.mp4'.")
@click.option(
    "--ray",
    "address",
    is_flag=False,
    flag_value=HERE,
    metavar="[ADDRESS]",
    help="Score with several processes at once, by Ray: of this machine, or of the cluster at "
    "ADDRESS (HOST:PORT, or auto on one of its machines).",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    help="With --ray: how many processes; else as many as CPUs and memory allow.",
)
def batch(
    folder: Path,
    *,
    out: Path,
    where: tuple[str, ...],
    address: str | None,
    workers: int | None,
    **how: Unpack[How],
) -> None:
    """Score every file in FOLDER: one row a file, or a picture of a document.

    A file that cannot be scored is a row with the reason. A run that was stopped goes on where it
    was when the same command is typed again, and does nothing twice. The page "Results of a folder"
    shows the CSV, to be sorted and searched.

    \b
        meso batch clips --out scores.csv
        meso batch archive --out scores.parquet --where '*.mp4' --where '*.mov'
        meso batch archive --out scores.csv --ray --workers 4
        meso batch archive --out scores.csv --ray 192.168.1.5:6379
    """
    _check_name(out)
    if workers and not address:
        raise click.UsageError("--workers is for --ray: else one process scores.")
    ours = _ours_in(folder, out)
    files = [file for file in files_in(folder, where) if file not in ours]
    if not files:
        raise click.BadParameter("It holds no file to look at.", param_hint="folder")
    network = named(how["model"] or default_name())
    wanted = Wanted(network, how["frames"], how["any_size"], how["thumbnails"])
    record = open_record(out, wanted.settings(folder), of=len(files))
    kept = OnRecord(folder, files, record)
    with (
        _looking(folder, wanted, kept, address, workers) as look,
        bar("Scoring", unit="files") as tell,
        record.telling(out.name),
    ):
        rows = _written(out.with_suffix(CSV), run_batch(files, look, kept, tell))
    if out.suffix == PARQUET:
        record.write(out, _as_parquet(rows))
    click.echo(_summary(rows, out))


def _looking(
    folder: Path, wanted: Wanted, kept: OnRecord, address: str | None, workers: int | None
) -> AbstractContextManager[Looks]:
    """What looks at the files: this process, or Ray's."""
    if address:
        return actors(folder, wanted, address=address, workers=workers)
    with quiet_start():
        return nullcontext(partial(one_by_one, kept.noting(looker(folder, wanted))))


def _check_name(out: Path) -> None:
    if out.suffix not in (CSV, PARQUET):
        raise click.BadParameter("The table's name must end in .csv or .parquet.", param_hint="out")
    beside = out.with_suffix(CSV)
    if out.suffix == PARQUET and beside.exists() and not record_path(out).exists():
        raise click.BadParameter(
            f"{beside.name} is there already, where the same rows would be written as CSV. Choose "
            "another name, or move that file away.",
            param_hint="out",
        )


def _ours_in(folder: Path, out: Path) -> set[str]:
    """What this command itself writes there, by its path in the folder."""
    written = out, unfinished_path(out), out.with_suffix(CSV), record_path(out)
    above = folder.resolve()
    found = (path.resolve() for path in written)
    return {path.relative_to(above).as_posix() for path in found if path.is_relative_to(above)}


def _written(path: Path, batches: Iterable[list[Row]]) -> list[Row]:
    """Write the rows as they come, so that one can look at them meanwhile."""
    rows: list[Row] = []
    with path.open("w", newline="", encoding="utf-8", errors=NOT_UTF8) as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for batch in batches:
            table.writerows(map(asdict, batch))
            file.flush()
            rows += batch
    return rows


def _as_parquet(rows: list[Row]) -> bytes:
    import pandas as pd  # half a second that the other commands need not wait

    file = BytesIO()
    pd.DataFrame(map(_in_utf8, rows), columns=COLUMNS).to_parquet(file)
    return file.getvalue()


def _in_utf8(row: Row) -> dict[str, Any]:
    """Its cells, with what stands in the CSV for the bytes of a name that is no UTF-8."""
    return {
        name: cell.encode("utf-8", NOT_UTF8).decode() if isinstance(cell, str) else cell
        for name, cell in asdict(row).items()
    }


def _summary(rows: list[Row], out: Path) -> str:
    counts = {
        label: sum(row.label == label for row in rows) for label in ("real", "fake", "uncertain")
    }
    said = ", ".join(f"{count} {label}" for label, count in counts.items())
    return (
        f"{len(rows)} rows in {out}: {said}, {sum(bool(row.problem) for row in rows)} not scored."
    )
