"""The command that makes scores into probabilities: calibrate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import numpy as np

import meso
from meso.cli.terminal import FOLDER, FOR_RESULTS, bar, say_problems
from meso.cli.worth import draw, tables
from meso.detection.calibrate import Labelled, Worth, weights_of
from meso.detection.calibrate import calibrate as fit
from meso.detection.detector import Detector
from meso.detection.doubts import doubts_about_pictures
from meso.detection.look import measured
from meso.errors import BadFaces
from meso.evaluation.card import check_places, write_numbers
from meso.evaluation.score import holds_crops, of_each_file
from meso.faces.dataset import (
    LabelledFace,
    label_and_method,
    person_named,
    read_crop,
    read_index,
)
from meso.faces.split import groups
from meso.media.video import spread
from meso.models.calibration import Calibration
from meso.models.weights import Weights, named, register
from meso.service.quiet import quiet_start
from meso.values import Code, Evidence, Floats, Kind, Pixels, Tell

FRAMES = 32  # of a clip, as `meso detect` looks at them
AT_ONCE = 16  # photos or clips
KINDS: dict[Kind, str] = {"image": "Photos", "video": "Videos"}


@dataclass(frozen=True)
class Item:
    """One photo or clip: whose, whether fake, its score, and what makes it hard to judge."""

    kind: Kind
    file: str
    person: str
    donor: str
    is_fake: bool
    fake_score: float
    codes: tuple[Code, ...]


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
@click.option("--card", is_flag=True, help="Write what comes of it into the network's card, too.")
@click.option(
    "--charts",
    type=FOR_RESULTS,
    metavar="FOLDER",
    help="Draw how far the probabilities can be trusted, as pages in FOLDER.",
)
def calibrate(
    model: str, folders: tuple[Path, ...], *, uncertain: float, card: bool, charts: Path | None
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
    items = [item for folder in folders for item in _items(detector, folder)]
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


def _items(detector: Detector, folder: Path) -> list[Item]:
    with bar(folder.name) as tell:
        if holds_crops(folder):
            return _items_of_crops(folder, detector.network.fake_scores, tell)
        return _items_of_files(folder, detector, tell)


def _items_of_crops(
    folder: Path, fake_scores: Callable[[Pixels], Floats], tell: Tell
) -> list[Item]:
    clips: dict[str, list[LabelledFace]] = defaultdict(list)
    for face in read_index(folder):
        clips[face.clip].append(face)
    looked_at = [[faces[place] for place in spread(len(faces), FRAMES)] for faces in clips.values()]
    items: list[Item] = []
    for start in range(0, len(looked_at), AT_ONCE):
        some = looked_at[start : start + AT_ONCE]
        crops = np.stack([read_crop(folder / face.file) for faces in some for face in faces])
        ends = np.cumsum([len(faces) for faces in some])[:-1]
        parts = np.split(crops, ends), np.split(fake_scores(crops), ends)
        items += map(_item, some, *parts)
        tell(len(items), len(looked_at))
    return items


def _item(faces: Sequence[LabelledFace], crops: Pixels, scores: Floats) -> Item:
    first, evidence = faces[0], measured(crops, [face.width or len(crops[0]) for face in faces])
    return Item(
        kind="video" if len(faces) > 1 else "image",
        file=first.clip,
        person=first.person,
        donor=first.donor,
        is_fake=first.is_fake,
        fake_score=float(scores.mean(dtype=np.float64)),
        codes=_codes(evidence),
    )


def _codes(evidence: Evidence | None) -> tuple[Code, ...]:
    return tuple(doubt.code for doubt in doubts_about_pictures(evidence)) if evidence else ()


def _items_of_files(folder: Path, detector: Detector, tell: Tell) -> list[Item]:
    def judge(path: Path) -> Item:
        is_fake, _ = label_and_method(path.relative_to(folder).as_posix())
        report = detector.detect(path)
        score, codes = report.verdict.score, _codes(report.evidence)
        return Item(report.kind, path.name, person_named(path), "", is_fake, score, codes)

    items, problems = of_each_file(folder, judge, tell)
    say_problems(problems)
    return items


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
    lines = [
        f"**{title}**: {len(items)} of {people} people, {sum(i.is_fake for i in items)} fake; real "
        "and fake weigh the same, and errors are those of people left out of the fit.",
        f"fake begins at the score {found.threshold:.3f}; a probability within "
        f"{found.unsure:.3f} of 0.5 is uncertain",
        f"expected calibration error: {worth.before.error:.3f} before, "
        f"{worth.after.error:.3f} after",
        f"wrong without uncertain: {worth.error:.1%} of all; with it: "
        f"{worth.error_of_rest:.1%} of the {worth.coverage:.0%} that get a verdict",
        *_by_doubt(items, found),
    ]
    told = "\n- ".join(lines).replace("\n- ", "\n\n- ", 1)
    return f"{told}\n\n{tables(worth)}"


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
