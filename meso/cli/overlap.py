"""The command that asks what the paper asks: overlap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from meso.cli.experiment import carry_out
from meso.cli.terminal import FILE, FOLDER, FOR_RESULTS
from meso.evaluation.card import check_places
from meso.experiments.settings import NETWORKS, Settings
from meso.service.quiet import quiet_start


@click.command()
@click.argument("faces", type=FOLDER, nargs=-1, required=True)
@click.option("--out", type=FOR_RESULTS, required=True, help="For the run and its results.")
@click.option(
    "--method",
    "methods",
    metavar="NAME",
    multiple=True,
    help="To compare; may be repeated. Without it: all there are, and those of `meso blend`.",
)
@click.option(
    "--network",
    "architecture",
    type=click.Choice(NETWORKS),
    default="meso4",
    show_default=True,
    help="To train.",
)
@click.option(
    "--drawn",
    type=click.IntRange(32),
    default=19_200,
    show_default=True,
    help="Faces that each network is shown in training.",
)
@click.option(
    "--seeds", type=click.IntRange(1), default=5, show_default=True, help="Classifiers redrawn."
)
@click.option("--write", "page", type=FILE, help="Markdown page with a place named as the run.")
def overlap(
    faces: tuple[Path, ...],
    *,
    out: Path,
    methods: tuple[str, ...],
    page: Path | None,
    **settings: Any,
) -> None:
    """Measure how far what a network learned from one kind of fake serves every other kind.

    FACES hold train/ and val/ made by `meso faces`. For every two kinds, a network is trained on
    one, and its classifier alone is retrained on the other; beside each number stands that of a
    network that learned nothing. OUT gets overlap.csv, cka.csv, overlap.html and protocol.toml.
    Interrupted? The same command goes on where it was.

    \b
        meso overlap faces --out runs/overlap
        meso overlap faces --method dfdc --method resampled --out runs/two --seeds 3
    """
    if page:
        check_places(page, [out.name])  # before the minutes that it takes
    with quiet_start():
        from meso.experiments.feature_overlap import FeatureOverlap
        from meso.experiments.report import report
    carry_out(FeatureOverlap(faces, methods, out, Settings(**settings)), report, page)
