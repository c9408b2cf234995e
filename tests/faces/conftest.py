from __future__ import annotations

from importlib.resources import files

import numpy as np
import pytest
from PIL import Image

from meso.values import Box, Face


@pytest.fixture(scope="session")
def astronaut():
    """A photo of one person that scikit-image ships: (512, 512, 3) uint8 RGB."""
    with Image.open(files("skimage") / "data" / "astronaut.png") as photo:
        return np.array(photo.convert("RGB"))


@pytest.fixture(scope="session")
def find():
    """The real finder. TensorFlow loads here, when the first slow test runs."""
    from meso.faces.find import Mtcnn

    return Mtcnn()


@pytest.fixture
def face():
    """A face of which only the box counts, by its middle and its width."""

    def at(x, y, width=100):
        left, top = x - width // 2, y - width // 2
        box = Box(left, top, left + width, top + width)
        return Face(box, np.zeros((5, 2), np.float32), confidence=0.9)

    return at
