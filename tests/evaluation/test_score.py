from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from meso.detection.decide import Rule
from meso.detection.detector import Detector
from meso.errors import BadFaces
from meso.evaluation.evaluate import Scored
from meso.evaluation.score import AT_ONCE, holds_crops, score_faces, score_files
from tests.detection.conftest import Brightness
from tests.faces.marked import Marked, find_marked, lossless_clip, lossless_photo, picture

pytestmark = pytest.mark.slow


class TestScoreFaces:
    def test_scores_every_crop_with_all_that_the_index_knows(self, write, tmp_path, redness, tell):
        about = {"person": "anna", "clip": "1.mp4", "compression": "c40", "width": 90}
        write({"real/a.png": 51, "fake/faceswap/b.png": 204}, source="ff", **about)
        real, fake = score_faces(tmp_path, redness, tell)
        assert real == Scored(
            "", "ff", pytest.approx(0.2), brightness=pytest.approx((51 + 9 + 7) / 3), **about
        )
        assert fake.method == "faceswap"
        assert fake.fake_score == pytest.approx(0.8)
        assert [item.is_fake for item in (real, fake)] == [False, True]
        assert fake.uncertain is None  # nobody gave a verdict

    def test_scores_a_large_folder_in_parts(self, write, tmp_path, redness, tell, told):
        count = AT_ONCE + 3
        write({f"real/{number}.png": number for number in range(count)})
        scored = score_faces(tmp_path, redness, tell)
        np.testing.assert_allclose(
            [item.fake_score for item in scored], np.arange(count) / 255, atol=1e-6
        )
        assert told == [(AT_ONCE, count), (count, count)]

    def test_refuses_a_folder_without_an_index(self, tmp_path, redness, tell):
        with pytest.raises(BadFaces, match=r"has no faces\.csv"):
            score_faces(tmp_path, redness, tell)


class TestScoreFiles:
    @pytest.fixture
    def detect(self):
        """The real detector, but for the networks: it goes by marks, and bright faces are fake."""
        return Detector(Brightness(), find_marked, Rule(band=0.1)).detect

    @pytest.fixture
    def put(self, tmp_path):
        """Put a photo of a face of that grey, or a clip of several, into the folder."""

        def put(file, *greys, width=100):
            pictures = [picture(Marked(160, 120, width, grey)) for grey in greys]
            data = lossless_clip(pictures) if len(greys) > 1 else lossless_photo(pictures[0])
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

        return put

    def test_scores_a_clip_by_its_verdict(self, put, tmp_path, detect, tell):
        put("fake/faceswap/183_253.mkv", 200, 200, 240, 240, 240, 240, width=80)
        (clip,), problems = score_files(tmp_path, detect, tell)
        assert clip.fake_score == pytest.approx((2 * 200 + 4 * 240) / 6 / 255)
        assert (clip.method, clip.source, clip.kind) == ("faceswap", tmp_path.name, "video")
        assert (clip.person, clip.clip) == ("183", "fake/faceswap/183_253.mkv")
        assert clip.width == pytest.approx(80, abs=1)
        assert clip.brightness == pytest.approx(220, abs=15)  # of the crops, not of the frames
        assert clip.uncertain is False
        assert problems == []

    def test_keeps_the_score_of_an_uncertain_verdict(self, put, tmp_path, detect, tell):
        put("real/anna.png", 115)
        (photo,), _ = score_files(tmp_path, detect, tell)
        assert (photo.kind, photo.uncertain) == ("image", True)
        assert photo.fake_score == pytest.approx(115 / 255)

    @pytest.mark.parametrize(
        ("file", "compression"),
        [
            ("real/c40/a.png", "c40"),
            ("fake/faceswap/c0/2018/a.png", "c0"),
            ("c23/real/a.png", "c23"),
            ("c23/real/c40/a.png", "c40"),
            ("real/c99/a.png", ""),
            ("real/c23.png", ""),
        ],
    )
    def test_reads_the_compression_from_the_nearest_folder(
        self, put, tmp_path, detect, tell, file, compression
    ):
        put(file, 30)
        root = tmp_path / "c23" if file.startswith("c23") else tmp_path
        (photo,), _ = score_files(root, detect, tell)
        assert photo.compression == compression

    def test_says_what_it_cannot_score(self, put, tmp_path, detect, tell, told):
        put("real/a.png", 30)
        put("b.png", 30)
        (tmp_path / "real" / "empty.mp4").touch()
        (tmp_path / "real" / "nobody.png").write_bytes(lossless_photo(picture()))
        scored, problems = score_files(tmp_path, detect, tell)
        assert [item.clip for item in scored] == ["real/a.png"]
        outside, empty, nobody = problems
        assert outside.startswith("b.png is neither in real/ nor in fake/METHOD/.")
        assert empty.startswith("empty.mp4 is empty")
        assert nobody.startswith("No face to score in nobody.png")
        assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_names_the_source_even_of_the_folder_one_is_in(
        self, put, tmp_path, detect, tell, monkeypatch
    ):
        put("real/a.png", 30)
        monkeypatch.chdir(tmp_path)
        (photo,), _ = score_files(Path(), detect, tell)
        assert photo.source == tmp_path.name

    def test_does_not_hide_a_mistake_of_ours(self, put, tmp_path, tell):
        put("real/a.png", 30)
        with pytest.raises(ZeroDivisionError):
            score_files(tmp_path, lambda path: 1 / 0, tell)


class TestHoldsCrops:
    def test_tells_crops_from_clips(self, write, tmp_path):
        assert not holds_crops(tmp_path)
        write({"real/a.png": 1})
        assert holds_crops(tmp_path)
