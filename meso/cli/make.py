"""Commands that make and measure a network: faces, train, evaluate."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

import meso
from meso.cli.terminal import FILE, FOLDER, bar, say_problems
from meso.detection.detector import Detector
from meso.evaluation.card import write_numbers
from meso.evaluation.evaluate import Row, table
from meso.evaluation.evaluate import evaluate as rows_of
from meso.evaluation.score import holds_crops, score_faces, score_files
from meso.models.weights import check_name, named
from meso.service.quiet import quiet_start
from meso.training.recipes import RECIPES, recipe_named


@click.command()
@click.argument("source", type=FOLDER)
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--frames", type=click.IntRange(1, 128), default=32, show_default=True, help="Of each video."
)
@click.option("--about", type=FILE, help="CSV with the columns file, person and source.")
def faces(source: Path, out: Path, *, frames: int, about: Path | None) -> None:
    """Cut the faces out of the pictures and videos below SOURCE into the folder OUT.

    SOURCE holds real/ and fake/METHOD/; so will OUT, with an index of who is who.

    \b
        meso faces clips faces/train --frames 16
    """
    from meso.faces.extract import extract

    with quiet_start():
        from meso.faces.find import Mtcnn

        find = Mtcnn()
    with bar("Cutting out") as tell:
        extracted = extract(source, out, find, frames=frames, about=about, tell=tell)
    say_problems(extracted.problems)
    counts = Counter(face.method or "real" for face in extracted.faces)
    listed = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    click.echo(f"{len(extracted.faces)} faces in {out}: {listed}.")


@click.command()
@click.argument("recipe", metavar="RECIPE")
@click.argument("faces", type=FOLDER, nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="For the run."
)
@click.option("--start", type=FILE, help="Weights of an earlier run to begin from.")
@click.option("--without", metavar="PERSON", multiple=True, help="Leave out; may be repeated.")
@click.option("--install", metavar="NAME", help="List the result in weights/ under this name.")
def train(
    recipe: str,
    faces: tuple[Path, ...],
    *,
    out: Path,
    start: Path | None,
    without: tuple[str, ...],
    install: str | None,
) -> None:
    """Train a network by RECIPE on FACES, folders with train/ and val/ made by `meso faces`.

    A run that was interrupted goes on where it was when the same command is given again.

    \b
        meso train smoke faces --out runs/smoke
        meso train deep faces clips --without 183 --without 253 --out runs/deep-without-two
    """
    recipe_named(recipe)  # before TensorFlow takes its seconds, and training its hours
    if install:
        check_name(install)
    with quiet_start():
        from meso.training.run import install as install_weights
        from meso.training.run import run

    with bar("Training") as tell:
        best = run(recipe_named(recipe), faces, out, tell, without=without, start=start)
    click.echo(f"The best weights are {best}; what each epoch gave is in {out / 'history.csv'}.")
    if install:
        install_weights(best, recipe_named(recipe), install)
        click.echo(f"{install} is installed. Measure it: meso evaluate {install} {faces[0]}/val")


train.help = f"{train.help}\n\nRecipes: {', '.join(RECIPES)}."


@click.command()
@click.argument("model")
@click.argument("folders", type=FOLDER, nargs=-1, required=True)
@click.option("--card", is_flag=True, help="Write the table into the network's card, too.")
def evaluate(model: str, folders: tuple[Path, ...], *, card: bool) -> None:
    """Measure MODEL on FOLDERS of labelled crops, photos or videos: real/ and fake/METHOD/.

    \b
        meso evaluate meso4 faces/val clips/c23 --card
    """
    with quiet_start():
        detector = meso.load_detector(model)
    numbers = table(row for folder in folders for row in _measure(detector, folder))
    click.echo(numbers)
    if card:
        write_numbers(named(model).path.parent / f"{model}.md", numbers)


def _measure(detector: Detector, folder: Path) -> list[Row]:
    with bar(folder.name) as tell:
        if holds_crops(folder):
            scored = score_faces(folder, detector.network.fake_scores, tell)
        else:
            scored, problems = score_files(
                folder, lambda path: detector.detect(path).verdict.score, tell
            )
            say_problems(problems)
    return rows_of(folder.name, scored, detector.rule.threshold)
