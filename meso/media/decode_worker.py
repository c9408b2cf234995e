"""One upload's bytes on stdin; what it is in a line of JSON, then its frames, raw, on stdout.

A process of its own, for one upload, which confines itself before it reads the first byte. What is
wanted is its only argument, a line of JSON: the name of a function of `meso.media.read`, or
"read_document" of `meso.media.documents`, and its options. A photo has one frame, whatever is
wanted of it. Each line out says what comes next:

    {"held": ["memory", …]}                             the limits that hold; nothing else follows
    {"kind": "video", "wanted": 32}                     opened
    {"index": 0, "seconds": 0.0, "shape": [720, 1280]}  a frame; height × width × 3 bytes follow
    {"end": true}                                       that was the last one
    {"document": "mail", "carried": 2, "remote": 3, …}  what a document carries comes next
    {"name": "a.jpg", "where": "part 2", "bytes": 99…}  one thing in it; as many bytes follow
    {"error": "TooSmall", "facts": {"width": 40, …}}    a MesoError, to be made anew
    {"fault": "KeyError at …"}                          any other error: ours
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from traceback import format_tb
from typing import Any, BinaryIO

import numpy as np

from meso.errors import MesoError, TooLarge
from meso.limits import DECODER_MEMORY, DECODER_SECONDS
from meso.media import read
from meso.media.carried import Carried
from meso.media.confine import allow_seconds, confine
from meso.media.photo import Photo, open_photo
from meso.media.read import Media

MOST_OF_A_FAULT = 4000  # characters, of the end
AMID_PIXELS = 3  # the code with which it ends where no more can be told
NAMELESS = ""  # the name stays with the parent, which puts it into the errors

Tell = Callable[..., None]  # called with a line, and the pixels or bytes that follow


def main(order: str) -> None:
    """Do what the parent ordered."""
    held = confine()
    tell = _telling(_take_stdout())
    if not order:
        tell({"held": held})
        return
    answer(json.loads(order), BytesIO(sys.stdin.buffer.read()), tell)


def answer(order: dict[str, Any], upload: BinaryIO, tell: Tell) -> None:
    """Decode the upload and tell what comes of it, whatever happens."""
    try:
        _decode(order, upload, tell)
    except MesoError as error:
        tell({"error": type(error).__name__, "facts": error.facts})
    except MemoryError:
        tell({"error": TooLarge.__name__, "facts": {"what": DECODER_MEMORY.what}})
    except BrokenPipeError:
        pass  # the parent wants no more
    except Exception as error:  # its words may quote the upload, so they are not told
        where = "".join(format_tb(error.__traceback__))
        tell({"fault": f"{type(error).__name__} at\n{where[-MOST_OF_A_FAULT:]}"})


def _decode(order: dict[str, Any], upload: BinaryIO, tell: Tell) -> None:
    if order["call"] == "read_document":
        _take_apart(upload, tell)
        return
    found = read.sniffed(upload, NAMELESS)
    if found.kind == "image":
        _photo(open_photo(upload, NAMELESS, found.opener), tell)
        return
    media = _opened(upload, **order)
    tell({"kind": media.kind, "wanted": media.wanted})
    for frame in media.frames:
        shape = frame.pixels.shape[:2]
        tell({"index": frame.index, "seconds": frame.seconds, "shape": shape}, [frame.pixels.data])
    tell({"end": True})


def _photo(photo: Photo, tell: Tell) -> None:
    """Tell it strip by strip, for a large one is not to be held twice."""
    tell({"kind": "image", "wanted": 1})
    strips = (np.ascontiguousarray(strip).data for strip in photo.strips())
    tell({"index": 0, "seconds": 0.0, "shape": photo.shape}, strips)
    tell({"end": True})


def _take_apart(upload: BinaryIO, tell: Tell) -> None:
    from meso.media.documents import read_document  # its readers are not for photos and videos

    document = read_document(upload, NAMELESS)
    counts = {"remote": document.remote, "ignored": document.ignored}
    tell({"document": document.kind, "carried": len(document.carried)} | counts)
    for one in document.carried:
        tell(_in_words(one) | {"bytes": len(one.data)}, [memoryview(one.data)])


def _in_words(one: Carried) -> dict[str, str]:
    return {"name": one.name, "where": one.where, "alt": one.alt}


def _opened(upload: BinaryIO, call: str, **options: Any) -> Media:
    if call == "frame_at":
        return Media(NAMELESS, "video", 1, iter([read.frame_at(upload, NAMELESS, **options)]))
    if call == "open_between":
        return read.open_between(upload, NAMELESS, **options)
    return read.open_media(upload, NAMELESS, **options)


def _take_stdout() -> BinaryIO:
    """The pipe to the parent, for us alone: what C code prints goes nowhere."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    return pipe


def _telling(pipe: BinaryIO) -> Tell:
    def tell(line: dict[str, object], content: Iterable[memoryview] = ()) -> None:
        allow_seconds(0)  # the parent may take its time
        pipe.write(json.dumps(line).encode() + b"\n")
        try:
            pipe.writelines(content)
        except BrokenPipeError:
            raise
        except Exception:  # words of it would be taken for pixels
            os._exit(AMID_PIXELS)
        pipe.flush()
        allow_seconds(DECODER_SECONDS)

    return tell


if __name__ == "__main__":
    main(*sys.argv[1:])
