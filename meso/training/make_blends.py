"""A folder of real faces in; a folder of them and of fakes that are made of them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.random import Generator

from meso.errors import BadFaces
from meso.faces.dataset import INDEX, LabelledFace, as_png, read_crop, read_index, write_index
from meso.faces.record import Record
from meso.training.makers import make_fake
from meso.training.recipes import OF_TWO, SELF_BLENDED
from meso.values import Pixels, Tell


@dataclass(frozen=True)
class Plan:
    """A fake to be made, with which donor if any, and by which dice."""

    fake: LabelledFace
    donor: LabelledFace | None
    rng: Generator


def make_blends(
    reals: Path,
    out: Path,
    kinds: Sequence[str] = (SELF_BLENDED,),
    *,
    per_face: int = 1,
    seed: int = 0,
    tell: Tell = lambda done, of: None,
) -> list[LabelledFace]:
    """Copy the real faces of a folder to `out` and blend fakes of each kind; return all of them.

    reals:    a folder that `meso faces` made; its fakes are left out
    kinds:    methods of MADE
    per_face: how many fakes of each kind to make of a face

    A fake keeps the person, the source and the landmarks of its face, and one of two people names
    its donor, who is another person, of the same source where there is one. The same
    arguments give the same pixels. An interrupted run goes on when it is started again.

    Raises BadFaces when there is no real face, nobody else to be the donor, or `out` has an
    index already; NotWritten when the disk is full.
    """
    faces = [face for face in read_index(reals) if not face.is_fake]
    _check(reals, out, faces, kinds)
    donors = donors_among(faces)
    settings = f"{per_face} of {', '.join(kinds)} from {reals.resolve()}, seed {seed}"
    record = Record(out, settings, of=len(faces))
    made: list[LabelledFace] = []
    for done, face in enumerate(faces, start=1):
        plans = [(kind, number) for kind in kinds for number in range(per_face)]
        blends = [plan(face, donors, kind, number, seed) for kind, number in plans]
        if face.file not in record.entries:
            _write(face, blends, reals, out, record)
        made += [face, *(blend.fake for blend in blends)]
        tell(done, len(faces))
    with record.telling(INDEX):
        write_index(out, made)
    record.finish()
    return made


def _check(reals: Path, out: Path, faces: Sequence[LabelledFace], kinds: Sequence[str]) -> None:
    if not faces:
        raise BadFaces(f"{reals} has no real face to blend. Put some in real/ and make it anew.")
    if (out / INDEX).is_file():
        raise BadFaces(f"{out} holds faces already. Name a new folder, or delete this one first.")
    of_two = [kind for kind in kinds if kind in OF_TWO]
    if of_two and len({face.person for face in faces}) == 1:
        raise BadFaces(
            f"{reals} shows one person only, and {of_two[0]} needs two. Add faces of other "
            f"people, or choose --method {SELF_BLENDED}."
        )


def donors_among(faces: Sequence[LabelledFace]) -> dict[str, Sequence[LabelledFace]]:
    """By source, the faces to draw from: those of the source, or all if it has one person only."""
    sources = {face.source for face in faces}
    by_source = {one: [face for face in faces if face.source == one] for one in sources}
    return {
        source: some if len({face.person for face in some}) > 1 else faces
        for source, some in by_source.items()
    }


def plan(
    face: LabelledFace,
    donors: Mapping[str, Sequence[LabelledFace]],
    kind: str,
    number: int,
    seed: int,
) -> Plan:
    """How the fake of that kind and number is to be made of the face.

    donors: as from donors_among
    """
    name = face.file.removeprefix("real/")
    file = f"fake/{kind}/{name}-{number}.png"
    rng = np.random.default_rng([seed, crc32(file.encode())])
    donor = _somebody_else(face, donors[face.source], rng) if kind in OF_TWO else None
    fake = replace(
        face,
        file=file,
        is_fake=True,
        method=kind,
        clip=f"fake/{kind}/{face.clip.removeprefix('real/')}",
        donor=donor.person if donor else "",
    )
    return Plan(fake, donor, rng)


def _somebody_else(
    face: LabelledFace, faces: Sequence[LabelledFace], rng: Generator
) -> LabelledFace:
    while (drawn := faces[int(rng.integers(len(faces)))]).person == face.person:
        pass
    return drawn


def _write(
    face: LabelledFace, blends: Sequence[Plan], reals: Path, out: Path, record: Record
) -> None:
    pixels = read_crop(reals / face.file)
    for blend in blends:
        record.write(out / blend.fake.file, as_png(carry_out(blend, pixels, reals)))
    record.write(out / face.file, (reals / face.file).read_bytes())
    record.add(face.file, len(blends))


def carry_out(plan: Plan, pixels: Pixels, reals: Path) -> Pixels:
    """The fake, made of the face's pixels; the same each time.

    reals: the folder that the donor lies in
    """
    method, landmarks, donor = plan.fake.method, plan.fake.landmarks, plan.donor
    other = (read_crop(reals / donor.file), donor.landmarks) if donor else None
    return make_fake(method, pixels, landmarks, other, deepcopy(plan.rng))
