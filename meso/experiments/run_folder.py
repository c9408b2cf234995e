"""The folder of an experiment: what was finished goes in, and comes out when it goes on.

Which files there are stands in `files`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import product
from pathlib import Path
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from meso.errors import BadFaces, NotWritten
from meso.experiments.choose import Chosen, Kinds, is_fake
from meso.experiments.files import PROTOCOL, Files
from meso.experiments.settings import AnySettings
from meso.faces.record import unfinished_path

Arrays = Mapping[str, NDArray[np.generic]]


class RunFolder(Files):
    """Files that are there whole or not at all.

    sources:  whose networks there will be; kinds: of fakes
    features: whether what extractors see is kept
    """

    def __init__(
        self, out: Path, sources: Sequence[str], kinds: Sequence[str], *, features: bool = True
    ) -> None:
        super().__init__(out)
        self.files = [*map(self.network, sources)]
        self.files += [self.cell(*pair) for pair in product(sources, kinds)]
        if features:
            self.files += map(self.faces, kinds)
            self.files += [self.features(*pair) for pair in product(sources, kinds)]

    def begin(self, settings: AnySettings, train: Kinds, held_out: Kinds) -> None:
        """Write the protocol. Raises BadFaces when the folder holds another experiment."""
        text = protocol(settings, train, held_out)
        path = self.out / PROTOCOL
        if path.is_file() and path.read_text("utf-8") != text:
            raise BadFaces(
                f"{self.out} holds an experiment with other settings or other faces. Choose "
                "another folder with --out, or empty this one."
            )
        self.write_text(PROTOCOL, text)

    def write_text(self, name: str, text: str) -> None:
        """Write a file of the folder. Raises NotWritten when the disk is full."""
        with self._whole(self.out / name) as unfinished:
            unfinished.write_text(text, "utf-8")

    def save(self, path: Path, arrays: Arrays) -> None:
        """Write arrays, by name. Raises NotWritten when the disk is full."""
        with self._whole(path) as unfinished, unfinished.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays)

    @contextmanager
    def _whole(self, path: Path) -> Iterator[Path]:
        """A path to write to, which takes the place of `path` when all of it is written."""
        unfinished = unfinished_path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            yield unfinished
            unfinished.replace(path)
        except OSError as error:
            done = sum(file.is_file() for file in self.files)
            why = error.strerror or str(error)
            raise NotWritten(path.name, why=why, done=done, of=len(self.files)) from error
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)


def protocol(settings: AnySettings, train: Kinds, held_out: Kinds) -> str:
    """Settings and counts as TOML, the same on every machine."""
    counts = {
        f"{side}.{name}": _counts(chosen)
        for side, kinds in (("train", train), ("held_out", held_out))
        for name, chosen in kinds.items()
    }
    tables = {"settings": asdict(settings), **counts}
    return "\n".join(f"[{name}]\n{_lines(values)}" for name, values in tables.items())


def _counts(chosen: Sequence[Chosen]) -> dict[str, object]:
    files = "\n".join(one.about.file for one in chosen)
    return {
        "real": int((~is_fake(chosen)).sum()),
        "fake": int(is_fake(chosen).sum()),
        "people": len({one.about.person for one in chosen}),
        "which": f"{crc32(files.encode()):08x}",  # tells other faces, and names none
    }


def _lines(values: Mapping[str, object]) -> str:
    return "".join(f"{key} = {json.dumps(value)}\n" for key, value in values.items())
