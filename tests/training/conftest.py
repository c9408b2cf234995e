from __future__ import annotations

from importlib.resources import files

import cv2
import numpy as np
import pytest

from meso.faces.crop import crop, into_crop
from meso.faces.dataset import LabelledFace, label_and_method, write_index
from tests.faces.marked import lossless_photo

# Of the astronaut's photo, as the finder gives them.
LANDMARKS = np.array(
    [[203.5, 100.1], [245.4, 102.2], [224.2, 126.4], [201.8, 138.6], [244.4, 140.4]], np.float32
)


def photo():
    return cv2.imread(str(files("skimage") / "data" / "astronaut.png"), cv2.IMREAD_COLOR_RGB)


def read_only(pixels):
    pixels.flags.writeable = False
    return pixels


@pytest.fixture(scope="session")
def portrait():
    """The same face smaller, with much around it, (240, 256, 3), and its landmarks."""
    return read_only(photo()[:240, 96:352].copy()), LANDMARKS - np.float32([96, 0])


@pytest.fixture(scope="session")
def astronaut():
    """A crop of a real face, (256, 256, 3) uint8 RGB. Who changes it gets an error."""
    return read_only(crop(photo(), LANDMARKS))


@pytest.fixture(scope="session")
def landmarks():
    """Where eyes, nose and mouth are in that crop."""
    return into_crop(LANDMARKS)


@pytest.fixture(scope="session")
def write_faces(landmarks):
    """Write crops, given as {(file, person, source): pixels}, and their index into a folder."""

    def write(folder, faces):
        index = []
        for (file, person, source), pixels in faces.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(lossless_photo(pixels))
            is_fake, method = label_and_method(file)
            index.append(LabelledFace(file, is_fake, method, source, person, file, landmarks))
        write_index(folder, index)
        return index

    return write
