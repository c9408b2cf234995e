"""Rows in; a table on the screen and, between its marks, in docs/performance.md out."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PACKAGES = ("tensorflow", "keras", "mtcnn", "opencv-python-headless", "av", "numpy")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; the first column is left, the others are right."""
    rule = [":--", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(map(str, row))} |" for row in [head, rule, *rows])


def machine() -> str:
    """One line about what the figures were measured on."""
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}: {_processor()}, {os.cpu_count()} cores; "
        f"Python {platform.python_version()}, {versions}."
    )


def finish(section: str, text: str, *, write: bool, page: Path = PAGE) -> None:
    """Print what was measured; write: also into the page, in place of what stood there."""
    text = f"{text}\n\n{machine()}"
    click.echo(text)
    if write:
        page.write_text(_between_marks(page.read_text(), section, text))


def _between_marks(page: str, section: str, text: str) -> str:
    """The page with other text in the section; ValueError where it has no such section."""
    begin, end = f"<!-- {section} -->", f"<!-- end of {section} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"Expected the marks {begin} and {end} in the page. Put them back.")
    return pattern.sub(lambda _: f"{begin}\n{text}\n{end}", page)


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text().splitlines() if information.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()
