"""The Streamlit process stays light: its pages load no network and no decoder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # starts a Python that loads Streamlit

ROOT = Path(__file__).parents[2]
PAGES = "import app, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


@pytest.fixture(scope="module")
def loaded():
    """The packages that a fresh process has loaded after the page's first run."""
    done = subprocess.run(
        [sys.executable, "-c", PAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_pages_were_loaded(loaded):
    assert {"streamlit", "plotly", "pandas", "meso"} <= loaded


@pytest.mark.parametrize("package", ["tensorflow", "keras", "cv2", "av", "mtcnn"])
def test_no_network_and_no_decoder_was_loaded(loaded, package):
    assert package not in loaded


def test_the_app_is_short_and_imports_only_the_pages():
    source = (ROOT / "app.py").read_text()
    imports = [line for line in source.splitlines() if line.startswith(("import", "from"))]
    assert len(source.splitlines()) < 20
    assert [line for line in imports if "meso" in line] == [
        "from meso.ui import gate, pages, words"
    ]
