from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.training.crops import Crops

BYTES = 256 * 256 * 3


@pytest.fixture
def faces(write_faces, tmp_path):
    """A dark face, one that is nearly the same, and a bright one; files that can be opened."""
    grey = {"dark": 20, "nearly": 23, "bright": 200}
    index = write_faces(
        tmp_path,
        {
            (f"real/{name}.png", name, "nasa"): np.full((256, 256, 3), level, np.uint8)
            for name, level in grey.items()
        },
    )
    return [replace(face, file=str(tmp_path / face.file)) for face in index]


class TestCrops:
    def test_are_read_from_the_file(self, faces):
        assert Crops()(faces[2]).mean() == 200

    def test_are_read_once_while_there_is_room(self, faces, tmp_path):
        crops = Crops(room=2 * BYTES)
        first = [crops(face) for face in faces]
        for file in tmp_path.glob("real/*"):
            file.unlink()
        assert [crops(face) is crop for face, crop in zip(faces[:2], first, strict=False)] == [
            True,
            True,
        ]
        with pytest.raises(BadFaces, match=r"bright\.png cannot be read"):
            crops(faces[2])

    def test_that_look_alike_differ_little(self, faces):
        dark, nearly, bright = faces
        crops = Crops()
        assert crops.unlikeness(dark, dark) == 0
        assert crops.unlikeness(dark, nearly) == pytest.approx(3)
        assert crops.unlikeness(dark, bright) == pytest.approx(180)
