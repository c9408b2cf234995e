"""The rooms and the one-home packages of pyproject.toml hold: a planted breach is caught."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import combinations, permutations
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
NAMES = [contract["name"] for contract in CONTRACTS]
ROOMS_RULE = "A room imports only the rooms below it"
FLOORS = [  # the lowest first
    ["limits"],
    ["values", "errors", "markup"],
    ["media"],
    ["faces"],
    ["models"],
    ["detection", "training", "evaluation", "charts"],
    ["service", "takeaway", "experiments"],
    ["ui", "cli", "api"],
]
ROOMS = [room for floor in FLOORS for room in floor]
HOMES = {
    "streamlit": {"ui"},
    "fastapi": {"api"},
    "starlette": {"api"},
    "uvicorn": {"api"},
    "pydantic": {"api"},
    "keras": {"models", "training"},
    "tensorflow": {"faces.mtcnn", "models.litert"},
    "onnxruntime": {"models.onnx"},
    "ai_edge_litert": {"models.litert"},
    "mtcnn": {"faces.mtcnn"},
    "av": {"media", "faces", "service.sample"},
    "PIL": {"media", "faces"},
    "pillow_heif": {"media"},
    "cv2": {"media", "faces", "training", "service.sample"},
    "ray": {"detection.on_ray"},
    "plotly": {"charts"},
    "pebble": {"service"},
    "skimage": {"service"},
    "lxml": {"media.web_page"},
    "pypdfium2": {"media.pdf"},
    "pandas": {"ui", "cli", "evaluation"},
}


@pytest.mark.slow  # `make quick` runs import-linter itself
class TestContracts:
    def test_the_package_keeps_every_one(self):
        done = lint(ROOT)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_every_one_is_broken_by_a_planted_import(self, caught):
        assert set(caught) == set(NAMES)

    @pytest.mark.parametrize("package", HOMES)
    def test_a_heavy_package_is_let_into_its_home_only(self, caught, package):
        (contract,) = [rule for rule in CONTRACTS if package in rule.get("forbidden_modules", [])]
        importers = {room for room, imported in caught[contract["name"]] if imported == package}
        assert importers == {*ROOMS, "a_new_module"} - HOMES[package]

    def test_every_room_above_or_beside_is_out_of_bounds(self, caught):
        above = {
            (low, high)
            for floors in combinations(FLOORS, 2)
            for low in floors[0]
            for high in floors[1]
        }
        beside = {pair for floor in FLOORS for pair in permutations(floor, 2)}
        assert caught[ROOMS_RULE] == above | beside

    def test_a_new_room_must_be_given_its_place(self, planted):
        _, _, unlisted = lint(planted).stdout.partition("not listed as layers:")
        assert "- meso.a_new_module\n" in unlisted


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package `meso` in the folder."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [program, "--no-logo", "--no-cache", "--config", ROOT / "pyproject.toml"]
    wide = os.environ | {"COLUMNS": "200"}
    return subprocess.run(
        command, cwd=folder, env=wide, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """A copy of the package in which every room imports every other and every heavy package."""
    folder = tmp_path_factory.mktemp("planted")
    meso = folder / "meso"
    shutil.copytree(ROOT / "meso", meso, ignore=shutil.ignore_patterns("__pycache__"))
    for room in [*ROOMS, "a_new_module"]:
        others = [f"meso.{other}" for other in ROOMS if other != room]
        imports = "".join(f"import {name}\n" for name in [*HOMES, *others])
        (meso / room / "planted.py" if (meso / room).is_dir() else meso / f"{room}.py").write_text(
            imports
        )
    return folder


@pytest.fixture(scope="module")
def caught(planted):
    """What import-linter finds there: for each broken contract, pairs (room, what it imports)."""
    _, _, details = lint(planted).stdout.partition("Broken contracts")
    found: dict[str, set[tuple[str, str]]] = {}
    for line in details.splitlines():
        if line in NAMES:
            pairs = found.setdefault(line, set())
        elif arrow := re.search(r"(?:meso\.)?(\S+) -> (?:meso\.)?(\S+) \(l\.", line):
            pairs.add((arrow[1].removesuffix(".planted"), arrow[2]))
    return found


def after_importing(*modules: str) -> tuple[float, set[str]]:
    """Import the modules in a fresh Python: the CPU seconds it took, the packages it loaded."""
    lines = (
        "import json, sys, time; began = time.process_time();"
        f"import {', '.join(modules)};"
        "print(json.dumps([time.process_time() - began, sorted(sys.modules)]))"
    )
    printed = subprocess.check_output([sys.executable, "-c", lines], cwd=ROOT, text=True)
    seconds, loaded = json.loads(printed)
    return seconds, {name.partition(".")[0] for name in loaded}


class TestImporting:
    def test_meso_takes_under_half_a_second(self):
        assert min(after_importing("meso")[0] for _ in range(3)) < 0.5

    def test_meso_loads_nothing_heavy(self):
        _, loaded = after_importing("meso")
        assert "meso" in loaded
        assert not loaded & HOMES.keys()
