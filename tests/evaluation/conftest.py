from __future__ import annotations

import numpy as np
import pytest

from meso.faces.dataset import LabelledFace, label_and_method, write_index
from tests.faces.marked import lossless_photo

LANDMARKS = np.array([[88, 70], [168, 70], [130, 120], [100, 170], [156, 170]], np.float32)


@pytest.fixture
def told():
    """What `tell` was told."""
    return []


@pytest.fixture
def tell(told):
    return lambda done, of: told.append((done, of))


@pytest.fixture
def redness():
    """The stand-in for a network: the red of each crop, of 255."""

    def fake_scores(crops):
        assert crops.shape[1:] == (256, 256, 3)
        assert crops.dtype == np.uint8
        return (crops[..., 0].mean(axis=(1, 2)) / 255).astype(np.float32)

    return fake_scores


@pytest.fixture
def write(tmp_path):
    """Write crops and their index into `tmp_path`: pixels, or the red of a plain one, by file."""

    def write(pictures, **about):
        index = []
        for place, (file, picture) in enumerate(pictures.items()):
            plain = np.zeros((256, 256, 3), np.uint8) + np.array([0, 9, 7], np.uint8)
            if np.ndim(picture):
                pixels = picture
            else:
                pixels = plain
                pixels[..., 0] = picture
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes(lossless_photo(pixels))
            known = {"source": "c23", "person": f"person {place}", "clip": file} | about
            index.append(LabelledFace(file, *label_and_method(file), landmarks=LANDMARKS, **known))
        write_index(tmp_path, index)

    return write
