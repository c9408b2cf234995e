"""An `index.toml` in, its checked entries out; entries in, the file out.

default = "meso4"

[meso4]
architecture = "meso4"
file = "meso4.weights.h5"
sha256 = "…"
licence = "Apache-2.0"
note = "one line: what it was trained on"
threshold = 0.5
band = 0.05
input_size = 256

[meso4.video]    # and [meso4.image]: optional, see meso.models.calibration
…
"""

from __future__ import annotations

import json
import re
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from meso.errors import BadWeights
from meso.models.calibration import KEYS, is_calibration

INDEX = "index.toml"
SUFFIX = ".weights.h5"

Entry = Mapping[str, Any]


def is_name(value: object) -> bool:
    """Whether this can name a network, which is a TOML key and the stem of a file name too."""
    return isinstance(value, str) and re.fullmatch(r"[a-z0-9][a-z0-9_-]*", value) is not None


def read_index(folder: Path) -> tuple[str | None, dict[str, Entry]]:
    """The name of the default network, if one is set, and the entries; no index, no entries.

    Raises BadWeights, which names the file, the entry and the key that is not as shown above.
    """
    path = folder / INDEX
    entries = _parse(path) if path.exists() else {}
    default = entries.pop("default", None)
    for name, entry in entries.items():
        _check(path, name, entry)
    if default is not None and default not in list(entries):
        raise BadWeights(f"{path}: default = {default!r} is none of: {', '.join(entries)}.")
    return default, entries


def write_index(folder: Path, default: str | None, entries: Mapping[str, Entry]) -> None:
    """Write the index anew; whoever reads it meanwhile sees the old one or the new one, whole.

    Raises BadWeights for what `read_index` would refuse, and then writes nothing.
    """
    path = folder / INDEX
    for name, entry in entries.items():
        _check(path, name, entry)
    top = {} if default is None else {"default": default}
    tables = [_tables(name, entry) for name, entry in entries.items()]
    _replace(path, "\n".join([_lines(top), *tables]).lstrip("\n"))


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:  # not TOML, or not even UTF-8
        raise BadWeights(f"{path} is not valid TOML ({error}). Restore or mend it.") from error


def _check(path: Path, name: str, entry: object) -> None:
    where = f"{path}, [{name}]"
    if not is_name(name) or not isinstance(entry, Mapping):
        raise BadWeights(f"{where}: expected a table with a name of a-z, 0-9, - and _.")
    if odd := sorted((entry.keys() - KINDS.keys()) ^ FIELDS.keys()):
        problem = ", ".join(f"{key} is {'unknown' if key in entry else 'missing'}" for key in odd)
        keys = ", ".join([*FIELDS, *KINDS])
        raise BadWeights(f"{where}: {problem}. Its keys are: {keys}.")
    for key, value in entry.items():
        is_valid, expected = (FIELDS | KINDS)[key]
        if not is_valid(value):
            raise BadWeights(f"{where}: {key} must be {expected}, not {value!r}.")


def _is_line(value: object) -> bool:
    return isinstance(value, str) and value.isprintable() and not value.isspace() and value != ""


def _is_file(value: object) -> bool:
    # The suffix keeps Keras from taking it for another format, the stem keeps it in the folder.
    return isinstance(value, str) and value.endswith(SUFFIX) and is_name(value.removesuffix(SUFFIX))


def _is_sha256(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_share(value: object) -> bool:
    return type(value) in (int, float) and 0 <= value <= 1  # type: ignore[operator]


def _is_side(value: object) -> bool:
    return type(value) is int and value > 0


FIELDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "architecture": (is_name, "the name of an architecture"),
    "file": (_is_file, f"the name of a {SUFFIX} file beside the index"),
    "sha256": (_is_sha256, "64 hexadecimal digits in small letters"),
    "licence": (_is_line, "one line of text"),
    "note": (_is_line, "one line of text"),
    "threshold": (_is_share, "a number from 0 to 1"),
    "band": (_is_share, "a number from 0 to 1"),
    "input_size": (_is_side, "a whole number of pixels"),
}

_A_CALIBRATION = (
    is_calibration,
    f"a table of {', '.join(KEYS)} as meso calibrate writes it (slope above 0; bins up to 1.0)",
)
KINDS: dict[str, tuple[Callable[[object], bool], str]] = {
    "image": _A_CALIBRATION,  # optional, and so is the next
    "video": _A_CALIBRATION,
}


def _tables(name: str, entry: Entry) -> str:
    """The entry as a table, and one below it for each kind of file that it is calibrated for."""
    own = {key: value for key, value in entry.items() if key not in KINDS}
    below = [f"[{name}.{kind}]\n{_lines(entry[kind])}" for kind in KINDS if kind in entry]
    return "\n".join([f"[{name}]\n{_lines(own)}", *below])


def _lines(values: Entry) -> str:
    # A JSON string, number or list is a TOML one too, as long as the text is printable.
    return "".join(
        f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items()
    )


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".") as folder:
        new = Path(folder) / path.name
        new.write_text(text, "utf-8")
        new.replace(path)
