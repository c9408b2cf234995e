"""A start without what it can do without, seen in a Python of its own."""

from __future__ import annotations

import gc
import subprocess
import sys
from importlib import import_module

import pytest

from meso.service.lean import NOT_NEEDED, lean_start

pytestmark = pytest.mark.slow  # imports TensorFlow
LOADED = """
import sys
from meso.service.worker import load_detector
load_detector(None)
print(*(name for name in ("keras", "sklearn", "pandas") if name in sys.modules))
import sklearn, pandas
print(pandas.DataFrame({"a": [1]}).a.sum())
"""


class TestTheStartOfTheWorker:
    def test_loads_keras_without_them_and_they_can_be_imported_later(self):
        ran = subprocess.run(
            [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
        )
        assert ran.stdout.split("\n")[:2] == ["keras", "1"]


class TestALeanStart:
    @pytest.fixture(autouse=True)
    def anew(self, monkeypatch):
        """As if neither had been imported yet."""
        for name in NOT_NEEDED:
            monkeypatch.delitem(sys.modules, name, raising=False)

    @pytest.mark.parametrize("name", NOT_NEEDED)
    def test_hides_them_and_gives_them_back(self, name):
        with lean_start(), pytest.raises(ImportError):
            import_module(name)
        assert name not in sys.modules

    def test_leaves_alone_what_was_there_before(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "pandas", sys)
        with lean_start():
            assert import_module("pandas") is sys
        assert sys.modules["pandas"] is sys

    def test_collects_again_afterwards_even_when_something_is_raised(self):
        with pytest.raises(ValueError, match="collecting: False"), lean_start():
            raise ValueError(f"no such network; collecting: {gc.isenabled()}")
        assert gc.isenabled()
