"""Pictures as they come in, as often as they are wanted; each gap, and the newest of them, out.

Who looks at pictures may be slower than they come. Then the newest one is kept, and how many were
left out for it is counted, so that nobody falls behind and nothing piles up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from math import floor
from threading import Condition, Event, Thread
from typing import NamedTuple

from meso.values import Frame, Pixels

SILENCE = 3.0  # seconds without a picture, beyond those that were asked for, that are told
MOST_WAITING = 16  # one picture and some gaps
ROUNDING = 1e-3  # of a stretch: 0.12 s are three times 0.04 s, whatever the computer says
LISTEN = 0.5  # seconds; Windows hears Ctrl-C only between two waits


class Picture(NamedTuple):
    """A picture that is wanted.

    number:   how many came before it, wanted or not
    seconds:  when it came or is shown, from the first one; never less than before
    pixels:   makes (height, width, 3) uint8 RGB of it
    left_out: how many wanted pictures nobody had time for, up to here
    """

    number: int
    seconds: float
    pixels: Callable[[], Pixels]
    left_out: int = 0

    @property
    def frame(self) -> Frame:
        """The picture with its pixels made."""
        return Frame(self.number, self.seconds, self.pixels())


class Gap(NamedTuple):
    """A time without a picture, of which nothing is scored.

    begin: when the last picture came; end: when the next one did; None: not yet
    why:   in words, without a full stop
    """

    begin: float
    end: float | None
    why: str


Happening = Picture | Gap


class Due:
    """Says of each picture in turn whether it is wanted: the first of every so many seconds."""

    def __init__(self, every: float) -> None:
        self._every = every
        self._next = 0

    def __call__(self, seconds: float) -> bool:
        """Whether the picture of this time is wanted."""
        stretch = floor(seconds / self._every + ROUNDING)
        if stretch < self._next:
            return False
        self._next = stretch + 1
        return True


def with_silences(happenings: Iterator[Happening], every: float) -> Iterator[Happening]:
    """Put in a gap wherever no picture came for long and nobody said so."""
    last = 0.0
    for happening in happenings:
        if isinstance(happening, Picture):
            if happening.seconds - last > every + SILENCE:
                yield Gap(last, happening.seconds, "no picture came")
            last = happening.seconds
        else:
            last = last if happening.end is None else happening.end
        yield happening


def at_real_speed(
    happenings: Iterator[Happening],
    *,
    clock: Callable[[], float],
    wait: Callable[[float], object],
) -> Iterator[Happening]:
    """Hold each picture back until its time has come."""
    begun: float | None = None
    for happening in happenings:
        if isinstance(happening, Picture):
            if begun is None:
                begun = clock() - happening.seconds
            if (early := begun + happening.seconds - clock()) > 0:
                wait(early)
        yield happening


class Newest:
    """Draws from a source in a thread of its own; iterate over it, once, for the newest pictures.

    Gaps are handed out all, in their order. What the source raises is raised at its place.
    """

    def __init__(self, happenings: Iterator[Happening], stop: Event) -> None:
        """stop: is set when nobody iterates any longer, for a source that waits."""
        self._happenings = happenings
        self._stop = stop
        self._waiting: deque[Happening] = deque(maxlen=MOST_WAITING)
        self._left_out = 0
        self._over = False
        self._error: Exception | None = None
        self._changed = Condition()

    def __iter__(self) -> Iterator[Happening]:
        Thread(target=self._draw, daemon=True).start()
        try:
            while (happening := self._take()) is not None:
                yield happening
        finally:
            self._stop.set()
        if self._error:
            raise self._error

    def _draw(self) -> None:
        try:
            for happening in self._happenings:
                self._put(happening)
                if self._stop.is_set():
                    break
        except Exception as error:  # whatever it is, it is the other thread's to raise
            self._error = error
        with self._changed:
            self._over = True
            self._changed.notify()

    def _put(self, happening: Happening) -> None:
        with self._changed:
            newer = isinstance(happening, Picture)
            if newer and self._waiting and isinstance(self._waiting[-1], Picture):
                self._waiting.pop()
                self._left_out += 1
            self._waiting.append(happening)
            self._changed.notify()

    def _take(self) -> Happening | None:
        with self._changed:
            while not self._waiting and not self._over:
                self._changed.wait(LISTEN)
            if not self._waiting:
                return None
            happening = self._waiting.popleft()
            if isinstance(happening, Picture):
                return happening._replace(left_out=self._left_out)
            return happening
