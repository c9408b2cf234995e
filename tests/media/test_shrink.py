"""Pictures made small enough for a page."""

from __future__ import annotations

from base64 import b64decode
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from meso.media.shrink import shrink, thumbnail
from tests.media_files import CORNERS, numbered_picture


def slope(height, width):
    """Darker above, redder to the right."""
    rows, columns = np.mgrid[:height, :width]
    colours = [columns * 255 // width, rows * 255 // height, np.full_like(rows, 9)]
    return np.stack(colours, axis=-1).astype(np.uint8)


@pytest.mark.parametrize(
    ("size", "small"), [((90, 160), (54, 96)), ((160, 90), (96, 54)), ((1, 960), (1, 96))]
)
def test_the_longer_side_becomes_as_long_as_asked(size, small):
    assert shrink(slope(*size), 96).shape == (*small, 3)


def test_what_is_small_enough_is_left_alone():
    picture = slope(60, 96)
    assert shrink(picture, 96) is picture


def test_nothing_is_turned_and_no_colour_swapped():
    small = shrink(slope(200, 400), 100).astype(int)
    assert small[25, 90, 0] > small[25, 10, 0] + 150
    assert small[45, 50, 1] > small[5, 50, 1] + 150
    assert set(small[..., 2].ravel()) == {9}


class TestAThumbnail:
    def test_is_a_small_jpeg_in_its_colours(self):
        head, _, coded = thumbnail(numbered_picture(width=256, height=256)).partition(",")
        assert head == "data:image/jpeg;base64"
        small = np.array(Image.open(BytesIO(b64decode(coded))))
        assert small.shape == (64, 64, 3)
        for (row, column), colour in zip(
            [(8, 8), (8, 56), (56, 8), (56, 56)], CORNERS, strict=True
        ):
            assert np.abs(small[row, column].astype(int) - colour).max() < 40
