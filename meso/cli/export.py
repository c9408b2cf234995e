"""The command that writes a network for phones and other programs: export."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import numpy as np

from meso.cli.terminal import FOLDER, FOR_RESULTS
from meso.errors import BadFaces
from meso.evaluation.table import markdown
from meso.faces.dataset import LabelledFace, read_crop, read_index
from meso.media.video import spread
from meso.models.weights import named
from meso.service.quiet import quiet_start
from meso.values import Pixels

if TYPE_CHECKING:
    from meso.evaluation.parity import Parity

MOST_FACES = 1_000  # to compare on: evenly spread over the folder
TO_SHOW_RANGES = 200  # of them at most, for 8-bit numbers; spread, too


class Faces(NamedTuple):
    """Labelled crops: (crops, 256, 256, 3) uint8 RGB, and which of them are fake."""

    crops: Pixels
    is_fake: list[bool]


@click.command()
@click.argument("model")
@click.option("--to", type=click.Choice(["onnx", "litert"]), required=True, help="Kind of file.")
@click.option(
    "--out",
    type=FOR_RESULTS,
    default=Path("exported"),
    show_default=True,
    help="Folder for the file.",
)
@click.option("--faces", type=FOLDER, help="Labelled crops to compare on: real/, fake/METHOD/.")
@click.option("--int8", is_flag=True, help="Smaller and less exact: numbers of 8 bits.")
def export(model: str, *, to: str, out: Path, faces: Path | None, int8: bool) -> None:
    """Write MODEL as a file that other programs and phones run: ONNX or LiteRT (.tflite).

    With --faces, the scores of the file are compared with those of the network. Half of these
    faces show --int8 which ranges its numbers need, and the other half are compared on.

    \b
        meso export meso_inception4 --to onnx
        meso export meso_deep --to litert --int8 --faces faces/val
    """
    if int8 and faces is None:
        raise click.UsageError("--int8 needs --faces: they show which ranges its numbers need.")
    weights = named(model)
    shown, compared = faces_in(faces) if faces else (None, None)
    with quiet_start():
        from meso.evaluation.parity import parity
        from meso.models.export import export as write
        from meso.models.network import load_network

        network = load_network(weights.name)
        ranges = shown.crops if shown and int8 else None
        written = write(network, out, to, ranges=ranges)  # type: ignore[arg-type]
        measured = parity(written, network, *compared) if compared else None
    click.echo(f"Wrote {written.path} and {written.path.name}.json, which says how to use it.")
    if measured:
        click.echo(table({written.path.name: measured}))


def table(measured: dict[str, Parity]) -> str:
    """What was measured of each file, as a table in Markdown."""
    head = ["file", "MB", "largest difference", "mean difference", "AUC", "network's", "crops / s"]
    rows = [
        [
            name,
            f"{one.size / 1e6:.2f}",
            f"{one.most:.2g}",
            f"{one.mean:.2g}",
            f"{one.auc:.3f}",
            f"{one.auc_before:.3f}",
            f"{one.crops_a_second:.0f}",
        ]
        for name, one in measured.items()
    ]
    return markdown([head, *rows])


def faces_in(folder: Path) -> tuple[Faces, Faces]:
    """Those that show which ranges 8-bit numbers need, and others to compare on, all kinds in both.

    Raises BadFaces where there are too few.
    """
    index = read_index(folder)
    chosen = index[:: max(1, len(index) // MOST_FACES)]
    is_fake = [face.is_fake for face in chosen]
    if len(set(is_fake[::2])) < 2 or len(set(is_fake[1::2])) < 2:
        raise BadFaces(f"{folder} has too few faces to compare on. Give some real and some fake.")
    show, compare = chosen[::2], chosen[1::2]
    show = [show[place] for place in spread(len(show), TO_SHOW_RANGES)]
    return _read(folder, show), _read(folder, compare)


def _read(folder: Path, faces: Sequence[LabelledFace]) -> Faces:
    crops = np.stack([read_crop(folder / face.file) for face in faces])
    return Faces(crops, [face.is_fake for face in faces])
