"""What holds for every test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("meso", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("meso")

SLOW_AS_A_WHOLE = "\npytestmark = pytest.mark.slow"


@pytest.fixture(autouse=True)
def as_urgent_as_before() -> Iterator[None]:
    """Fails the test that leaves this process before all others at the processor."""
    urgent = getattr(os, "sched_getscheduler", lambda process: None)
    before = urgent(0)
    yield
    assert urgent(0) == before


@pytest.fixture(autouse=True)
def main_as_before() -> Iterator[None]:
    """Puts `__main__` back: Streamlit's AppTest leaves its script there, and what multiprocessing
    spawns later would run it.
    """
    before = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = before


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file that is slow as a whole unread where nothing slow is asked for.

    Half of the seconds of `make quick` went into importing what those files need.
    """
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return SLOW_AS_A_WHOLE in collection_path.read_text() or None
