"""A report and the names of files in; what one keeps of it, written there, out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from meso.models.weights import known
from meso.takeaway.as_csv import as_csv
from meso.values import Report


def write(report: Report, *, page: Path | None, table: Path | None) -> None:
    """Write the report as a page and as a table, where a file is named for it, and say so."""
    if page:
        from meso.takeaway.as_html import as_html  # Plotly, which others do without

        write_text(page, as_html(report, known().get(report.model), on=date.today()))
    if table:
        write_text(table, as_csv(report))


def write_text(path: Path, text: str) -> None:
    """Write a file and say so; where that fails, say why."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        raise click.FileError(str(path), hint=str(error.strerror)) from error
    click.echo(f"Written: {path}", err=True)
