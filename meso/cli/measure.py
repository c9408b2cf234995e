"""The command that measures a network: evaluate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import click

import meso
from meso.cli.terminal import FILE, FOLDER, bar, say_problems
from meso.detection.detector import Detector
from meso.errors import BadFaces
from meso.evaluation import text
from meso.evaluation.card import check_places, write_numbers
from meso.evaluation.evaluate import Row, Scored
from meso.evaluation.honesty import shortcuts
from meso.evaluation.robustness import DEGRADATIONS, curves, score_changed
from meso.evaluation.score import holds_crops, score_faces, score_files
from meso.faces.dataset import person_named, read_index
from meso.models.weights import named
from meso.service.quiet import quiet_start
from meso.values import Kind, Report


@click.command()
@click.argument("model")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--card", is_flag=True, help="Write the numbers into the network's card, too.")
@click.option("--robustness", is_flag=True, help="Degrade the crops; look at size and brightness.")
@click.option(
    "--for",
    "others",
    type=(str, FILE),
    metavar="PERSON WEIGHTS",
    multiple=True,
    help="Score clips of PERSON by WEIGHTS, trained without; may be repeated.",
)
@click.option("--honesty", is_flag=True, help="What the background and trivial measures give.")
@click.option(
    "--beside",
    metavar="NAME",
    multiple=True,
    help="Print NAME's AUC beside MODEL's, on the same faces and clips; may be repeated.",
)
def evaluate(
    model: str,
    folders: tuple[Path, ...],
    *,
    others: tuple[tuple[str, Path], ...],
    beside: tuple[str, ...],
    card: bool,
    **more: bool,  # robustness and honesty
) -> None:
    """Measure MODEL on FOLDERS of labelled crops, photos or videos: real/ and fake/METHOD/.

    Crops are what `meso faces` made; only they can be degraded, or robbed of the face.
    A clip is of PERSON if its name begins with that and "_", or is that.

    \b
        meso evaluate meso4 faces/val clips/c23 --card
        meso evaluate meso4 faces/val --robustness --honesty
        meso evaluate meso4 clips/c23 --for 183 runs/without-183/best.weights.h5
        meso evaluate meso4 clips/c23 --beside meso_deep --beside meso4-df
    """
    wanted = {
        "numbers": True,
        "robustness": more["robustness"],
        "honesty": more["honesty"],
    }
    parts = [part for part, is_wanted in wanted.items() if is_wanted]
    path = named(model).path.parent / f"{model}.md"
    if card:
        check_places(path, parts)  # before the minutes that measuring takes
    if more["honesty"] and not any(map(holds_crops, folders)):
        raise BadFaces("--honesty needs a folder of crops. Make one: meso faces SOURCE FACES")
    if others:
        _refuse_in_vain([person for person, _ in others], folders)
    _refuse_twice(model, beside)
    by_name = _by_name(folders)
    with quiet_start():
        judges = _judges(model, others)
        judges_beside = {name: _judges(name, ()) for name in beside}
    scored = _scored(judges, by_name)
    for part, numbers in _measured(judges, by_name, parts, scored).items():
        click.echo(f"{numbers}\n")
        if card:
            write_numbers(path, numbers, part)
    if beside:
        networks = {
            name: _scored(judge, by_name, beside=name) for name, judge in judges_beside.items()
        }
        click.echo(text.beside({model: scored, **networks}) + judges.sentence_of(model))


def _refuse_twice(model: str, beside: Sequence[str]) -> None:
    """Raise UnknownName for a network that is not there, BadFaces for one that is there already."""
    for name, times in Counter([model, *beside]).items():
        named(name)
        if times > 1:
            raise BadFaces(f"{name} cannot stand beside itself. Name other networks, each once.")


class Judges(NamedTuple):
    """The network to be measured, and for some people one that was trained without them."""

    detector: Detector
    without: Mapping[str, Detector]

    def detect(self, path: Path) -> Report:
        """The report on a photo or video, by the network for whom it shows."""
        return self.without.get(person_named(path), self.detector).detect(path)

    @property
    def sentence(self) -> str:
        """Who scored whom, for the card; empty where one network scored all."""
        people = ", ".join(sorted(self.without))
        return f"\n\nClips of {people} were scored by networks trained without them." * bool(people)

    def sentence_of(self, model: str) -> str:
        """The same where other networks stand beside, which may have been trained on them."""
        only = f" For {model} only: the others may have been trained on them."
        return (self.sentence + only) * bool(self.without)


def _refuse_in_vain(people: Sequence[str], folders: Sequence[Path]) -> None:
    """Raise BadFaces where --for would leave faces of somebody to the network that saw them."""
    crops = [folder for folder in folders if holds_crops(folder)]
    in_crops = {face.person for folder in crops for face in read_index(folder)}
    files = [path for folder in folders if folder not in crops for path in folder.rglob("*")]
    in_files = {person_named(path) for path in files}
    for person, times in Counter(people).items():
        if times > 1:
            raise BadFaces(f"--for {person} is given twice. Name one file of weights for each.")
        if person in in_crops:
            raise BadFaces(f"--for {person} is for photos and videos, not for crops of them.")
        if person not in in_files:
            raise BadFaces(f"No photo or video is of {person}, whom --for names.")


def _judges(model: str, others: Sequence[tuple[str, Path]]) -> Judges:
    from meso.models.network import load_other  # loads Keras

    detector = meso.load_detector(model, any_size=True)
    by_file = {
        path: detector.with_network(load_other(detector.network.weights, path))
        for path in {path for _, path in others}
    }
    return Judges(detector, {person: by_file[path] for person, path in others})


def _by_name(folders: Sequence[Path]) -> dict[str, Path]:
    """The folders by what to call them: the name, or the path where two have the same name."""
    times = Counter(folder.resolve().name for folder in folders)
    return {
        folder.as_posix() if times[folder.resolve().name] > 1 else folder.resolve().name: folder
        for folder in folders
    }


def _measured(
    judges: Judges, folders: Mapping[str, Path], parts: Sequence[str], scored: text.Both
) -> dict[str, str]:
    """The Markdown of each part."""
    detector = judges.detector
    at = text.Thresholds(*(detector.rule_for(kind).threshold for kind in ("image", "video")))
    crops = {name: folder for name, folder in folders.items() if holds_crops(folder)}
    texts = {"numbers": text.numbers(*scored, at) + judges.sentence}
    if "robustness" in parts:
        changed = {name: _degraded(detector, name, folder) for name, folder in crops.items()}
        texts["robustness"] = text.robustness(*scored, changed, at)
    if "honesty" in parts:
        rows = [row for item in crops.items() for row in _shortcuts(detector, *item)]
        texts["honesty"] = text.honesty(rows)
    return texts


def _scored(judges: Judges, folders: Mapping[str, Path], *, beside: str = "") -> text.Both:
    """Faces (crops and photos) and clips, by folder, with their scores.

    beside: the name of a network that is not the first to score them: what is wrong with a file
            has been said then
    """
    faces: dict[str, list[Scored]] = {}
    files: dict[str, list[Scored]] = {}
    for name, folder in folders.items():
        with bar(f"{name}, {beside}" if beside else name) as tell:
            if holds_crops(folder):
                faces[name] = score_faces(folder, judges.detector.network.fake_scores, tell)
                problems: list[str] = []
            else:
                files[name], problems = score_files(folder, judges.detect, tell)
        if not beside:
            say_problems(problems)
    return text.Both(faces | _only("image", files), _only("video", files))


def _only(kind: Kind, files: Mapping[str, list[Scored]]) -> dict[str, list[Scored]]:
    """The files of that kind by folder, without the folders that have none."""
    kept = {name: [item for item in items if item.kind == kind] for name, items in files.items()}
    return {name: items for name, items in kept.items() if items}


def _degraded(detector: Detector, name: str, folder: Path) -> list[Row]:
    with bar(f"{name}, degraded") as tell:
        changed = score_changed(folder, DEGRADATIONS, detector.network.fake_scores, tell)
    return curves(changed, detector.rule_for("image").threshold)


def _shortcuts(detector: Detector, name: str, folder: Path) -> list[Row]:
    with bar(f"{name}, shortcuts") as tell:
        return shortcuts(name, folder, detector.network.fake_scores, tell)
