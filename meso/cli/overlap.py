"""The command that asks what the paper asks: overlap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from meso.cli.experiment import carry_out, of_an_experiment, one_of
from meso.evaluation.card import check_places
from meso.experiments.settings import NETWORKS, Settings
from meso.service.quiet import quiet_start


@click.command()
@of_an_experiment(one_of(NETWORKS))
@click.option(
    "--seeds", type=click.IntRange(1), default=5, show_default=True, help="Classifiers redrawn."
)
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
