"""Drawn faces: a folder as `meso faces` leaves it, of people who differ and stay themselves."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.faces.dataset import read_crop, read_index, shared_people
from meso.faces.drawn import draw_faces

pytestmark = pytest.mark.slow


def drawn(folder, **asked):
    draw_faces(folder, **{"people": 5, "each": 2, "tell": lambda done, of: None} | asked)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return drawn(tmp_path_factory.mktemp("drawn"))


def crops(folder, side):
    return {face.file: read_crop(folder / side / face.file) for face in read_index(folder / side)}


class TestTheFolder:
    def test_has_other_people_in_val(self, folder):
        train, val = (read_index(folder / side) for side in ("train", "val"))
        assert [len({face.person for face in side}) for side in (train, val)] == [3, 2]
        assert not shared_people(train, val)

    def test_holds_crops_in_colour_with_their_landmarks(self, folder):
        for face in read_index(folder / "train"):
            pixels = read_crop(folder / "train" / face.file).astype(int)
            assert pixels.shape == (256, 256, 3)
            assert not face.is_fake
            eye, cheek = face.landmarks[0].astype(int), (face.landmarks[0] + (0, 40)).astype(int)
            dark = pixels[eye[1] - 1 : eye[1] + 2, eye[0] - 1 : eye[0] + 2].mean()
            assert dark < pixels[cheek[1] - 3 : cheek[1] + 3, cheek[0] - 3 : cheek[0] + 3].mean()

    def test_is_the_same_for_the_same_seed_only(self, folder, tmp_path):
        again, other = drawn(tmp_path / "again"), drawn(tmp_path / "other", seed=1)
        first = crops(folder, "train")
        for file, pixels in crops(again, "train").items():
            np.testing.assert_array_equal(pixels, first[file])
        assert any((pixels != first[file]).any() for file, pixels in crops(other, "train").items())

    def test_is_not_drawn_over_faces_that_are_there(self, folder):
        with pytest.raises(BadFaces, match="holds faces already"):
            drawn(folder)


class TestAPerson:
    def test_looks_more_like_themselves_than_like_others(self, folder):
        middle = np.s_[80:180, 60:200]
        means = {
            file: pixels[middle].reshape(-1, 3).mean(axis=0)
            for side in ("train", "val")
            for file, pixels in crops(folder, side).items()
        }
        people = {}
        for file, mean in means.items():
            people.setdefault(file.split("_")[0], []).append(mean)
        own = np.mean([np.abs(one - other).mean() for one, other in people.values()])
        all_means = np.array([pair[0] for pair in people.values()])
        others = np.abs(all_means[:, None] - all_means).mean(axis=-1)
        assert own < others[others > 0].mean()

    def test_has_skin_that_is_never_flat(self, folder):
        for pixels in crops(folder, "val").values():
            assert pixels[150:160, 60:80].std(axis=(0, 1)).min() > 1
