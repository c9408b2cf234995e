from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from meso.values import Box, Face
from tests.faces.marked import Marked, find_marked, lossless_clip, picture

pytestmark = pytest.mark.slow  # the benchmark imports mtcnn

ANNA, BEN = Marked(90, 110, 100, 51), Marked(240, 110, 90, 204)


@pytest.fixture(scope="module")
def finder():
    from benchmarks import finder

    return finder


def moved(face, x):
    left, top, right, bottom = face.box
    landmarks = face.landmarks + np.array([x, 0], np.float32)
    return Face(Box(left + x, top, right + x, bottom), landmarks, face.confidence)


class TestNear:
    def test_of_the_same_faces_is_all_of_them_and_no_distance(self, finder):
        frames = [picture(ANNA, BEN), picture(ANNA)]
        faces = [find_marked(pixels) for pixels in frames]
        assert finder.near(faces, faces, frames) == (3, 1.0, 0.0, 0.0)

    def test_counts_landmarks_in_units_of_eyes_to_mouth(self, finder):
        (face,) = find_marked(picture(ANNA))  # eyes to mouth: 0.4 of 100 pixels
        told = finder.near([[moved(face, 4)]], [[face]], [picture(ANNA)])
        assert told.landmarks == pytest.approx(0.1)
        assert told.crops > 0

    def test_does_not_count_a_face_that_lies_too_far(self, finder):
        (face,) = find_marked(picture(ANNA))
        told = finder.near([[moved(face, 30)]], [[face]], [picture(ANNA)])
        assert told[:2] == (1, 0.0)
        assert np.isnan(told.landmarks)

    def test_counts_only_who_is_seen_in_nine_of_ten_frames(self, finder):
        anna, ben = find_marked(picture(ANNA, BEN))
        faces = [[anna, ben]] * 8 + [[anna]] * 2
        assert finder.steady(faces) == [[anna]] * 10
        assert finder.steady([[]]) == [[]]


class TestPasted:
    def test_faces_are_as_wide_as_asked_and_where_it_says(self, finder):
        from meso.faces.find import Mtcnn

        find = Mtcnn()
        pixels, middles = finder.pasted(130)
        assert pixels.shape == (1080, 1920, 3)
        assert finder._hits(lambda frames: [find(frames[0])], pixels, middles) == len(middles) == 8
        assert np.median([face.box.width for face in find(pixels)]) == pytest.approx(130, abs=15)

    def test_faces_are_missed_by_who_finds_none(self, finder):
        assert finder._hits(lambda frames: [[]], *finder.pasted(33)) == 0


class TestCommand:
    def test_prints_a_table_of_a_clip_without_its_name(self, finder, tmp_path, monkeypatch):
        clip = tmp_path / "secret.mkv"
        clip.write_bytes(lossless_clip([picture(ANNA)] * 4))
        ways = {
            finder.REFERENCE: lambda frames: [find_marked(pixels) for pixels in frames],
            "blind": lambda frames: [[] for _ in frames],
        }
        monkeypatch.setattr(finder, "ways", lambda yunet: ways)
        done = CliRunner().invoke(finder.main, [str(clip), "--frames", "4", "--runs", "1"])
        assert done.exit_code == 0, done.output
        assert "320 × 240, 4 frames" in done.output
        assert "secret" not in done.output
        (blind, *_) = [line for line in done.output.splitlines() if line.startswith("| blind")]
        assert "| 4 | 0% |" in blind
