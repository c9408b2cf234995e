"""What a document carries in; the same with its place, within limits, out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Literal

from meso.errors import DocumentTooLarge
from meso.limits import CARRIED_BYTES, DOCUMENT_PICTURES, Limit
from meso.media.formats import HEAD, sniff

MOST_SAID = 200  # characters of a name, or of a text that stands for a picture

DocumentKind = Literal["mail", "web page", "PDF"]


def check(name: str, count: int, limit: Limit) -> None:
    """Raise DocumentTooLarge for more than the limit."""
    if count > limit.most:
        raise DocumentTooLarge(name, what=limit.what)


@dataclass(frozen=True)
class Carried:
    """A picture or a video that a document carries.

    name:  what the document calls it, or what it is called by its place
    where: its place, in words: "part 2", "page 3"
    alt:   the text that stands for it; "" where there is none
    data:  its bytes, as they are in the document wherever that is possible
    """

    name: str
    where: str
    alt: str
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Document:
    """What was found in a document.

    carried: its pictures and videos, in the order in which they stand there, none twice
    remote:  pictures and videos that it only points to; they are never fetched
    ignored: other things that it carries: texts, sounds, drawings, pictures that are too small
    """

    name: str
    kind: DocumentKind
    carried: tuple[Carried, ...]
    remote: int = 0
    ignored: int = 0


class Basket:
    """Takes what is found in a document, each thing once, and no more than the limit."""

    def __init__(self, document: str) -> None:
        self.document = document
        self.carried: list[Carried] = []
        self.ignored = 0
        self._seen: set[bytes] = set()
        self._bytes = 0
        self._spent: Counter[Limit] = Counter()

    def offer(self, data: bytes, *, where: str, name: str | None = None, alt: str = "") -> None:
        """Take a picture or a video; ignore whatever else its first bytes say that it is.

        Raises DocumentTooLarge for one too many.
        """
        found = sniff(data[:HEAD])
        fingerprint = sha256(data).digest()
        if found is None:
            self.ignored += 1
        elif fingerprint not in self._seen:
            self._seen.add(fingerprint)
            self._bytes += len(data)
            check(self.document, len(self._seen), DOCUMENT_PICTURES)
            check(self.document, self._bytes, CARRIED_BYTES)
            called = name or f"picture {len(self._seen)}"
            self.carried.append(Carried(called, where, shortened(alt), data))

    def spend(self, count: int, limit: Limit) -> None:
        """Count what the document costs; raises DocumentTooLarge for more than the limit in all."""
        self._spent[limit] += count
        check(self.document, self._spent[limit], limit)


def shortened(text: str) -> str:
    """A text on one line that any terminal can show, of at most MOST_SAID characters."""
    shown = "".join(letter for letter in text if letter.isprintable() or letter.isspace())
    line = " ".join(shown.split())
    return line if len(line) <= MOST_SAID else f"{line[: MOST_SAID - 1]}…"
