"""The commands that compare networks on kinds of fakes: generality and adapt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from meso.cli.experiment import Command, Report, carry_out, of_an_experiment
from meso.evaluation.card import check_places
from meso.experiments.settings import ADAPTED, COMPARED, SHOTS, Comparison
from meso.service.quiet import quiet_start


def _networks(default: Sequence[str]) -> Callable[[Command], Command]:
    return click.option(
        "--network",
        "networks",
        type=click.Choice(COMPARED),
        multiple=True,
        default=default,
        show_default=True,
        help="To train on each method; may be repeated.",
    )


@click.command()
@of_an_experiment(_networks(COMPARED))
def generality(faces: tuple[Path, ...], **asked: Any) -> None:
    """Compare what networks cost with how far they generalise.

    FACES hold train/ and val/ made by `meso faces`. Each network is trained on each method from
    fresh weights, all alike, and judged on other people: on its own method and on every other.
    Beside it stand its parameters, its multiplications and its speed. OUT gets comparison.csv and
    a chart. Interrupted? The same command goes on where it was.

    \b
        meso generality faces --out runs/generality
        meso generality faces --method dfdc --method resampled --network meso4 --out runs/one
    """
    with quiet_start():
        from meso.experiments.generality import report
    _run(faces, report, **asked)


@click.command()
@of_an_experiment(_networks(ADAPTED))
@click.option(
    "--shots",
    "few",
    type=click.IntRange(2),
    multiple=True,
    default=SHOTS,
    show_default=True,
    help="Faces of the other method, half of them real; may be repeated.",
)
@click.option(
    "--seeds", type=click.IntRange(1), default=3, show_default=True, help="With other faces each."
)
@click.option(
    "--few-steps",
    type=click.IntRange(1),
    default=30,
    show_default=True,
    help="Of 32 faces each, in which a network is adapted.",
)
def adapt(faces: tuple[Path, ...], **asked: Any) -> None:
    """Measure what a few faces of a new method do for a network trained on another.

    FACES hold train/ and val/ made by `meso faces`. Each network is trained on each method and,
    with so many faces of every other, trained on. OUT gets few-shot.csv; the table has the
    figures that were published for ForensicTransfer beside ours. Interrupted? The same
    command goes on where it was.

    \b
        meso adapt faces --method dfdc --method stylegan --out runs/few-shot
        meso adapt faces --method dfdc --method stylegan --shots 10 --seeds 1 --out runs/ten
    """
    with quiet_start():
        from meso.experiments.few_shot import report
    _run(faces, report, **asked)


def _run(
    faces: tuple[Path, ...],
    report: Report,
    *,
    out: Path,
    methods: tuple[str, ...],
    page: Path | None,
    **settings: Any,
) -> None:
    if page:
        check_places(page, [out.name])  # before the hours that it takes
    from meso.experiments.comparison import NetworksCompared

    carry_out(NetworksCompared(faces, methods, out, Comparison(**settings)), report, page)
