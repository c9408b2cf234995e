"""The page for phones: a network in, a folder for any host of plain files out.

    python -m scripts.phone build/phone                     with the default network
    python -m scripts.phone build/phone --network NAME

The page itself stands in docs/phone. What is added: the networks as ONNX files, what is known of
the network that scores (`network.json`), and ONNX Runtime Web from its npm package.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

from meso.detection.doubts import BLURRED, DARK, SMALL
from meso.detection.look import TIGHTER, WIDER
from meso.detection.rule import rule_for
from meso.errors import MesoError
from meso.faces.crop import FACE_SIZE, MOST_DETAIL, SIDE
from meso.models.weights import Weights
from meso.values import SMALLEST_FACE
from scripts.environment import Missing, say
from scripts.runtime import runtime

PAGE = Path(__file__).resolve().parent.parent / "docs" / "phone"


def assemble(folder: Path, name: str | None = None) -> Path:
    """Write the page and all that it loads into the folder.

    Raises MesoError for a network that cannot be used, Missing where a package cannot be had.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copied = [*PAGE.iterdir(), *runtime()]
    for file in copied:
        shutil.copy(file, folder)
    files = [file.name for file in copied] + write_finder(folder) + write_scorer(folder, name)
    (folder / "files.json").write_text(json.dumps(["./", "files.json", *sorted(files)]))
    return folder


def write_finder(folder: Path) -> list[str]:
    """Write the networks that find faces, as ONNX; the names of the files."""
    from meso.faces.mtcnn import to_export
    from meso.models.onnx import write_onnx

    files = {f"{part}.onnx": model for part, model in to_export().items()}
    for file, model in files.items():
        write_onnx(model, folder / file)
    return list(files)


def write_scorer(folder: Path, name: str | None) -> list[str]:
    """Write the network that scores, as ONNX, and what the page has to know of it.

    The file's name holds the beginning of its weights' hash, so that no browser that kept an older
    one judges its scores by the numbers of another.
    """
    from meso.models.export import export
    from meso.models.network import load_network

    network = load_network(name)
    weights = network.weights
    file = f"{weights.name}-{weights.sha256[:8]}.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        shutil.copy(export(network, Path(scratch), "onnx").path, folder / file)
    (folder / "network.json").write_text(json.dumps(about(weights, file), indent=2))
    return [file, "network.json"]


def about(weights: Weights, file: str) -> dict[str, object]:
    """What is known of a network, and the project's numbers that the page needs, for photos."""
    rule = rule_for(weights, "image")
    measured = rule.calibration
    return {
        "name": weights.name,
        "file": file,
        "weights_sha256": weights.sha256,
        "licence": weights.licence,
        "note": weights.note,
        "side": weights.input_size,
        "threshold": rule.threshold,
        "band": rule.band,
        "measured": measured
        and {
            "slope": measured.slope,
            "offset": measured.offset,
            "unsure": measured.unsure,
            "error_rates": measured.error_rates,
        },
        "crop": {"size": FACE_SIZE, "side": SIDE, "most_detail": MOST_DETAIL},
        "zooms": [TIGHTER, 1.0, WIDER],
        "smallest_face": SMALLEST_FACE,
        "small": SMALL,
        "blurred": BLURRED,
        "dark": DARK,
    }


def main() -> None:
    """Do what was typed; ends with one line where something is missing."""
    parser = argparse.ArgumentParser(prog="python -m scripts.phone", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--network")
    typed = parser.parse_args()
    try:
        folder = assemble(typed.folder, typed.network)
    except (MesoError, Missing) as error:
        sys.exit(str(error))
    size = sum(file.stat().st_size for file in folder.iterdir())
    say(f"Wrote {folder}: {size / 1e6:.0f} MB. Serve it over HTTPS, or on this machine:")
    say(f"    python -m http.server --bind 127.0.0.1 --directory {folder}")


if __name__ == "__main__":
    main()
