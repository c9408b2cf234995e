"""An upload in, its frames out, as from `read`, but decoded by a process that holds nothing else.

Decoders are large and written in C: a file may crash one, keep it busy, or take it over. Here that
costs a process which has seen one file, can reach no network, and is believed nothing that is not
checked: it answers in numbers and pixels, see `decode_worker`.
"""

from __future__ import annotations

import json
import logging
import math
import os
import shutil
import signal
import subprocess
import sys
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import BufferedReader, BufferedWriter
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any, BinaryIO, cast

import numpy as np

from meso import limits
from meso.errors import (
    DamagedMedia,
    DocumentTooLarge,
    MesoError,
    NoPicture,
    NotStarted,
    TookTooLong,
    TooLarge,
    TooSmall,
    UnreadableDocument,
    UnreadableMedia,
)
from meso.limits import DECODER_CPU_SECONDS, DECODER_MEMORY, DECODER_SECONDS, FRAMES_LOOKED_AT
from meso.media.read import Media, check_between, check_frames, sniffed
from meso.values import Frame

ROOT = Path(__file__).parents[2]
BEGIN = (  # -I leaves out what the environment and the folder say; so it is told where we are
    "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
    "runpy.run_module('meso.media.decode_worker', run_name='__main__', alter_sys=True)"
)
KEPT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")  # to find its libraries by
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "2",  # each thread would reserve 64 MB of addresses, which are counted
}
LONGEST_LINE = 16_384  # bytes
PIPE = 2**20  # bytes on their way between two processes, on Linux: fewer turns for each frame
OF_MEDIA = (UnreadableMedia, NoPicture, DamagedMedia, TooSmall, TooLarge)
OF_DOCUMENTS = (UnreadableDocument, DocumentTooLarge)
ERRORS: dict[str, type[MesoError]] = {kind.__name__: kind for kind in (*OF_MEDIA, *OF_DOCUMENTS)}
WORDS = {limit.what for limit in (*limits.OF_MEDIA, *limits.OF_DOCUMENTS)}
OUT_OF_TIME = {-getattr(signal, name, 0) for name in ("SIGXCPU", "SIGALRM")} - {0}
KILLED = -getattr(signal, "SIGKILL", 0)  # not by us: the system needed the memory
FAILED = {0, 1, 2}  # it ended by itself and said nothing

_log = logging.getLogger(__name__)
Line = dict[str, Any]


def open_media(stream: BinaryIO, name: str, *, frames: int = 32) -> Media:
    """As `meso.media.open_media`; raises TookTooLong and NotStarted, too.

    The process ends with the last frame, when the frames are given up, or with this thread.
    """
    check_frames(frames)
    return _opened(stream, name, call="open_media", frames=frames)


def open_between(stream: BinaryIO, name: str, known: Sequence[int]) -> Media:
    """As `meso.media.open_between`, in a process of its own."""
    check_between(sniffed(stream, name), known)
    return _opened(stream, name, call="open_between", known=list(known))


def frame_at(stream: BinaryIO, name: str, index: int) -> Frame:
    """As `meso.media.frame_at`, in a process of its own."""
    (frame,) = _opened(stream, name, call="frame_at", index=index).frames
    return frame


def limits_that_hold() -> list[str]:
    """The names of the limits that a process for decoding really has on this system."""
    decoder = Decoder("", order="")
    try:
        held = decoder.line()["held"]
        return [str(name) for name in held]
    finally:
        end(decoder.process)


