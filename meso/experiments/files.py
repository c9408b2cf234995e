"""The files of an experiment's folder: where each lies, and what an array file holds.

protocol.toml              settings, and how many faces and people of each kind
networks/SOURCE.weights.h5 the network trained on a source; random: on none
faces/KIND.npz             which faces of a kind are fake, and the held-out ones as small pictures
features/SOURCE/KIND.npz   what its extractor sees in the faces of a kind: train and held_out
cells/SOURCE/KIND.npz      the scores of the held-out faces of a kind after retraining
overlap.csv, beyond.csv, cka.csv   the results
seconds.csv                how long each file of features/ and cells/ took; may be missing

Where several networks are compared, a SOURCE is NETWORK/KIND, and there are costs/NETWORK.npz.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from meso.errors import MesoError

PROTOCOL, OVERLAP_CSV, BEYOND_CSV = "protocol.toml", "overlap.csv", "beyond.csv"


class BadRun(MesoError):
    """The folder of an experiment is damaged, or another program's; file: below the folder."""

    def __init__(self, folder: Path, file: str) -> None:
        super().__init__(
            f"{folder} cannot be shown: {file} in it is missing, damaged, or not what `meso "
            "overlap` and `meso staircase` write. Type the command that made it again, or choose "
            "another folder."
        )


class Files:
    """Paths below `out`, whether there is anything or not."""

    def __init__(self, out: Path) -> None:
        self.out = out

    def network(self, source: str) -> Path:
        """Of the source's weights."""
        return self.out / "networks" / f"{source}.weights.h5"

    def faces(self, kind: str) -> Path:
        """Of what is known of the faces of a kind."""
        return self.out / "faces" / f"{kind}.npz"

    def features(self, source: str, kind: str) -> Path:
        """Of what the source's extractor sees in the faces of a kind."""
        return self.out / "features" / source / f"{kind}.npz"

    def cell(self, source: str, kind: str) -> Path:
        """Of the scores after retraining the source's classifier on a kind."""
        return self.out / "cells" / source / f"{kind}.npz"

    def cost(self, network: str) -> Path:
        """Of what a network costs, in a comparison of several."""
        return self.out / "costs" / f"{network}.npz"


def load(path: Path) -> dict[str, Any]:
    """The arrays of a file, by name."""
    with np.load(path, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}
