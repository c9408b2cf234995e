"""A sound file and some changes in, the damaged file out."""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple, get_args

Kind = Literal["flip", "overwrite", "fill", "delete", "repeat", "cut", "extreme", "insert"]
KINDS: tuple[Kind, ...] = get_args(Kind)
EXTREMES = [bytes(4), b"\xff" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f", b"\0\0\0\1"]
LONGEST = 300  # bytes of a change


class Change(NamedTuple):
    """What is done to a file.

    place:  where, from 0 (the start) to 1 (the end)
    length: of what is changed, from 0 to 1 of LONGEST
    value:  which bit, byte or number, from 0 to 255; the bytes that are written come from it, too
    """

    kind: Kind
    place: float
    length: float
    value: int


def changed(data: bytes, changes: list[Change]) -> bytes:
    """The file after all changes, one after the other."""
    for change in changes:
        data = _changed(data, change)
    return data


def random_changes(seed: int) -> list[Change]:
    """One to eight changes, the same ones for the same seed."""
    chance = Random(seed)
    return [
        Change(chance.choice(KINDS), _place(chance), chance.random(), chance.randrange(256))
        for _ in range(chance.randint(1, 8))
    ]


def _place(chance: Random) -> float:
    """Half of the time near the start, where the headers are."""
    return chance.random() ** (4 if chance.random() < 0.5 else 1)


def _changed(data: bytes, change: Change) -> bytes:
    place = int(change.place * len(data))
    end = min(len(data), place + 1 + int(change.length * LONGEST))
    before, middle, after = data[:place], data[place:end], data[end:]
    return (
        before
        + {
            "flip": lambda: (
                bytes([(middle or b"\0")[0] ^ 1 << change.value % 8]) + middle[1:] + after
            ),
            "overwrite": lambda: Random(change.value).randbytes(len(middle)) + after,
            "fill": lambda: bytes([change.value]) * len(middle) + after,
            "delete": lambda: after,
            "repeat": lambda: middle * (1 + change.value) + after,
            "cut": lambda: b"",
            "extreme": lambda: EXTREMES[change.value % len(EXTREMES)] + data[place + 4 :],
            "insert": lambda: Random(change.value).randbytes(len(middle)) + middle + after,
        }[change.kind]()
    )
