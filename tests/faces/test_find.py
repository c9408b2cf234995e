from __future__ import annotations

from pathlib import Path

import cv2
import joblib
import numpy as np
import pytest

pytestmark = pytest.mark.slow

# In the astronaut's photo, read off by eye: left eye, right eye, nose tip, corners of the mouth.
LANDMARKS = np.array([[204, 101], [246, 102], [226, 126], [204, 140], [243, 141]])


@pytest.fixture(scope="module")
def found(find, astronaut):
    (face,) = find(astronaut)
    return face


class TestMtcnn:
    def test_finds_the_one_face_of_a_photo(self, found):
        assert found.box.left < 204 < 246 < found.box.right
        assert found.box.top < 101 < 141 < found.box.bottom
        assert 60 < found.box.width < 110
        assert 0 <= found.confidence <= 1

    def test_gives_five_landmarks_left_and_right_as_the_viewer_sees_them(self, found):
        assert found.landmarks.shape == (5, 2)
        assert found.landmarks.dtype == np.float32
        np.testing.assert_allclose(found.landmarks, LANDMARKS, atol=5)

    def test_gives_a_box_of_plain_whole_numbers(self, found):
        assert [type(edge) for edge in found.box] == [int] * 4
        assert type(found.confidence) is float

    @pytest.mark.parametrize("scale", [0.5, 1.5, 1080 / 512, 4])
    def test_finds_it_in_a_smaller_and_in_a_larger_photo(self, find, found, astronaut, scale):
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        widest, *_ = find(cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=how))
        near = 0.05 * found.box.width
        np.testing.assert_allclose(widest.landmarks / scale, found.landmarks, atol=near)
        np.testing.assert_allclose(np.divide(widest.box, scale), found.box, atol=2 * near)

    @pytest.mark.parametrize(("width", "height"), [(1920, 1080), (3840, 2160)])
    def test_finds_it_in_a_small_part_of_a_large_frame(self, find, found, astronaut, width, height):
        frame = np.full((height, width, 3), 110, np.uint8)
        frame[300:812, 700:1212] = astronaut
        (face,) = find(frame)
        expected = np.add(found.landmarks, (700, 300))
        np.testing.assert_allclose(face.landmarks, expected, atol=0.05 * found.box.width)

    @pytest.mark.parametrize("angle", [-20, 20])
    def test_finds_a_tilted_face_and_its_landmarks(self, find, found, astronaut, angle):
        turn = cv2.getRotationMatrix2D((224, 120), angle, 1)
        (face,) = find(cv2.warpAffine(astronaut, turn, (512, 512), borderMode=cv2.BORDER_REFLECT))
        expected = found.landmarks @ turn[:, :2].T + turn[:, 2]
        np.testing.assert_allclose(face.landmarks, expected, atol=0.08 * found.box.width)

    def test_names_the_widest_of_two_faces_first(self, find, found, astronaut):
        smaller = cv2.resize(astronaut, (384, 384), interpolation=cv2.INTER_AREA)
        both = np.full((512, 896, 3), 110, np.uint8)
        both[128:, :384], both[:, 384:] = smaller, astronaut
        right, left = find(both)
        assert right.box.left > 384 > left.box.right
        assert right.box.width > left.box.width

    @pytest.mark.parametrize("size", [(480, 640), (33, 47), (1, 1), (4, 3000)])
    def test_finds_nothing_where_there_is_none(self, find, size):
        noise = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
        assert find(noise) == []
        assert find(np.zeros_like(noise)) == []

    def test_gives_the_same_numbers_to_the_last_bit_whatever_it_saw_before(
        self, find, found, astronaut
    ):
        find(astronaut[:300, 50:])
        (again,) = find(astronaut)
        np.testing.assert_array_equal(again.landmarks, found.landmarks)
        assert (again.box, again.confidence) == (found.box, found.confidence)


class Trap:
    """What leaves a file behind when somebody unpickles it."""

    def __reduce__(self):
        return Path.touch, (Path("sprung"),)


class TestLoading:
    @pytest.fixture
    def trapped(self, tmp_path, monkeypatch):
        """A working directory with a file that mtcnn, left alone, would unpickle."""
        monkeypatch.chdir(tmp_path)
        for stage in ["pnet", "rnet", "onet"]:
            joblib.dump(Trap(), f"{stage}.lz4")
        return tmp_path / "sprung"

    def test_ignores_files_in_the_working_directory(self, trapped, astronaut):
        from meso.faces.find import Mtcnn

        assert len(Mtcnn()(astronaut)) == 1
        assert not trapped.exists()

    def test_would_not_without_the_full_paths(self, trapped):
        from mtcnn.utils.tensorflow import load_weights

        load_weights("pnet.lz4")
        assert trapped.exists()

    def test_needs_no_working_directory(self, tmp_path, monkeypatch, astronaut):
        from meso.faces.find import Mtcnn

        gone = tmp_path / "gone"
        gone.mkdir()
        monkeypatch.chdir(gone)
        gone.rmdir()
        assert len(Mtcnn()(astronaut)) == 1
