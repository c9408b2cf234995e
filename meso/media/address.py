"""The address of a stream in; its pictures as they come, and each gap, out.

Only who started the program gives an address: `meso watch`. What answers there may name no other
one: playlists (HLS, DASH) and descriptions (SDP) are refused. An HTTP redirection is followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import partial
from itertools import count
from time import monotonic
from urllib.parse import urlsplit

import av

from meso.errors import MesoError, NotWatched, UnreadableMedia
from meso.media.container import FFMPEG_ERRORS, Opened, picture_stream, sent
from meso.media.newest import Due, Gap, Happening, Picture
from meso.media.played import played
from meso.media.rgb import ToRgb

SCHEMES = frozenset({"rtsp", "rtsps", "http", "https"})
FORMATS = "rtsp,mpegts,mov,matroska,flv,mjpeg,mpjpeg,h264,hevc"  # none names another address
PATIENCE = 10.0  # seconds until an answer, and from one picture to the next
PAUSES = (1, 2, 4, 8, 16, 30, 30, 30)  # seconds before each new try; after the last, it is over
OPTIONS = {
    "format_whitelist": FORMATS,
    "protocol_whitelist": "rtsp,rtp,udp,tcp,tls,http,https",
    "rtsp_flags": "prefer_tcp",  # over UDP packets are lost, and firewalls hold them back
}

UNREADABLE = "This address"
GARBAGE = "what it sends is no video of a kind that is accepted (playlists are none)"
UNREACHABLE = "it cannot be reached, or sends no video"
ENDED = "it sends no more"
WHY: dict[type[Exception], str] = {
    av.error.ConnectionRefusedError: "nobody answers at that address",
    av.error.HTTPUnauthorizedError: "it wants a name and a password: rtsp://NAME:PASSWORD@…",
    av.error.HTTPForbiddenError: "it refuses to send anything",
    av.error.HTTPNotFoundError: "there is nothing at that address",
    av.error.ExitError: f"nothing came for {PATIENCE:g} s",
    av.error.InvalidDataError: GARBAGE,
    av.error.ArgumentError: GARBAGE,  # its format is not among FORMATS
}


def is_address(source: str) -> bool:
    """Whether this is an address, of whatever kind, and no name of a file."""
    return "://" in source


def shown(address: str) -> str:
    """The address without what may be secret in it: name, password and whatever follows a `?`."""
    try:
        scheme, netloc, path, *_ = urlsplit(address)
    except ValueError:  # brackets that are not closed
        return UNREADABLE
    return f"{scheme}://{netloc.rpartition('@')[2]}{path}"


def check_address(address: str) -> None:
    """Raise NotWatched for an address that is of none of the SCHEMES."""
    name = shown(address)
    if name == UNREADABLE or urlsplit(address).scheme not in SCHEMES:
        raise NotWatched(name, why=f"only {', '.join(sorted(SCHEMES))} are opened")


class Address:
    """The pictures of a stream, as often as they are due: iterate over it once.

    A stream is watched by the clock. One that knows its length, such as a file on a web server, is
    watched by its own time, and over when it is through. Whatever breaks off is tried again, after
    longer and longer pauses; a file then begins anew.

    Iterating raises NotWatched, or another MesoError, where no picture ever came.
    """

    def __init__(
        self,
        address: str,
        due: Due,
        *,
        clock: Callable[[], float] = monotonic,
        wait: Callable[[float], object],
    ) -> None:
        """wait: for so many seconds. Raises NotWatched for an address of another kind."""
        self._address, self._name = address, shown(address)
        self._due, self._clock, self._wait = due, clock, wait
        self._index = count()
        self._begun: float | None = None  # when the first picture came, by the clock
        self._last = 0.0  # when the last one came, from then on
        self._broken = ""  # why there is no connection; "" while there is one
        self._pauses = iter(PAUSES)
        check_address(address)

    def __iter__(self) -> Iterator[Happening]:
        while True:
            try:
                yield from self._until_it_breaks()
                return
            except MesoError as error:
                if self._begun is None:
                    raise
                self._broken = str(error.facts.get("why", error))
            pause = next(self._pauses, None)
            if pause is None:
                yield Gap(self._last, None, f"{self._broken}; it did not come back")
                return
            yield Gap(self._last, None, f"{self._broken}; trying again in {pause} s")
            self._wait(pause)

    def _until_it_breaks(self) -> Iterator[Happening]:
        for picture in self._pictures():
            if self._broken:
                yield Gap(self._last, picture.seconds, self._broken)
            self._last, self._broken, self._pauses = picture.seconds, "", iter(PAUSES)
            if self._due(picture.seconds):
                yield picture

    def _pictures(self) -> Iterator[Picture]:
        """Of one connection; raises NotWatched where it breaks off."""
        to_rgb, since = ToRgb(self._name), None
        with _connected(self._address, self._name) as file:
            for seconds, picture in played(file, sent(file)):
                now = self._now()
                since = now if since is None else since
                if file.container.duration:  # its own time, which does not depend on the network
                    now = max(self._last, since + seconds)
                yield Picture(next(self._index), now, partial(to_rgb, picture))
            if not file.container.duration:
                raise NotWatched(self._name, why=ENDED)

    def _now(self) -> float:
        now = self._clock()
        if self._begun is None:
            self._begun = now
        return now - self._begun


@contextmanager
def _connected(address: str, name: str) -> Iterator[Opened]:
    """The stream, opened; raises NotWatched where it cannot be, or breaks off later."""
    fault = UNREACHABLE
    try:
        with av.open(
            address, "r", options=OPTIONS, timeout=PATIENCE, metadata_errors="replace"
        ) as container:
            video = picture_stream(container, name)
            fault = ENDED
            yield Opened(container, video, video.time_base or Fraction(1))
    except UnreadableMedia as error:
        raise NotWatched(name, why=GARBAGE) from error
    except FFMPEG_ERRORS as error:  # whose own words have the whole address in them
        told = (words for kind, words in WHY.items() if isinstance(error, kind))
        raise NotWatched(name, why=next(told, fault)) from error
