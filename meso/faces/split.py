"""Faces or clips and the people they show in; sides that share nobody out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from meso.errors import BadFaces
from meso.faces.dataset import Shown, label_and_method, people_of, refuse_leak


def groups(shown: Sequence[Shown]) -> list[list[int]]:
    """Which places of `shown` must stay on one side, the group of the first one first.

    A fake joins its person and its donor, and so the groups of both: with 183_253 and 253_469,
    the people 183, 253 and 469 are one group.
    """
    people = sorted({person for one in shown for person in people_of(one)})
    number = {person: place for place, person in enumerate(people)}
    persons = [number[one.person] for one in shown]
    donors = [number[one.donor or one.person] for one in shown]
    joined = coo_array((np.ones(len(shown)), (persons, donors)), shape=(len(people), len(people)))
    _, group_of = connected_components(joined, directed=False)
    members: dict[int, list[int]] = {}
    for place, person in enumerate(persons):
        members.setdefault(group_of[person], []).append(place)
    return list(members.values())


def split(shown: Sequence[Shown], shares: Sequence[float], seed: int = 0) -> list[list[int]]:
    """The places of `shown` on each side, in their order; a person, donors too, is on one side.

    shares: one a side, above 0, adding up to 1; they are met as nearly as the groups allow

    The largest groups are placed first, each on the side that is least full; the seed orders
    groups of equal size. Raises BadFaces when there are fewer groups than sides.
    """
    members = groups(shown)
    if len(members) < len(shares):
        raise BadFaces(
            f"{len(shown)} files cannot be split into {len(shares)} sides that share no person: "
            f"they show {len(members)} person or group of people joined by fakes. Add other "
            "people, or leave out --split and use the whole on one side."
        )
    shuffled = [members[place] for place in np.random.default_rng(seed).permutation(len(members))]
    sides: list[list[int]] = [[] for _ in shares]
    for group in sorted(shuffled, key=len, reverse=True):
        full = [len(side) / share for side, share in zip(sides, shares, strict=True)]
        sides[int(np.argmin(full))] += group
    return [sorted(side) for side in sides]


def check_sides(sides: Mapping[str, Sequence[Shown]]) -> None:
    """Raise BadFaces when two sides, given by name, share a person, or one has one class only.

    An empty side is none, and where there is one class in all there is nothing to lack.
    """
    sides = {name: side for name, side in sides.items() if side}
    for one, other in combinations(sides, 2):
        refuse_leak(sides[one], sides[other], names=(one, other))
    everything = {label for side in sides.values() for label in _labels(side)}
    for name, side in sides.items():
        for label in sorted(everything - _labels(side)):
            raise BadFaces(
                f"The side {name} would have no {label} clip. Fakes keep their people together, "
                "which may leave too few to divide: choose another share, or leave out --split "
                "and use the whole on one side."
            )


def _labels(side: Sequence[Shown]) -> set[str]:
    return {"fake" if label_and_method(one.file)[0] else "real" for one in side}
