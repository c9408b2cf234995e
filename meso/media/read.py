"""The bytes of an upload in; its frames, or one of them, out, whatever photo or video it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from meso.errors import EmptyFile, UnreadableMedia
from meso.media.container import Source
from meso.media.formats import HEAD, Format, sniff
from meso.media.photo import read_photo
from meso.media.video import between, read_between, read_frame, read_video
from meso.values import Frame, Kind

MOST_FRAMES = 128


@dataclass(frozen=True)
class Media:
    """A photo or a video that has been opened.

    wanted: how many frames will come; a photo has one
    frames: the frames in the order of showing, decoded as they are drawn, once
    """

    name: str
    kind: Kind
    wanted: int
    frames: Iterator[Frame]


def open_media(stream: BinaryIO, name: str, *, frames: int = 32) -> Media:
    """Open a photo or a video by its content; `name` only appears in the errors.

    stream: seekable; it must stay open while frames are drawn, and is not closed
    frames: how many of a video, from 1 to 128, evenly spread over all of it (32, as in the paper);
            of more than a minute the key frames near to those

    Raises EmptyFile, UnreadableMedia, NoPicture, TooSmall, TooLarge or DamagedMedia; the last one
    also while frames are drawn. ValueError for a number of frames that is out of range.
    """
    if not 1 <= frames <= MOST_FRAMES:
        raise ValueError(f"frames must be from 1 to {MOST_FRAMES}, not {frames}")
    found = _sniffed(stream, name)
    if found.kind == "image":
        return Media(name, "image", 1, iter([_photo(stream, name, found)]))
    wanted, drawn = read_video(Source(stream, name, found.opener), frames=frames)
    return Media(name, "video", wanted, drawn)


def open_between(stream: BinaryIO, name: str, known: Sequence[int]) -> Media:
    """Open a video once more, for a frame between every two known ones; else as `open_media`.

    known: rising indices; ValueError where no frame is between them, or for a photo
    """
    found = _sniffed(stream, name)
    if found.kind == "image" or not between(known):
        raise ValueError(f"there is no frame between {list(known)}")
    wanted, drawn = read_between(Source(stream, name, found.opener), known)
    return Media(name, "video", wanted, drawn)


def frame_at(stream: BinaryIO, name: str, index: int) -> Frame:
    """Decode one frame of a video, by its index, or the photo; the rest is as in `open_media`.

    Raises DamagedMedia where the video has no such frame, too.
    """
    found = _sniffed(stream, name)
    if found.kind == "image":
        return _photo(stream, name, found)
    return read_frame(Source(stream, name, found.opener), index)


def _sniffed(stream: BinaryIO, name: str) -> Format:
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise EmptyFile(name)
    found = sniff(head)
    if found is None:
        raise UnreadableMedia(name)
    return found


def _photo(stream: BinaryIO, name: str, found: Format) -> Frame:
    return Frame(0, 0.0, read_photo(stream, name, found.opener))
