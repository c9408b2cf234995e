"""What holds for every test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("meso", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("meso")

SLOW_AS_A_WHOLE = "\npytestmark = pytest.mark.slow"


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file that is slow as a whole unread where nothing slow is asked for.

    Half of the seconds of `make quick` went into importing what those files need.
    """
    if config.option.markexpr != "not slow" or collection_path.suffix != ".py":
        return None
    return SLOW_AS_A_WHOLE in collection_path.read_text() or None
