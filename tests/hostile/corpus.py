"""A folder of files in; a table of what became of them in the page's own decoding out.

    python -m tests.hostile.corpus FOLDER [--each]

--each writes a line of JSON for each file instead.
"""

from __future__ import annotations

import argparse
import json
import logging
import resource
import sys
from collections import Counter
from io import BytesIO
from multiprocessing import Pool
from pathlib import Path
from time import monotonic
from typing import NamedTuple

from meso.errors import MesoError
from meso.limits import DECODER_SECONDS
from meso.media import isolate
from meso.media.confine import cut_off
from meso.media.document_kinds import is_document
from meso.media.take_apart import read_document

HUNG = DECODER_SECONDS + 15  # seconds: it should have been stopped long before
CRASHED = ("ended with -4", "ended with -6", "ended with -7", "ended with -8", "ended with -11")
BAD = ("crash", "hang", "uncaught")


class Outcome(NamedTuple):
    """What became of one file.

    what: "decoded", the reason why it was refused, "crash", "hang" or "uncaught"
    cpu:  seconds of the decoder
    peak: MB, the most that any decoder of this process has held up to this file
    """

    name: str
    what: str
    cpu: float
    peak: float
    words: str = ""


class _Notes(logging.Handler):
    """What the parent of the decoders logs."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def outcome(name: str, data: bytes, *, frames: int = 32) -> Outcome:
    """Open the bytes as the page's worker does, and draw every frame; or take a document apart."""
    notes = _Notes()
    log = logging.getLogger(isolate.__name__)
    log.addHandler(notes)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), monotonic()
    what, words = _what(data, frames)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    log.removeHandler(notes)
    if any(said.startswith(f"a decoder {crash}") for said in notes.said for crash in CRASHED):
        what = "crash"
    if monotonic() - started > HUNG:
        what = "hang"
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Outcome(name, what, cpu, after.ru_maxrss / 1024, words or " ".join(notes.said))


def _what(data: bytes, frames: int) -> tuple[str, str]:
    try:
        if is_document(BytesIO(data)):
            read_document(BytesIO(data), "upload")
        else:
            for _ in isolate.open_media(BytesIO(data), "upload", frames=frames).frames:
                pass
    except MesoError as error:
        return error.reason or "uncaught", str(error)
    except Exception as error:
        return "uncaught", repr(error)
    return "decoded", ""


def of_file(path: Path) -> Outcome:
    return outcome(path.name, path.read_bytes())


def table(outcomes: list[Outcome]) -> str:
    """Counts by outcome, the dearest files, and all that went wrong."""
    counts = Counter(one.what for one in outcomes)
    lines = [f"{count:6} {what}" for what, count in counts.most_common()]
    lines += [f"{counts[bad]:6} {bad}" for bad in BAD if not counts[bad]]
    lines += [f"{len(outcomes):6} in all"]
    slowest = max(outcomes, key=lambda one: one.cpu)
    lines += [f"most CPU: {slowest.cpu:.1f} s, {slowest.name} ({slowest.what})"]
    lines += [f"most memory of a decoder: {max(one.peak for one in outcomes):.0f} MB"]
    lines += [f"{one.what}: {one.name} {one.words}" for one in outcomes if one.what in BAD]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", action="store_true")
    wanted = parser.parse_args()
    paths = sorted(path for path in wanted.folder.rglob("*") if path.is_file())
    with Pool(initializer=cut_off) as pool:
        outcomes = list(pool.imap_unordered(of_file, paths, chunksize=16))
    said = [json.dumps(one._asdict()) for one in outcomes] if wanted.each else [table(outcomes)]
    sys.stdout.write("\n".join(said) + "\n")
    return any(one.what in BAD for one in outcomes)


if __name__ == "__main__":
    logging.getLogger(isolate.__name__).propagate = False
    sys.exit(main())
