"""What was seen last in, at most so many of it, the rest forgotten, out."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")
Seen = TypeVar("Seen")


def remember(last: dict[Key, Seen], key: Key, seen: Seen, *, most: int | None) -> None:
    """Put it at the end of what was seen, and forget the beginning of more than so many.

    most: None: nothing is forgotten
    """
    last.pop(key, None)
    last[key] = seen
    if most is not None and len(last) > most:
        del last[next(iter(last))]
