"""The PNG in an address: what Pillow reads from it is what went in."""

from __future__ import annotations

import base64
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from meso.takeaway.png import data_url


def read(url):
    kind, _, content = url.partition(",")
    assert kind == "data:image/png;base64"
    return Image.open(BytesIO(base64.b64decode(content, validate=True)))


@pytest.mark.parametrize("size", [(1, 1), (3, 7), (64, 48)])
def test_pillow_reads_the_same_pixels(size):
    pixels = np.random.default_rng(3).integers(0, 256, (*size, 3)).astype(np.uint8)
    picture = read(data_url(pixels))
    assert (picture.format, picture.mode) == ("PNG", "RGB")
    np.testing.assert_array_equal(np.asarray(picture), pixels)


def test_a_view_with_gaps_in_memory_is_written_as_it_looks():
    pixels = np.arange(8 * 6 * 3, dtype=np.uint8).reshape(8, 6, 3)
    np.testing.assert_array_equal(np.asarray(read(data_url(pixels[::2, ::-1]))), pixels[::2, ::-1])
