"""Labelled faces in; how near exported networks come to their own, their size and speed, out.

    python -m benchmarks.exports FACES [NAME…] [--write]

Five hundred faces, spread over the folder, are compared on; two hundred others show which ranges
the files of 8-bit numbers need. Without NAME: all that are installed.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from benchmarks.page import finish
from meso.cli.export import faces_in, table
from meso.evaluation.parity import parity
from meso.models.export import ENDINGS, export
from meso.models.network import load_network
from meso.models.weights import known


@click.command()
@click.argument("faces", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("names", metavar="[NAME…]", nargs=-1)
@click.option("--write", is_flag=True, help="Put the table into docs/performance.md.")
def main(faces: Path, names: tuple[str, ...], *, write: bool) -> None:
    """Export, compare, print a row a file."""
    shown, compared = faces_in(faces)
    measured = {}
    with TemporaryDirectory() as folder:
        for network in map(load_network, names or known()):
            for to, ranges in product(ENDINGS, (None, shown.crops)):
                written = export(network, Path(folder), to, ranges=ranges)
                measured[written.path.name] = parity(written, network, *compared)
    text = f"Compared on {len(compared.crops)} faces.\n\n{table(measured)}"
    finish("exports", text, write=write)


if __name__ == "__main__":
    main()
