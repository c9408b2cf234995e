"""The bytes of an upload in; its frames, or one of them, out, whatever photo or video it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from io import SEEK_END
from typing import BinaryIO, Protocol

from meso.errors import EmptyFile, WrongType
from meso.limits import FRAMES_LOOKED_AT, PHOTO_BYTES, VIDEO_BYTES
from meso.media.container import Source
from meso.media.formats import HEAD, Format, sniff
from meso.media.limits import check
from meso.media.photo import read_photo
from meso.media.video import between, read_between, read_frame, read_video
from meso.values import Frame, Kind


@dataclass(frozen=True)
class Media:
    """A photo or a video that has been opened.

    wanted: how many frames will come, or fewer where some cannot be read; a photo has one
    frames: the frames in the order of showing, decoded as they are drawn, once
    """

    name: str
    kind: Kind
    wanted: int
    frames: Iterator[Frame]


class Opens(Protocol):
    """This module, `AnySize`, or `meso.media.isolate`: the same in a process for each upload."""

    def open_media(self, stream: BinaryIO, name: str, *, frames: int = 32) -> Media:
        """See `open_media`."""
        ...

    def open_between(self, stream: BinaryIO, name: str, known: Sequence[int]) -> Media:
        """See `open_between`."""
        ...


def open_media(stream: BinaryIO, name: str, *, frames: int = 32, any_size: bool = False) -> Media:
    """Open a photo or a video by its content; `name` only appears in the errors.

    stream: seekable; it must stay open while frames are drawn, and is not closed
    frames: how many of a video, from 1 to 128, evenly spread over all of it (32, as in the paper);
            of more than a minute the key frames near to those
    any_size: whether it may be of more bytes and seconds than an upload

    Raises EmptyFile, WrongType, UnreadableMedia, NoPicture, TooSmall, TooLarge, or DamagedMedia
    where no frame can be read; the last one also while frames are drawn. ValueError for a number
    of frames that is out of range.
    """
    check_frames(frames)
    found = sniffed(stream, name, any_size=any_size)
    if found.kind == "image":
        return Media(name, "image", 1, iter([_photo(stream, name, found)]))
    wanted, drawn = read_video(Source(stream, name, found.opener, any_size), frames=frames)
    return Media(name, "video", wanted, drawn)


def open_between(
    stream: BinaryIO, name: str, known: Sequence[int], *, any_size: bool = False
) -> Media:
    """Open a video once more, for a frame between every two known ones; else as `open_media`.

    known: rising indices; ValueError where no frame is between them, or for a photo
    """
    found = sniffed(stream, name, any_size=any_size)
    check_between(found, known)
    wanted, drawn = read_between(Source(stream, name, found.opener, any_size), known)
    return Media(name, "video", wanted, drawn)


def frame_at(stream: BinaryIO, name: str, index: int) -> Frame:
    """Decode one frame of a video, by its index, or the photo; the rest is as in `open_media`.

    Raises DamagedMedia where the video has no such frame, too.
    """
    found = sniffed(stream, name)
    if found.kind == "image":
        return _photo(stream, name, found)
    return read_frame(Source(stream, name, found.opener), index)


class AnySize:
    """This module for files of one's own, which may be as large and as long as they like."""

    open_media = staticmethod(partial(open_media, any_size=True))
    open_between = staticmethod(partial(open_between, any_size=True))


def check_frames(frames: int) -> None:
    """Raise ValueError for a number of frames that nobody may ask for."""
    if not 1 <= frames <= FRAMES_LOOKED_AT:
        raise ValueError(f"frames must be from 1 to {FRAMES_LOOKED_AT}, not {frames}")


def check_between(found: Format, known: Sequence[int]) -> None:
    """Raise ValueError where there is no frame between those known, or for a photo."""
    if found.kind == "image" or not between(known):
        raise ValueError(f"there is no frame between {list(known)}")


def sniffed(stream: BinaryIO, name: str, *, any_size: bool = False) -> Format:
    """What a file is, by its first bytes alone; raises EmptyFile, WrongType or TooLarge."""
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise EmptyFile(name)
    found = sniff(head)
    if found is None:
        raise WrongType(name)
    if not any_size:
        most = PHOTO_BYTES if found.kind == "image" else VIDEO_BYTES
        check(name, stream.seek(0, SEEK_END), most)
    return found


def _photo(stream: BinaryIO, name: str, found: Format) -> Frame:
    return Frame(0, 0.0, read_photo(stream, name, found.opener))
