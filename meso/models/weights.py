"""The folder of weights in; which networks are installed, and whether a file is intact, out.

`index.toml` lists the networks of the folder, `imported/index.toml` those the user brought in.
Nothing here opens a weights file but to take its SHA-256, and nothing needs Keras.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from meso.errors import BadWeights, UnknownName
from meso.models.calibration import Calibration, from_table
from meso.models.index import FIELDS, KINDS, is_name, read_index, write_index

WEIGHTS = Path(os.environ.get("MESO_WEIGHTS") or Path(__file__).parents[2] / "weights")
IMPORTED = "imported"


@dataclass(frozen=True)
class Weights:
    """What is known of a network before its file is opened.

    name:         what the user calls it
    architecture: which builder makes the network
    path:         its .weights.h5 file
    sha256:       of that file, 64 hexadecimal digits
    licence:      under which the weights may be used
    note:         one line: what they were trained on
    threshold:    in [0, 1], the fake score at which fake begins where it is not calibrated
    band:         in [0, 1], how near the threshold a score is too near to decide, there too
    input_size:   side in pixels of the crops that the network takes
    image, video: its calibration for photos and for videos; None: not measured
    """

    name: str
    architecture: str
    path: Path
    sha256: str
    licence: str
    note: str
    threshold: float
    band: float
    input_size: int
    image: Calibration | None = None
    video: Calibration | None = None


def known(folder: Path = WEIGHTS) -> dict[str, Weights]:
    """The installed networks by name; a name of the folder itself hides an imported one.

    Raises BadWeights for an index that is not as `meso.models.index` shows it.
    """
    shipped, imported = _listed(folder), _listed(folder / IMPORTED)
    return shipped | imported | shipped  # the first for its order, the last for its right of way


def default_name(folder: Path = WEIGHTS) -> str:
    """The network that is used where none is named: the index's default, else the first listed.

    Raises BadWeights if no network is installed.
    """
    default, _ = read_index(folder)
    return default or next(iter(_installed(folder)))


def named(name: str, folder: Path = WEIGHTS) -> Weights:
    """The installed network of that name.

    Raises UnknownName, with the close matches; BadWeights if no network is installed at all.
    """
    installed = _installed(folder)
    if name not in installed:
        raise UnknownName("network", name, installed)
    return installed[name]


def check(weights: Weights) -> None:
    """Compare the file with its SHA-256. Call it before anything opens the file.

    Raises BadWeights if the file is missing, cannot be read, or is not, bit for bit, the one that
    was listed.
    """
    mend = (
        f"Get {weights.path.name} from the project again, or train or import {weights.name} anew."
    )
    if not weights.path.is_file():
        raise BadWeights(f"{weights.path} is missing. {mend}")
    try:
        found = sha256(weights.path)
    except OSError as error:
        raise BadWeights(f"{weights.path} could not be read: {error}. {mend}") from error
    if found != weights.sha256:
        raise BadWeights(f"{weights.path} was altered: its SHA-256 is not the listed one. {mend}")


def check_all(folder: Path = WEIGHTS) -> None:
    """Check every network that is installed, which takes a moment; raises as `known` and `check`.

    For what is to run for long: a damaged file is told now, and not to whoever chooses it first.
    """
    for weights in known(folder).values():
        check(weights)


def check_name(name: str) -> None:
    """Raise BadWeights for a name that a network cannot have."""
    if not is_name(name):
        raise BadWeights(f"A network cannot be named {name!r}: use a-z, 0-9, - and _.")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def register(weights: Weights, folder: Path = WEIGHTS) -> None:
    """List the network in the folder's index, in place of an older one of the same name.

    Its file must already be in the folder. Raises BadWeights for a value that the index refuses.
    """
    if weights.path.parent.resolve() != folder.resolve():
        raise BadWeights(f"{weights.path} is not in {folder}, whose index is to list it.")
    entry = asdict(weights) | {"file": weights.path.name}
    kinds = {kind: getattr(weights, kind) for kind in KINDS}
    tables = {kind: of.as_table() for kind, of in kinds.items() if of is not None}
    default, entries = read_index(folder)
    entries[weights.name] = {key: entry[key] for key in FIELDS} | tables
    write_index(folder, default, entries)


def _listed(folder: Path) -> dict[str, Weights]:
    _, entries = read_index(folder)
    return {name: _weights(name, folder, **entry) for name, entry in entries.items()}


def _weights(name: str, folder: Path, *, file: str, **rest: Any) -> Weights:
    rest |= {kind: from_table(rest[kind]) for kind in KINDS if kind in rest}
    return Weights(name=name, path=folder / file, **rest)


def _installed(folder: Path) -> dict[str, Weights]:
    installed = known(folder)
    if not installed:
        raise BadWeights(
            f"No network is installed: {folder} lists none. Get the weights folder of the project, "
            "train a network or import one; MESO_WEIGHTS can name another folder."
        )
    return installed
