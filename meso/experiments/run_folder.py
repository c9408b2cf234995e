"""The folder of an experiment: what was finished goes in, and comes out when it goes on.

protocol.toml              settings, and how many faces and people of each kind
networks/SOURCE.weights.h5 the network trained on a source; random: on none
features/SOURCE/KIND.npz   what its extractor sees in the faces of a kind: train and held_out
cells/SOURCE/KIND.npz      the scores of the held-out faces of a kind after retraining
overlap.csv, cka.csv       the results

Where several networks are compared, a SOURCE is NETWORK/KIND, and there are costs/NETWORK.npz.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from itertools import product
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from meso.errors import BadFaces, NotWritten
from meso.experiments.choose import Chosen, Kinds, is_fake
from meso.experiments.settings import Comparison, Settings

PROTOCOL = "protocol.toml"

Arrays = Mapping[str, NDArray[np.generic]]


class RunFolder:
    """Paths below `out`, and files that are there whole or not at all.

    sources:  whose networks there will be; kinds: of fakes
    features: whether what extractors see is kept
    """

    def __init__(
        self, out: Path, sources: Sequence[str], kinds: Sequence[str], *, features: bool = True
    ) -> None:
        self.out = out
        paths = (self.features, self.cell) if features else (self.cell,)
        self.files = [*map(self.network, sources)]
        self.files += [path(*pair) for path in paths for pair in product(sources, kinds)]

    def network(self, source: str) -> Path:
        """Of the source's weights."""
        return self.out / "networks" / f"{source}.weights.h5"

    def features(self, source: str, kind: str) -> Path:
        """Of what the source's extractor sees in the faces of a kind."""
        return self.out / "features" / source / f"{kind}.npz"

    def cell(self, source: str, kind: str) -> Path:
        """Of the scores after retraining the source's classifier on a kind."""
        return self.out / "cells" / source / f"{kind}.npz"

    def cost(self, network: str) -> Path:
        """Of what a network costs, in a comparison of several."""
        return self.out / "costs" / f"{network}.npz"

    def begin(self, settings: Settings | Comparison, train: Kinds, held_out: Kinds) -> None:
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
        unfinished = path.with_name(f"{path.name}.unfinished")
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


def load(path: Path) -> dict[str, Any]:
    """The arrays of a file, by name."""
    with np.load(path) as arrays:
        return {name: arrays[name] for name in arrays.files}


def protocol(settings: Settings | Comparison, train: Kinds, held_out: Kinds) -> str:
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
