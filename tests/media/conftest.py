"""Ways to open bytes as the app does."""

from __future__ import annotations

import io

import pytest

from meso.media import open_media
from meso.values import Frame


def draw(data: bytes, **options: int) -> list[Frame]:
    """Every frame that comes out of these bytes."""
    return list(open_media(io.BytesIO(data), "upload", **options).frames)


@pytest.fixture
def drawn():
    """drawn(data, frames=n): every frame that comes out of these bytes."""
    return draw


@pytest.fixture
def pixels_of(drawn):
    """pixels_of(data): the pixels of the first frame."""
    return lambda data: drawn(data)[0].pixels
