from __future__ import annotations

from pathlib import Path

import cv2
import joblib
import numpy as np
import pytest

from meso.errors import BadWeights
from meso.values import SMALLEST_FACE, Box

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


@pytest.fixture(scope="module")
def pair(astronaut):
    """Two of her side by side, the left one small."""
    both = np.full((512, 1024, 3), 110, np.uint8)
    both[128:, :384] = cv2.resize(astronaut, (384, 384), interpolation=cv2.INTER_AREA)
    both[:, 512:] = astronaut
    return both


class TestNear:
    def test_finds_the_face_at_a_box_only(self, find, pair):
        for face in find(pair):
            (near,) = find.near(pair, [face.box])
            np.testing.assert_allclose(near.box, face.box, atol=0.1 * face.box.width)
            apart = np.abs(near.landmarks - face.landmarks).max()
            assert apart < 0.05 * face.box.width

    def test_finds_a_face_that_moved_by_half_its_width(self, find, pair, found):
        right = Box(*np.add(found.box, (512, 0, 512, 0)).tolist())
        for x, y in [(40, 0), (-40, 10), (10, 40)]:
            moved = Box(right.left + x, right.top + y, right.right + x, right.bottom + y)
            (near,) = find.near(pair, [moved])
            np.testing.assert_allclose(near.box, right, atol=10)

    def test_finds_several_and_each_only_once(self, find, pair):
        boxes = [face.box for face in find(pair)]
        again = find.near(pair, boxes + boxes)
        assert [face.box.width for face in again] == sorted(
            [face.box.width for face in again], reverse=True
        )
        assert len(again) == 2

    def test_finds_others_where_asked_to_look_everywhere(self, find, pair):
        (widest, _) = find(pair)
        assert len(find.near(pair, [widest.box], and_everywhere=True)) == 2
        assert len(find.near(pair, [], and_everywhere=True)) == 2

    def test_finds_nobody_where_nobody_is(self, find, pair):
        assert find.near(pair, [Box(20, 10, 90, 90)]) == []
        assert find.near(pair, [Box(5000, 10, 5090, 90)]) == []
        assert find.near(pair, []) == []

    def test_knows_a_face_again_that_alone_would_not_be_sure_enough(self, find, astronaut, found):
        def seen(covered):
            """The photo with the left of the face covered, up to a column."""
            pixels = astronaut.copy()
            pixels[60:180, 150:covered] = 110
            return find(pixels), find.near(pixels, [found.box], and_everywhere=True)

        both = [seen(covered) for covered in range(190, 250, 4)]
        assert all(len(again) >= len(alone) for alone, again in both)
        assert any(len(again) > len(alone) for alone, again in both)


class TestBeside:
    def test_gives_each_box_square_and_shifted_by_a_fifth_of_its_side(self):
        from meso.faces.find import beside

        rows = beside([Box(100, 200, 180, 300), Box(0, 0, 50, 50)])
        middles = (rows[:, :2] + rows[:, 2:4]) / 2
        assert rows.shape == (10, 5)
        np.testing.assert_array_equal(rows[::2, 2] - rows[::2, 0], 100)
        np.testing.assert_array_equal(rows[::2, 3] - rows[::2, 1], 100)
        np.testing.assert_allclose(
            sorted(middles[::2].tolist()),
            [[120, 250], [140, 230], [140, 250], [140, 270], [160, 250]],
        )

    def test_of_nobody_is_nothing(self):
        from meso.faces.find import beside

        assert beside([]).shape == (0, 5)


class TestFinest:
    @pytest.mark.parametrize(
        ("longer", "pixels"), [(320, 20), (640, 20), (960, 30), (1280, 39.8), (3840, 39.8)]
    )
    def test_is_40_pixels_and_less_in_small_frames(self, longer, pixels):
        from meso.faces.find import finest_for

        assert finest_for(longer) == pytest.approx(pixels, abs=0.1)

    def test_is_kept_below_what_is_scored_up_to_6800_pixels_and_bounded_beyond(self):
        from meso.faces.find import CELL, LARGEST_LEVEL, finest_for

        assert finest_for(6800) < SMALLEST_FACE
        assert 40_000 * CELL / finest_for(40_000) == pytest.approx(LARGEST_LEVEL)


class TestChosenFinder:
    def test_is_mtcnn_unless_the_environment_names_a_file(self, monkeypatch, tmp_path):
        from meso.faces.find import Mtcnn, chosen_finder

        monkeypatch.delenv("MESO_YUNET", raising=False)
        assert isinstance(chosen_finder(), Mtcnn)
        monkeypatch.setenv("MESO_YUNET", str(tmp_path / "gone.onnx"))
        with pytest.raises(BadWeights, match=r"gone\.onnx is missing"):
            chosen_finder()


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
