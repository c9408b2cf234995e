"""The command that looks at a whole folder: batch."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

import meso
from meso.cli.terminal import ANY_SIZE, FOLDER, bar
from meso.detection.batch import files_in, look_at, run_batch
from meso.detection.row import COLUMNS, Row
from meso.faces.record import Record
from meso.models.weights import default_name, named
from meso.service.quiet import quiet_start

TABLE = click.Path(dir_okay=False, path_type=Path)
PARQUET = ".parquet"


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
def batch(
    folder: Path,
    *,
    out: Path,
    model: str | None,
    frames: int,
    where: tuple[str, ...],
    **also: bool,
) -> None:
    """Score every file in FOLDER: one row a file, or a picture of a document.

    A file that cannot be scored is a row with the reason. A run that was stopped goes on where it
    was when the same command is typed again, and does nothing twice. The page "Results of a folder"
    shows the CSV, to be sorted and searched.

    \b
        meso batch clips --out scores.csv
        meso batch archive --out scores.parquet --where '*.mp4' --where '*.mov'
    """
    _refuse_other_tables(out)
    files = files_in(folder, where)
    if not files:
        raise click.BadParameter("It holds no file to look at.", param_hint="folder")
    network = named(model or default_name())
    asked = [name.replace("_", " ") for name, wanted in also.items() if wanted]
    settings = " ".join([network.sha256, str(frames), *asked])
    record = Record(out.parent, settings, of=len(files), name=f"{out.name}.jsonl")
    with quiet_start():
        detector = meso.load_detector(network.name, any_size=also["any_size"])
    look = partial(look_at, detector=detector, frames=frames, thumbnails=also["thumbnails"])
    with bar("Scoring", unit="files") as tell, record.telling(out.name):
        rows = _written(out.with_suffix(".csv"), run_batch(folder, files, look, record, tell))
    if out.suffix == PARQUET:
        _write_parquet(out, rows)
    click.echo(_summary(rows, out))


def _refuse_other_tables(out: Path) -> None:
    if out.suffix not in (".csv", PARQUET):
        raise click.BadParameter("The table's name must end in .csv or .parquet.", param_hint="out")


def _written(path: Path, batches: Iterable[list[Row]]) -> list[Row]:
    """Write the rows as they come, so that one can look at them meanwhile."""
    rows: list[Row] = []
    with path.open("w", newline="", encoding="utf-8", errors="backslashreplace") as file:
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        for batch in batches:
            table.writerows(map(asdict, batch))
            file.flush()
            rows += batch
    return rows


def _write_parquet(path: Path, rows: list[Row]) -> None:
    import pandas as pd  # half a second that the other commands need not wait

    pd.DataFrame(map(asdict, rows), columns=COLUMNS).to_parquet(path)


def _summary(rows: list[Row], out: Path) -> str:
    counts = {
        label: sum(row.label == label for row in rows) for label in ("real", "fake", "uncertain")
    }
    said = ", ".join(f"{count} {label}" for label, count in counts.items())
    return (
        f"{len(rows)} rows in {out}: {said}, {sum(bool(row.problem) for row in rows)} not scored."
    )
