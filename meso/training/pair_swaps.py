"""A folder of real faces and two of its people in; a folder of both and of their swaps out.

For research on faces of people who agreed to it: whatever is written says on the picture that this
program made it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from meso.errors import BadFaces, UnknownName
from meso.faces.dataset import INDEX, LabelledFace, as_png, read_crop, read_index, write_index
from meso.faces.label import labelled
from meso.faces.record import Record
from meso.training.autoencoder import Autoencoder
from meso.training.makers import Shown
from meso.training.recipes import AUTOENCODER
from meso.values import Tell

WATERMARK, BAND = "made by meso", 32
FEWEST = 4  # faces of a person; hundreds make a better fake

Pair = tuple[str, str]


def make_pair_swaps(
    reals: Path, out: Path, pair: Pair, *, steps: int, seed: int, tell: Tell
) -> list[LabelledFace]:
    """Train a network on the two and give each face of either the face of the other.

    The real faces are written beside the fakes with the same words on them, so that the words tell
    nobody, and no network, which is which.

    Raises UnknownName for a person who is not there, BadFaces for one with too few faces and where
    `out` holds faces already; NotWritten when the disk is full.
    """
    people = _faces_of(reals, out, pair)
    shown = [[_shown(reals, face) for face in mine] for mine in people]
    network = Autoencoder(seed)
    network.learn((shown[0], shown[1]), steps, tell)
    record = Record(out, f"{pair} of {reals.resolve()}", of=sum(map(len, people)))
    made = []
    for person, mine in enumerate(people):
        other = 1 - person
        for face, picture in zip(mine, shown[person], strict=True):
            fake = _fake_of(face, donor=pair[other])
            for one, pixels in ((face, picture[0]), (fake, network.swapped(other, picture))):
                record.write(out / one.file, as_png(labelled(pixels, WATERMARK, band=BAND)))
                made.append(one)
    with record.telling(INDEX):
        write_index(out, made)
    record.finish()
    return made


def _faces_of(reals: Path, out: Path, pair: Pair) -> list[list[LabelledFace]]:
    if (out / INDEX).is_file():
        raise BadFaces(f"{out} holds faces already. Name a new folder, or delete this one first.")
    faces = [face for face in read_index(reals) if not face.is_fake]
    people = [[face for face in faces if face.person == person] for person in pair]
    for person, mine in zip(pair, people, strict=True):
        if not mine:
            raise UnknownName("person", person, {face.person for face in faces})
        if len(mine) < FEWEST:
            raise BadFaces(
                f"{reals} has {len(mine)} real faces of {person}; an autoencoder needs {FEWEST} of "
                "each person at least, and hundreds to be any good. Add pictures or clips."
            )
    if pair[0] == pair[1]:
        raise BadFaces(f"A swap needs two people, and {pair[0]} is one. Name another: --pair A B")
    return people


def _shown(reals: Path, face: LabelledFace) -> Shown:
    return read_crop(reals / face.file), face.landmarks


def _fake_of(face: LabelledFace, *, donor: str) -> LabelledFace:
    name, clip = (text.removeprefix("real/") for text in (face.file, face.clip))
    return replace(
        face,
        file=f"fake/{AUTOENCODER}/{name}",
        is_fake=True,
        method=AUTOENCODER,
        clip=f"fake/{AUTOENCODER}/{clip}",
        donor=donor,
    )
