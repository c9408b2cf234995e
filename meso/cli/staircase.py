"""The command that asks where 99 % holds: staircase."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from meso.cli.experiment import carry_out, of_an_experiment, one_of
from meso.evaluation.card import check_places
from meso.experiments.settings import COMPARED, Stairs
from meso.service.quiet import quiet_start


@click.command()
@of_an_experiment(one_of(COMPARED))
def staircase(
    faces: tuple[Path, ...],
    *,
    out: Path,
    methods: tuple[str, ...],
    page: Path | None,
    **settings: Any,
) -> None:
    """Measure where a high accuracy holds, and what it loses when one thing after another differs.

    FACES hold train/ and val/ made by `meso faces`. For each method a network is trained and
    judged on the same people, other frames; on other people; on these compressed a little and a
    lot; and then on other methods. OUT gets staircase.csv and a chart. Interrupted? The same
    command goes on where it was.

    \b
        meso staircase faces --out runs/staircase
        meso staircase faces --method dfdc --method resampled --out runs/two
    """
    if page:
        check_places(page, [out.name])  # before the minutes that it takes
    with quiet_start():
        from meso.experiments.staircase import Staircase
        from meso.experiments.staircase_report import report
    carry_out(Staircase(faces, methods, out, Stairs(**settings)), report, page)
