from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadFaces, NoFaceFound
from meso.evaluation.evaluate import Scored
from meso.evaluation.score import AT_ONCE, holds_crops, score_faces, score_files
from meso.faces.dataset import LabelledFace, label_and_method, write_index
from tests.faces.marked import lossless_photo


def brightness(crops):
    """The stand-in for a network: the red of each crop, of 255."""
    assert crops.shape[1:] == (256, 256, 3)
    assert crops.dtype == np.uint8
    return (crops[..., 0].mean(axis=(1, 2)) / 255).astype(np.float32)


@pytest.fixture
def told():
    return []


@pytest.fixture
def tell(told):
    return lambda done, of: told.append((done, of))


@pytest.fixture
def write(tmp_path):
    """Write crops of which only the red differs, and their index."""

    def write(reds, source="c23"):
        index = []
        for file, red in reds.items():
            pixels = np.zeros((256, 256, 3), np.uint8) + np.array([red, 9, 7], np.uint8)
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes(lossless_photo(pixels))
            landmarks = np.zeros((5, 2), np.float32)
            index.append(
                LabelledFace(file, *label_and_method(file), source, "anna", file, landmarks)
            )
        write_index(tmp_path, index)

    return write


class TestScoreFaces:
    def test_scores_every_crop_with_its_label(self, write, tmp_path, tell, told):
        write({"real/a.png": 51, "fake/faceswap/b.png": 204})
        scored = score_faces(tmp_path, brightness, tell)
        assert scored == [
            Scored("", "c23", pytest.approx(0.2)),
            Scored("faceswap", "c23", pytest.approx(0.8)),
        ]
        assert [item.is_fake for item in scored] == [False, True]
        assert told == [(2, 2)]

    def test_scores_a_large_folder_in_parts(self, write, tmp_path, tell, told):
        count = AT_ONCE + 3
        write({f"real/{number}.png": number for number in range(count)})
        scored = score_faces(tmp_path, brightness, tell)
        np.testing.assert_allclose(
            [item.fake_score for item in scored], np.arange(count) / 255, atol=1e-6
        )
        assert told == [(AT_ONCE, count), (count, count)]

    def test_refuses_a_folder_without_an_index(self, tmp_path, tell):
        with pytest.raises(BadFaces, match=r"has no faces\.csv"):
            score_faces(tmp_path, brightness, tell)


class TestScoreFiles:
    def test_scores_what_it_can_and_says_the_rest(self, tmp_path, tell, told):
        def fake_score(path):
            if path.stem == "empty":
                raise NoFaceFound(path.name, looked_at=32, too_small=0, smallest=64)
            return len(path.read_bytes()) / 10

        for file in ["real/a.mp4", "real/empty.mp4", "fake/faceswap/c40/b.mp4", "c.mp4"]:
            (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / file).write_bytes(b"123" if "fake" in file else b"1")
        scored, problems = score_files(tmp_path, fake_score, tell)
        assert scored == [
            Scored("faceswap", tmp_path.name, 0.3),
            Scored("", tmp_path.name, 0.1),
        ]
        outside, without_face = problems
        assert outside.startswith("c.mp4 is neither in real/ nor in fake/METHOD/.")
        assert without_face.startswith("No face to score in empty.mp4")
        assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_does_not_hide_a_mistake_of_ours(self, tmp_path, tell):
        (tmp_path / "real").mkdir()
        (tmp_path / "real" / "a.mp4").touch()
        with pytest.raises(ZeroDivisionError):
            score_files(tmp_path, lambda path: 1 / 0, tell)


class TestHoldsCrops:
    def test_tells_crops_from_clips(self, write, tmp_path):
        assert not holds_crops(tmp_path)
        write({"real/a.png": 1})
        assert holds_crops(tmp_path)
