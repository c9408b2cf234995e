"""The command that makes scores into probabilities: calibrate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
import numpy as np

import meso
from meso.cli.labelled import Item, items_of
from meso.cli.terminal import FOLDER, FOR_RESULTS
from meso.cli.worth import draw, tables
from meso.detection.calibrate import Labelled, Worth, weights_of
from meso.detection.calibrate import calibrate as fit
from meso.errors import BadFaces
from meso.evaluation.card import check_places, write_numbers
from meso.faces.split import groups
from meso.models.calibration import Calibration
from meso.models.weights import Weights, named, register
from meso.service.quiet import quiet_start
from meso.values import Kind

KINDS: dict[Kind, str] = {"image": "Photos", "video": "Videos"}


@click.command()
@click.argument("model")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option(
    "--uncertain",
    type=click.FloatRange(0, 0.9),
    default=0.25,
    show_default=True,
    help="Share of the photos, and of the videos, that get no verdict.",
)
@click.option(
    "--degraded",
    is_flag=True,
    help="Count each photo and video of crops once more as camera, scaling and saving might have "
    "left it. Else what is said holds of pictures as good as these.",
)
@click.option("--card", is_flag=True, help="Write what comes of it into the network's card, too.")
@click.option(
    "--charts",
    type=FOR_RESULTS,
    metavar="FOLDER",
    help="Draw how far the probabilities can be trusted, as pages in FOLDER.",
)
def calibrate(
    model: str,
    folders: tuple[Path, ...],
    *,
    uncertain: float,
    degraded: bool,
    card: bool,
    charts: Path | None,
) -> None:
    """Fit how probable a fake is, and how often verdicts are wrong, for MODEL on FOLDERS.

    FOLDERS hold labelled crops, photos or videos of people that MODEL was not trained on: real/
    and fake/METHOD/. A clip's crops count as one video. What comes of it is written into the
    index of the network's folder; a kind of file that FOLDERS lack keeps what it has.

    \b
        meso calibrate meso4 faces/val clips/c23 --uncertain 0.25
        meso calibrate meso4 faces/val --card --charts charts
    """
    weights = named(model)
    path = weights.path.parent / f"{model}.md"
    if card:
        check_places(path, ["calibration"])  # before the minutes that scoring takes
    with quiet_start():
        detector = meso.load_detector(model, any_size=True)
    items = [item for folder in folders for item in items_of(detector, folder, degraded=degraded)]
    if not items:
        raise BadFaces(
            f"There are no labelled faces, photos or videos in {', '.join(map(str, folders))}. Put "
            "real ones in real/ and fakes in fake/METHOD/."
        )
    told, worths = [], {}
    for kind, title in KINDS.items():
        if mine := [item for item in items if item.kind == kind]:
            found, worths[title] = fit(_labelled(mine), uncertain=uncertain)
            weights = _with(weights, kind, found)
            told.append(_told(title, mine, found, worths[title]))
    click.echo("\n\n".join(told))
    _write(weights)
    if card:
        write_numbers(path, "\n\n".join(told), "calibration")
    if charts:
        draw(worths, charts, model)


def _with(weights: Weights, kind: Kind, found: Calibration) -> Weights:
    return replace(weights, image=found) if kind == "image" else replace(weights, video=found)


def _write(weights: Weights) -> None:
    register(weights, weights.path.parent)
    click.echo(f"Written into {weights.path.parent / 'index.toml'} under {weights.name}.")


def _labelled(items: Sequence[Item]) -> Labelled:
    """The items as arrays; people who are in one fake together count as one person."""
    person = np.empty(len(items), int)
    for number, places in enumerate(groups(items)):
        person[places] = number
    return Labelled(
        np.array([item.fake_score for item in items]),
        np.array([item.is_fake for item in items]),
        person.astype(str),
    )


def _told(title: str, items: Sequence[Item], found: Calibration, worth: Worth) -> str:
    """What came of it, as a Markdown list and two tables."""
    people = len({item.person for item in items})
    twice = ", half of them as they are, half degraded" if any(i.degraded for i in items) else ""
    lines = [
        f"**{title}**: {len(items)} of {people} people, {sum(i.is_fake for i in items)} fake"
        f"{twice}; real and fake weigh the same, and errors are those of people left out of the "
        "fit.",
        f"fake begins at the score {found.threshold:.3f}; a probability within "
        f"{found.unsure:.3f} of 0.5 is uncertain",
        f"expected calibration error: {worth.before.error:.3f} before, "
        f"{worth.after.error:.3f} after",
        f"wrong without uncertain: {worth.error:.1%} of all; with it: "
        f"{worth.error_of_rest:.1%} of the {worth.coverage:.0%} that get a verdict",
        *(_by_state(items, found) if twice else ()),
        *_by_doubt(items, found),
    ]
    told = "\n- ".join(lines).replace("\n- ", "\n\n- ", 1)
    return f"{told}\n\n{tables(worth)}"


def _by_state(items: Sequence[Item], found: Calibration) -> Iterator[str]:
    """How items as they are, and degraded ones, are judged by the threshold found on both."""
    for degraded, name in ((False, "as they are"), (True, "degraded")):
        mine = [item for item in items if item.degraded is degraded]
        is_fake = np.array([item.is_fake for item in mine])
        likely = np.array([found.probability(item.fake_score) for item in mine])
        called = likely >= 0.5
        told = np.abs(likely - 0.5) >= found.unsure
        wrong, weight = called != is_fake, weights_of(is_fake)
        yield (
            f"by that threshold, {name}: {called[is_fake].mean():.0%} of fakes found, "
            f"{called[~is_fake].mean():.0%} of real ones called fake; "
            f"{np.average(wrong, weights=weight):.1%} of all wrong, of the {told.mean():.0%} that "
            f"get a verdict {np.average(wrong[told], weights=weight[told]):.1%}"
        )


def _by_doubt(items: Sequence[Item], found: Calibration) -> Iterator[str]:
    """How often items with each doubt about the pictures are judged wrongly, and without it."""
    is_fake = np.array([item.is_fake for item in items])
    wrong = is_fake != [item.fake_score >= found.threshold for item in items]
    weight = weights_of(is_fake)
    for code in sorted({code for item in items for code in item.codes}):
        here = np.array([code in item.codes for item in items])
        shares = [
            np.average(wrong[side], weights=weight[side]) for side in (here, ~here) if any(side)
        ]
        others = f", of the others {shares[1]:.0%}" if len(shares) > 1 else ""
        yield f"by that threshold, {code}: {here.sum()}, of which {shares[0]:.0%} wrong{others}"
