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
def read_of():
    """read_of(data, frames=n): how many frames come out of these bytes, of how many wanted."""

    def read_of(data: bytes, **options: int) -> tuple[int, int]:
        media = open_media(io.BytesIO(data), "upload", **options)
        return sum(1 for _ in media.frames), media.wanted

    return read_of


@pytest.fixture
def drawn():
    """drawn(data, frames=n): every frame that comes out of these bytes."""
    return draw


@pytest.fixture
def pixels_of(drawn):
    """pixels_of(data): the pixels of the first frame."""
    return lambda data: drawn(data)[0].pixels
