"""Clips and who is on them in; the same clips, each on a side that shares nobody, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from meso.errors import BadFaces
from meso.faces.split import check_sides, split

SIDES = ("train", "val", "test")
Official = Literal["official"]
OFFICIAL: Official = "official"


@dataclass(frozen=True)
class Clip:
    """A picture or video whose faces are to be cut out.

    path:     where it lies
    file:     where its faces go, below the folder of a side: real/… or fake/METHOD/…
    official: the side that the makers of the collection put it on; "" for none
    side:     the side that it goes to; "" where there are no sides
    width:    of the face before the file was cut out of a larger picture; None: as it is found

    person, source, donor and compression are as in LabelledFace.
    """

    path: Path
    file: str
    person: str
    source: str
    donor: str = ""
    compression: str = ""
    official: str = ""
    side: str = ""
    width: int | None = None


@dataclass(frozen=True)
class Listed:
    """The clips of a folder, and a sentence for whatever in it cannot be used."""

    folder: Path
    clips: list[Clip]
    problems: list[str]

    def name(self, clip: Clip) -> str:
        """What the clip is called below the folder."""
        return clip.path.relative_to(self.folder).as_posix()


def divide(listed: Listed, how: Official | Sequence[float], seed: int = 0) -> Listed:
    """Give each clip its side: by shares of train, val and perhaps test, or by the official lists.

    A clip that is on no official list is left out and told. Raises BadFaces when sides share a
    person, when one lacks a class that the whole has, and when no clip is on an official list.
    """
    sides = _official(listed) if how == OFFICIAL else _by_shares(listed, how, seed)
    divided = [
        replace(clip, side=side) for clip, side in zip(listed.clips, sides, strict=True) if side
    ]
    check_sides({side: [clip for clip in divided if clip.side == side] for side in SIDES})
    left = [listed.name(clip) for clip, side in zip(listed.clips, sides, strict=True) if not side]
    some = f"{len(left)} of {len(listed.clips)} clips"
    told = [f"On no official list and left out: {some}, such as {name}." for name in left[:1]]
    return Listed(listed.folder, divided, listed.problems + told)


def _official(listed: Listed) -> list[str]:
    if not any(clip.official for clip in listed.clips):
        raise BadFaces(
            f"{listed.folder} has no official list that a clip of it is on. Put the lists beside "
            "the clips, or name a share: --split 0.8"
        )
    return [clip.official for clip in listed.clips]


def _by_shares(listed: Listed, shares: Sequence[float], seed: int) -> list[str]:
    places = split(listed.clips, shares, seed)
    side_of = {at: side for side, some in zip(SIDES, places, strict=False) for at in some}
    return [side_of[place] for place in range(len(listed.clips))]
