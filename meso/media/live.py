"""What is to be watched in, a webcam, a video file or an address; its pictures and gaps out."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event
from time import monotonic

from meso.errors import NotWatched, UnreadableMedia
from meso.media.address import Address, check_address, is_address, shown
from meso.media.container import Source, opened, packets
from meso.media.newest import Due, Gap, Happening, Newest, Picture, at_real_speed, with_silences
from meso.media.played import played
from meso.media.read import sniffed
from meso.media.rgb import ToRgb
from meso.media.structure import is_whole
from meso.media.webcam import pictures_of

CUT = "the file is damaged or cut short"
A_PHOTO = "it is a photo, which `meso detect` takes"


def name_of(source: str) -> str:
    """What a source may be called in public: no folder and no password."""
    if source.isdecimal():
        return f"Webcam {source}"
    return shown(source) if is_address(source) else Path(source).name


def watched(source: str, *, every: float, live: bool = False) -> Iterator[Happening]:
    """The pictures of a source, one in `every` seconds, and its gaps.

    source: the number of a webcam, the path of a video, or an address (`meso.media.address`)
    live:   whether a file is played at real speed; else as fast as its pictures are drawn

    What is live goes on while a picture is looked at: pictures that nobody had time for are left
    out and counted (`meso.media.newest`). Raises NotWatched, or what `open_media` raises, now or
    when the first picture is drawn.
    """
    due, stop = Due(every), Event()
    happenings: Iterator[Happening]
    if source.isdecimal():
        happenings = pictures_of(int(source), due)
    elif is_address(source):
        happenings = iter(Address(source, due, wait=stop.wait))
    else:
        happenings = pictures_in(check_file(Path(source)), due)
        if not live:
            return with_silences(happenings, every)
    happenings = with_silences(happenings, every)
    return iter(Newest(at_real_speed(happenings, clock=monotonic, wait=stop.wait), stop))


def check(source: str) -> None:
    """Raise at once what `watched` would raise later, as far as nothing need be connected."""
    if is_address(source):
        check_address(source)
    elif not source.isdecimal():
        check_file(Path(source))


def check_file(path: Path) -> Path:
    """The path, if it is that of a video, by its first bytes; errors as in `watched`."""
    if not path.is_file():
        raise NotWatched(path.name or str(path), why="there is no such file")
    with path.open("rb") as stream:
        if sniffed(stream, path.name, any_size=True).kind == "image":
            raise NotWatched(path.name, why=A_PHOTO)
    return path


def pictures_in(path: Path, due: Due) -> Iterator[Happening]:
    """The wanted pictures of a video file, by its own time; a gap at the end if it was cut."""
    to_rgb, seconds = ToRgb(path.name), None
    with path.open("rb") as stream:
        found = sniffed(stream, path.name, any_size=True)
        with opened(Source(stream, path.name, found.opener)) as file:
            pictures = played(file, packets(file), counted=found.opener == "avi")
            for index, (seconds, picture) in enumerate(pictures):
                if due(seconds):
                    yield Picture(index, seconds, partial(to_rgb, picture))
        if seconds is None:
            raise UnreadableMedia(path.name)
        if not is_whole(stream, found.opener):
            yield Gap(seconds, None, CUT)