class Decoder:
    """The process, and how much longer it is waited for."""

    def __init__(self, name: str, order: str) -> None:
        self.name = name
        self._seconds = float(DECODER_SECONDS)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-c", BEGIN, str(ROOT), order],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=os.sep,
                env={name: os.environ[name] for name in KEPT if name in os.environ} | ENVIRONMENT,
                start_new_session=True,
                pipesize=PIPE,
            )
        except OSError as error:
            raise NotStarted from error
        self._from = cast(BufferedReader, self.process.stdout)
        self._to = cast(BufferedWriter, self.process.stdin)

    def give(self, stream: BinaryIO) -> None:
        """Hand the upload over; one that ends before has its reason, which is asked for next."""
        stream.seek(0)
        with self._waited_for():
            with suppress(BrokenPipeError):
                shutil.copyfileobj(stream, self._to)
            with suppress(BrokenPipeError):
                self._to.close()

    def line(self) -> Line:
        """What it says next; raises the MesoError that it tells, or that its end means."""
        with self._waited_for():
            line = self._from.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise self._why_it_ended()
        said: Line = json.loads(line)
        if "error" in said:
            raise _made_anew(self.name, said["error"], said["facts"])
        if "fault" in said:
            _log.error("a decoder failed: %s", said["fault"])
            raise RuntimeError("a decoder failed")
        return said

    def fill(self, space: memoryview) -> None:
        """Put the bytes that follow a line into the space."""
        with self._waited_for():
            read = self._from.readinto(space)
        if read < space.nbytes:
            raise self._why_it_ended()

    @contextmanager
    def _waited_for(self) -> Iterator[None]:
        """Count the seconds meanwhile; the process is killed when none is left."""
        timer = Timer(self._seconds, self._stop)
        timer.daemon = True
        started = monotonic()
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            self._seconds -= monotonic() - started

    def _stop(self) -> None:
        self._seconds = -math.inf
        self.process.kill()

    def _why_it_ended(self) -> Exception:
        self._seconds, late = 0.0, self._seconds <= 0
        _close(self.process)
        code = self.process.wait()
        _log.warning("a decoder ended with %d%s", code, ", out of time" if late else "")
        if late or code in OUT_OF_TIME:
            return TookTooLong(self.name, seconds=DECODER_CPU_SECONDS)
        if code == KILLED:
            return TooLarge(self.name, what=DECODER_MEMORY.what)
        if code in FAILED:
            return RuntimeError(f"a decoder ended with {code} and said nothing")
        return UnreadableMedia(self.name)  # it crashed


def _opened(stream: BinaryIO, name: str, **order: object) -> Media:
    sniffed(stream, name)  # most refusals need no process
    decoder = Decoder(name, json.dumps(order))
    try:
        decoder.give(stream)
        said = decoder.line()
        wanted = whole(said["wanted"], most=FRAMES_LOOKED_AT)
        frames = _frames(decoder, wanted)
    except BaseException:
        end(decoder.process)
        raise
    weakref.finalize(frames, end, decoder.process)
    return Media(name, "image" if said["kind"] == "image" else "video", wanted, frames)


def _frames(decoder: Decoder, wanted: int) -> Iterator[Frame]:
    """The frames as they come, and no more than were announced."""
    try:
        for _ in range(wanted):
            said = decoder.line()
            if "end" in said:
                return
            yield _frame(decoder, said)
    finally:
        end(decoder.process)


def _frame(decoder: Decoder, said: Line) -> Frame:
    height, width = (whole(side, most=limits.PHOTO_PIXELS.most) for side in said["shape"])
    whole(height * width, most=limits.PHOTO_PIXELS.most)
    index, seconds = whole(said["index"], most=2**31), float(said["seconds"])
    if not math.isfinite(seconds):
        raise ValueError("a decoder told no time")
    pixels = np.empty((height, width, 3), np.uint8)
    decoder.fill(pixels.data)
    return Frame(index, seconds, pixels)


def whole(number: object, *, most: int) -> int:
    """A number that a process told, if it is one that it may tell."""
    if type(number) is not int or not 0 <= number <= most:
        raise ValueError("a decoder told no sound number")
    return number


def _made_anew(name: str, kind: str, facts: dict[str, Any]) -> MesoError:
    """The error that a decoder tells: one of ours, in our words, with its numbers."""
    for fact in facts.values():
        if fact not in WORDS:
            whole(fact, most=2**63)
    return ERRORS[kind](name, **facts)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process if it has not, and leave nothing of it; may be called again."""
    process.kill()
    _close(process)
    process.wait()


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        with suppress(BrokenPipeError):
            if pipe:
                pipe.close()
