"""Files and documents in; what lies on the desk of a session, within the room for it, out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from pathlib import PurePath
from threading import Lock
from typing import NamedTuple, TypeVar
from weakref import WeakValueDictionary

import streamlit as st

from meso.errors import MesoError
from meso.limits import BYTES_ON_ALL_DESKS, BYTES_ON_THE_DESK, FILES_ON_THE_DESK
from meso.media.carried import Carried, Document, DocumentKind
from meso.media.formats import HEAD, sniff
from meso.service import Job
from meso.ui.jobs import Origin, Upload
from meso.ui.words import documents as words

Found = tuple[str, bytes]  # the name of a file and its bytes

MOST_FILES, MOST_BYTES, MOST_FOR_ALL = FILES_ON_THE_DESK, BYTES_ON_THE_DESK, BYTES_ON_ALL_DESKS


class Contents(NamedTuple):
    """What a document was found to be: see `Document`.

    carried: how many pictures and videos it carries
    taken:   for how many of them there was room
    """

    kind: DocumentKind
    carried: int
    taken: int
    remote: int
    ignored: int


@dataclass(eq=False)
class Envelope:
    """A document on the desk: closed, until what it carries lies there in its place.

    data:   its bytes, as long as it is closed
    whole:  the SHA-256 of its bytes, by which it is known again
    job:    has it taken apart; None where nobody asked yet, and again when that is done
    opened: what was found, or why nothing was; None: it is closed
    """

    key: int
    name: str
    data: bytes
    whole: bytes
    job: Job[Document] | None = None
    opened: Contents | MesoError | None = None

    def open(self, found: Contents | MesoError) -> None:
        """Note what came of it; its bytes are needed no more."""
        self.data, self.job, self.opened = b"", None, found

    def stop(self) -> None:
        """Have it taken apart by nobody; should it be wanted after all, that is asked anew."""
        job, self.job = self.job, None
        if job is not None:
            job.cancel()


Thing = TypeVar("Thing", Upload, Envelope)


class Desk(list[Upload]):
    """The files of one session, which has one, from its first page to its last.

    envelopes:   the documents that were dropped; what they carry lies among the files
    left_out:    names for which this desk had no room, since the last drop
    turned_away: names for which all desks together had none
    """

    def __init__(self, uploads: Iterable[Upload] = ()) -> None:
        super().__init__(uploads)
        self.envelopes: list[Envelope] = []
        self.left_out: list[str] = []
        self.turned_away: list[str] = []
        self._keys = count()

    @property
    def size(self) -> int:
        """The bytes of all that lies there."""
        return sum(len(thing.data) for thing in (*self, *self.envelopes))

    @property
    def closed(self) -> list[Envelope]:
        """The documents that are not taken apart yet, in the order they came."""
        return [envelope for envelope in self.envelopes if envelope.opened is None]

    def lay(self, name: str, data: bytes, origin: Origin | None = None) -> None:
        """Put a file there, or note that there is no room for it."""
        self._put(self, Upload(next(self._keys), self._unlike(name), data, origin))

    def lay_document(self, name: str, data: bytes) -> None:
        """Put a document there, closed, or note that there is no room for it."""
        whole = sha256(data).digest()
        self._put(self.envelopes, Envelope(next(self._keys), self._unlike(name), data, whole))

    def unpack(self, envelope: Envelope, document: Document) -> None:
        """Put what a document carries in its place, as far as there is room."""
        before = len(self)
        envelope.data = b""
        for carried in document.carried:
            name = words.WITHIN.format(document=envelope.name, name=_with_suffix(carried))
            self.lay(name, carried.data, Origin(envelope.key, carried.where, carried.alt))
        counts = len(document.carried), len(self) - before, document.remote, document.ignored
        envelope.open(Contents(document.kind, *counts))

    def take_back(self, files: Sequence[Found]) -> None:
        """Take away these files, and these documents with all that they carried."""
        self._throw_away([one for one in self.envelopes if _is_among(one, files)])
        self[:] = [one for one in self if (one.name, one.data) not in files]

    def empty(self) -> None:
        """Take all away."""
        self._throw_away(self.envelopes)
        self.clear()
        self.forget_who_had_no_room()

    def forget_who_had_no_room(self) -> None:
        """Before the next drop."""
        self.left_out, self.turned_away = [], []

    def _throw_away(self, envelopes: Sequence[Envelope]) -> None:
        for envelope in envelopes:
            envelope.stop()
        keys = {envelope.key for envelope in envelopes}
        self.envelopes = [one for one in self.envelopes if one.key not in keys]
        self[:] = [one for one in self if one.origin is None or one.origin.document not in keys]

    def _put(self, pile: list[Thing], thing: Thing) -> None:
        closed = sum(bool(envelope.data) for envelope in self.envelopes)
        places = max(len(self) + closed, len(pile))
        if places >= MOST_FILES or self.size + len(thing.data) > MOST_BYTES:
            self.left_out.append(thing.name)
            return
        with _one_at_a_time:
            room = sum(one.size for one in _desks.values()) + len(thing.data) <= MOST_FOR_ALL
            if room:
                pile.append(thing)
        if not room:
            self.turned_away.append(thing.name)

    def _unlike(self, name: str) -> str:
        """The name, numbered where another file here has it: `clip (2).mp4`."""
        path, taken = PurePath(name), {thing.name for thing in (*self, *self.envelopes)}
        numbered = (f"{path.stem} ({number}){path.suffix}" for number in count(2))
        return name if name not in taken else next(one for one in numbered if one not in taken)


_desks: WeakValueDictionary[int, Desk] = WeakValueDictionary()  # of all sessions that there are
_one_at_a_time = Lock()  # who looks whether there is room


def desk_of_session() -> Desk:
    """The desk of the session that this is called in: the same one each time."""
    if "desk" not in st.session_state:
        st.session_state.desk = desk = Desk()
        with _one_at_a_time:
            _desks[id(desk)] = desk
    found: Desk = st.session_state.desk
    return found


def _is_among(envelope: Envelope, files: Iterable[Found]) -> bool:
    return any(
        envelope.name == name and envelope.whole == sha256(data).digest() for name, data in files
    )


def _with_suffix(carried: Carried) -> str:
    """What it is called; where that has no suffix, with one that says what it is."""
    found = sniff(carried.data[:HEAD])
    if found is None or PurePath(carried.name).suffix:
        return carried.name
    return f"{carried.name}.{found.opener.lower()}"
