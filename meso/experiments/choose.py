"""Folders of faces in; for each kind of fake, as many real faces as fakes, of the same people, out.

A kind is a method, at one compression where its faces have several: "deepfakes-c23".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from meso.errors import BadFaces
from meso.experiments.settings import ALL, RANDOM, AnySettings
from meso.faces.dataset import LabelledFace, read_crop, read_index, refuse_leak
from meso.training.make_blends import Plan, carry_out, donors_among, plan
from meso.training.recipes import MADE
from meso.values import Pixels

READERS = 2  # at once


@dataclass(frozen=True)
class Chosen:
    """A face of the experiment: where its crop lies, and how a fake is to be made of it, if so."""

    folder: Path
    face: LabelledFace
    plan: Plan | None = None

    @property
    def about(self) -> LabelledFace:
        """What is known of it."""
        return self.plan.fake if self.plan else self.face

    def crop(self) -> Pixels:
        """(256, 256, 3) uint8 RGB. Raises BadFaces when it cannot be read."""
        pixels = read_crop(self.folder / self.face.file)
        return carry_out(self.plan, pixels, self.folder) if self.plan else pixels


Kinds = dict[str, list[Chosen]]  # by name of the kind; real and fake, in any order


def choose(
    folders: Sequence[Path], side: str, methods: Sequence[str], *, most: int, seed: int
) -> Kinds:
    """The faces of each kind, at most `most` of each class, spread over the people.

    side:    train or val, as `meso faces` names them
    methods: of the folders, or of MADE: such fakes are made of their real faces; none: all

    Raises BadFaces for a folder without an index and for a method that is not there.
    """
    sides = [folder / side for folder in folders if (folder / side).is_dir()]
    faces = [Chosen(f, face) for f in sides or [folders[0] / side] for face in read_index(f)]
    present = {one.face.method for one in faces} - {""}
    kinds: Kinds = {}
    for method in methods or sorted({*present, *MADE}):
        rng = np.random.default_rng(seed)
        if method in present:
            kinds |= _of_folders(faces, method, most, rng)
        elif method in MADE:
            kinds[method] = _made(faces, method, most, rng)
        else:
            raise BadFaces(
                f"There is no fake of the method {method} in {side}. There are: "
                f"{', '.join(sorted(present))}; and can be made: {', '.join(MADE)}."
            )
    return kinds


def both_sides(
    folders: Sequence[Path], methods: Sequence[str], settings: AnySettings
) -> tuple[Kinds, Kinds]:
    """The kinds to train on and to measure on, each checked. Raises as `choose` and `check`."""
    seed = settings.seed
    train = choose(folders, "train", methods, most=settings.faces, seed=seed)
    val = choose(folders, "val", methods, most=settings.held_out, seed=seed)
    check(train, val)
    return train, val


def check(train: Kinds, held_out: Kinds) -> None:
    """Raise BadFaces when a side lacks a kind or a class, or both sides show the same person.

    One kind alone can be compared with nothing, and is refused too.
    """
    if len(train) < 2:
        raise BadFaces("One kind of fake can be compared with nothing. Name a second --method.")
    if taken := {*train} & {ALL, RANDOM}:
        raise BadFaces(f"A method cannot be called {min(taken)} here. Rename its folder.")
    for name in sorted(train.keys() | held_out.keys()):
        for side, kinds in (("train", train), ("val", held_out)):
            if {one.about.is_fake for one in kinds.get(name, [])} != {True, False}:
                raise BadFaces(
                    f"Of {name} there are not both real and fake faces of the same source in "
                    f"{side}. Add some, or name the methods to compare: --method NAME"
                )
    refuse_leak(
        *([one.about for kind in side.values() for one in kind] for side in (train, held_out))
    )


def few_of(few: Sequence[int], train: Kinds) -> tuple[int, ...]:
    """As many faces as each kind has to show; more would be told than shown."""
    there = min(map(len, train.values()))
    return tuple(count for count in few if count <= there)


def crops_of(chosen: Sequence[Chosen]) -> Pixels:
    """(faces, 256, 256, 3) uint8 RGB, in that order."""
    with ThreadPoolExecutor(READERS) as readers:
        return np.stack([*readers.map(Chosen.crop, chosen)])


def is_fake(chosen: Sequence[Chosen]) -> NDArray[np.bool_]:
    """(faces,) bool."""
    return np.array([one.about.is_fake for one in chosen], bool)


def some_of_each(kinds: Mapping[str, Sequence[Chosen]]) -> list[Chosen]:
    """As many faces as a kind has on average, half of them fake: the same share of every kind.

    So of a kind that has few, few are taken.
    """
    share = 1 / len(kinds)
    return [
        one
        for chosen in kinds.values()
        for label in (False, True)
        for one in _first([one for one in chosen if one.about.is_fake == label], share)
    ]


def _first(chosen: Sequence[Chosen], share: float) -> Sequence[Chosen]:
    return chosen[: max(1, round(share * len(chosen)))]


def _of_folders(faces: Sequence[Chosen], method: str, most: int, rng: Generator) -> Kinds:
    fakes = _grouped([f for f in faces if f.face.method == method], lambda f: f.face.compression)
    kinds: Kinds = {}
    for compression, mine in sorted(fakes.items()):
        reals = [one for one in faces if not one.face.is_fake]
        real, fake = _alike(reals, mine)
        count = min(most, len(real), len(fake))
        chosen = [*_over_people(real, count, rng), *_over_people(fake, count, rng)]
        kinds[f"{method}-{compression}" if len(fakes) > 1 else method] = chosen
    return kinds


def _alike(reals: list[Chosen], fakes: list[Chosen]) -> tuple[list[Chosen], list[Chosen]]:
    """Of the same folder, source, compression and people; where no person is in both, of any."""
    for setting in (_with_person, _setting):
        shared = {setting(one) for one in reals} & {setting(one) for one in fakes}
        if shared:
            real, fake = ([f for f in side if setting(f) in shared] for side in (reals, fakes))
            return real, fake
    return [], []


def _made(faces: Sequence[Chosen], method: str, most: int, rng: Generator) -> list[Chosen]:
    reals = {(f.face.source, f.face.file): f for f in faces if not f.face.is_fake}
    in_folder = _grouped([*reals.values()], lambda f: f.folder)
    donors = {
        folder: donors_among([one.face for one in some]) for folder, some in in_folder.items()
    }
    real = _over_people([*reals.values()], most, rng)
    return [
        *real,
        *(Chosen(f.folder, f.face, plan(f.face, donors[f.folder], method, 0, 0)) for f in real),
    ]


def _over_people(faces: Sequence[Chosen], count: int, rng: Generator) -> list[Chosen]:
    """So many faces, of each person one before anybody has two."""
    seen: dict[str, int] = defaultdict(int)
    rounds = []
    for place in rng.permutation(len(faces)):
        person = faces[place].face.person
        rounds.append((seen[person], int(place)))
        seen[person] += 1
    in_turn = sorted(rounds, key=lambda one: one[0])
    return [faces[place] for _, place in in_turn[:count]]


def _grouped(
    faces: Sequence[Chosen], key: Callable[[Chosen], Hashable]
) -> dict[Hashable, list[Chosen]]:
    groups: dict[Hashable, list[Chosen]] = defaultdict(list)
    for face in faces:
        groups[key(face)].append(face)
    return dict(groups)


def _setting(one: Chosen) -> Hashable:
    return one.folder, one.face.source, one.face.compression


def _with_person(one: Chosen) -> Hashable:
    return _setting(one), one.face.person
