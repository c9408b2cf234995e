"""Commands that make a network: faces, draw, blend, train."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click

from meso.cli.terminal import FILE, FOLDER, FOR_RESULTS, bar, say_problems
from meso.faces.clips import OFFICIAL, SIDES, Official, divide
from meso.faces.dataset import LabelledFace
from meso.faces.layouts import AUTO, LAYOUTS, read_layout
from meso.models.weights import check_name
from meso.service.quiet import quiet_start
from meso.training.recipes import AUTOENCODER, MADE, RECIPES, SELF_BLENDED, recipe_named


def _shares(
    context: click.Context, option: click.Parameter, value: str | None
) -> Sequence[float] | Official | None:
    """--split as divide() takes it: "0.8" leaves 0.2 for val, "0.7,0.2" leaves 0.1 for test."""
    if value is None or value == OFFICIAL:
        return value
    try:
        shares = [float(share) for share in value.split(",")]
    except ValueError:
        shares = []
    shares.append(1 - sum(shares))
    if not 2 <= len(shares) <= len(SIDES) or not all(share > 0 for share in shares):
        raise click.BadParameter('say "0.8" (train), "0.7,0.2" (train and val) or "official".')
    return shares


@click.command()
@click.argument("source", type=FOLDER)
@click.argument("out", type=FOR_RESULTS)
@click.option(
    "--frames", type=click.IntRange(1, 128), default=32, show_default=True, help="Of each video."
)
@click.option("--about", type=FILE, help="CSV with the columns file, person and source.")
@click.option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default=AUTO,
    show_default=True,
    help="How the folders of SOURCE are named; auto looks.",
)
@click.option(
    "--split",
    metavar="SHARE",
    callback=_shares,
    help='Put people into train/ and val/: the share for train, or "official".',
)
def faces(
    source: Path,
    out: Path,
    *,
    frames: int,
    about: Path | None,
    layout: str,
    split: Sequence[float] | Official | None,
) -> None:
    """Cut the faces out of the pictures and videos below SOURCE into the folder OUT.

    SOURCE holds real/ and fake/METHOD/, or FaceForensics++, Celeb-DF or DFDC as published. OUT
    gets real/ and fake/METHOD/ and an index of who is who; with --split it gets train/ and val/
    of other people. Interrupted? The same command goes on where it was.

    \b
        meso faces clips faces/train --frames 16
        meso faces clips faces --split 0.8
    """
    listed = read_layout(source, layout, about=about)
    if split:
        listed = divide(listed, split)
    from meso.faces.extract import extract

    with quiet_start():
        from meso.faces.find import Mtcnn

        find = Mtcnn()
    with bar("Cutting out") as tell:
        extracted = extract(listed, out, find, frames=frames, tell=tell)
    say_problems(extracted.problems)
    _say_what_is_in(out, extracted.faces)


@click.command()
@click.argument("reals", type=FOLDER)
@click.argument("out", metavar="FACES", type=FOR_RESULTS)
@click.option(
    "--method",
    "methods",
    type=click.Choice((*MADE, AUTOENCODER)),
    multiple=True,
    default=[SELF_BLENDED],
    show_default=True,
    help="How to make them; may be repeated.",
)
@click.option(
    "--per-face", type=click.IntRange(1), default=1, show_default=True, help="By each method."
)
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Another one, other fakes."
)
@click.option("--pair", nargs=2, metavar="A B", help="With autoencoder: the two people to swap.")
@click.option(
    "--steps",
    type=click.IntRange(1),
    default=5_000,
    show_default=True,
    help="With autoencoder: how long its network is trained.",
)
def blend(
    reals: Path,
    out: Path,
    *,
    methods: tuple[str, ...],
    pair: tuple[str, str] | None,
    steps: int,
    **dice: int,
) -> None:
    """Make fakes from the real faces in REALS, a folder made by `meso faces`.

    self_blended and cross_blended blend a face over itself or over somebody else's; landmark_swap
    pastes somebody else's as older programs do, warped by triangles; resampled draws the face
    anew by an upsampling layer and leaves its trace. FACES gets the real faces, the fakes in
    fake/METHOD/, and the index that `meso train`, `meso evaluate` and `meso overlap` read.

    autoencoder is for itself: it trains a network for two people, as "deepfakes" began, and swaps
    their faces; the words "made by meso" are on every picture, real or fake. It is for research:
    use faces of people who agreed, or who do not exist.

    \b
        meso blend faces/train blends/train --per-face 2
        meso blend faces/train swaps --method autoencoder --pair 012 013
    """
    if (AUTOENCODER in methods) != bool(pair) or (pair and len(methods) > 1):
        raise click.UsageError("--method autoencoder and --pair A B belong together, alone.")
    if pair:
        with quiet_start():
            from meso.training.pair_swaps import make_pair_swaps

        with bar("Learning both") as tell:
            made = make_pair_swaps(reals, out, pair, steps=steps, seed=dice["seed"], tell=tell)
    else:
        from meso.training.make_blends import make_blends

        with bar("Blending") as tell:
            made = make_blends(reals, out, methods, **dice, tell=tell)
    _say_what_is_in(out, made)


@click.command()
@click.argument("out", metavar="FACES", type=FOR_RESULTS)
@click.option(
    "--people", type=click.IntRange(4), default=30, show_default=True, help="Two in five in val/."
)
@click.option("--each", type=click.IntRange(1), default=4, show_default=True, help="Pictures.")
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Another one, others."
)
def draw(out: Path, *, people: int, each: int, seed: int) -> None:
    """Draw faces of people who do not exist, to try a command without anybody's pictures.

    FACES gets train/ and val/ with real/ and the index, as `meso faces` leaves them; `meso blend`
    and `meso overlap` make fakes of them. They are drawings: what is measured on them shows how
    the measuring works and says nothing of photos.

    \b
        meso draw faces
        meso draw faces --people 23 --each 2
    """
    from meso.faces.drawn import draw_faces

    with bar("Drawing") as tell:
        draw_faces(out, people=people, each=each, seed=seed, tell=tell)
    click.echo(f"{people} people, {each} pictures of each, in {out}. They are drawings.")


def _say_what_is_in(folder: Path, faces: Sequence[LabelledFace]) -> None:
    counts = Counter(face.method or "real" for face in faces)
    listed = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    click.echo(f"{len(faces)} faces in {folder}: {listed}.")


@click.command()
@click.argument("recipe", metavar="RECIPE")
@click.argument("faces", type=FOLDER, nargs=-1, required=True)
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="For the run."
)
@click.option(
    "--start",
    type=FILE,
    help="Weights to begin from: an earlier run's, or for lite and short the .pth of ImageNet.",
)
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
        meso train lite faces --start efficientnet-lite0-57934424.pth --out runs/lite
        meso train deep faces clips --without 183 --without 253 --out runs/deep-without-two
    """
    chosen = recipe_named(recipe)  # before TensorFlow takes its seconds, and training its hours
    if install:
        check_name(install)
    with quiet_start():
        from meso.training.run import install as install_weights
        from meso.training.run import run

    with bar("Training") as tell:
        best = run(chosen, faces, out, tell, without=without, start=start)
    click.echo(f"The best weights are {best}; what each epoch gave is in {out / 'history.csv'}.")
    if install:
        install_weights(best, chosen, install)
        click.echo(f"{install} is installed. Measure it: meso evaluate {install} {faces[0]}/val")


train.help = f"{train.help}\n\nRecipes: {', '.join(RECIPES)}."
