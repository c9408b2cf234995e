"""A damaged weights file is refused at the start, with its name and the mend, page or command."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from meso.errors import BadWeights
from meso.models.weights import WEIGHTS, default_name, named
from meso.service import Client

pytestmark = pytest.mark.slow  # starts processes

DEFAULT = named(default_name()).path.name
OTHER = next(path.name for path in WEIGHTS.glob("*.weights.h5") if path.name != DEFAULT)


def flip_a_bit(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


DAMAGE = {
    "a flipped bit": (flip_a_bit, "was altered"),
    "cut short": (lambda path: os.truncate(path, 1000), "was altered"),
    "another network's": (lambda path: shutil.copy(WEIGHTS / OTHER, path), "was altered"),
    "empty": (lambda path: os.truncate(path, 0), "was altered"),
    "missing": (Path.unlink, "is missing"),
}


@pytest.fixture(params=DAMAGE)
def told(request, tmp_path, monkeypatch):
    """What is to be told of the default network's file, which was damaged."""
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder, ignore=shutil.ignore_patterns("*.md"))
    damage, told = DAMAGE[request.param]
    damage(folder / DEFAULT)
    monkeypatch.setenv("MESO_WEIGHTS", str(folder))
    return f"{folder / DEFAULT} {told}"


def meso(*arguments):
    command = [sys.executable, "-m", "meso", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def check(done, told):
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert told in line
    assert f"Get {DEFAULT} from the project again" in line
    assert "Traceback" not in done.stderr


def test_the_page_is_not_served(told):
    check(meso("app", "--", "--server.headless", "true"), told)


@pytest.mark.parametrize("told", ["a flipped bit", "missing"], indirect=True)
def test_the_command_scores_nothing(told):
    done = meso("detect", "--sample")
    check(done, told)
    assert done.stdout == ""


@pytest.mark.parametrize("told", ["cut short"], indirect=True)
def test_a_page_that_runs_already_says_so_in_place_of_a_score(told):
    client = Client()
    try:
        with pytest.raises(BadWeights) as raised:
            client.submit(b"", "a.mp4").result()
        assert told in str(raised.value)
        assert client.state == "failed"
    finally:
        client.close()
