"""The `meso` command as a shell runs it: a process of its own, in an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Meso = Callable[..., subprocess.CompletedProcess[str]]
ROOT = Path(__file__).parents[2]


@pytest.fixture
def meso(tmp_path: Path) -> Meso:
    """Run `meso ARGUMENTS` in an empty folder, with a temp folder that must stay empty."""
    empty, temp = tmp_path / "empty", tmp_path / "temp"
    empty.mkdir()
    temp.mkdir()

    def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "meso", *map(str, arguments)],
            cwd=empty,
            env=os.environ | {"TMPDIR": str(temp), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert not list(empty.iterdir())
        assert not list(temp.iterdir())
        return done

    return run
