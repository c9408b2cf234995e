"""YuNet's file is not part of this project: here its rows, its errors and how it is called."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from meso.errors import BadWeights
from meso.faces.yunet import LONGER, YuNet, face_of

ROW = np.array([100, 50, 40, 60, 110, 70, 130, 71, 121, 85, 112, 95, 128, 96, 0.97], np.float32)


class Recorded:
    """What stands for OpenCV's class: keeps what it was shown, and finds two faces of ROW."""

    def __init__(self, *arguments):
        self.arguments, self.shown, self.found = arguments, [], np.stack([ROW, ROW])
        self.found[1, 2] = 80

    create = classmethod(lambda cls, *arguments: cls(*arguments))

    def setInputSize(self, size):
        self.size = size

    def detect(self, pixels):
        assert self.size == pixels.shape[1::-1]
        assert pixels.flags["C_CONTIGUOUS"]
        self.shown.append(pixels)
        return 1, self.found


@pytest.fixture
def yunet(tmp_path, monkeypatch):
    monkeypatch.setattr(cv2, "FaceDetectorYN", Recorded)
    file = tmp_path / "yunet.onnx"
    file.write_bytes(b"a network")
    return YuNet(file)


class TestFaceOf:
    def test_scales_the_row_to_the_frame(self):
        face = face_of(ROW, 0.5)
        assert face.box == (200, 100, 280, 220)
        assert face.confidence == pytest.approx(0.97)
        assert [type(edge) for edge in face.box] == [int] * 4

    def test_keeps_left_and_right_as_the_viewer_sees_them(self):
        landmarks = face_of(ROW, 1.0).landmarks
        assert landmarks.dtype == np.float32
        assert landmarks.tolist() == [[110, 70], [130, 71], [121, 85], [112, 95], [128, 96]]


class TestYuNet:
    def test_names_the_widest_face_first(self, yunet):
        assert [face.box.width for face in yunet(np.zeros((90, 160, 3), np.uint8))] == [80, 40]

    def test_is_shown_bgr(self, yunet):
        red = np.zeros((90, 160, 3), np.uint8)
        red[..., 0] = 200
        yunet(red)
        assert yunet._net.shown[-1][0, 0].tolist() == [0, 0, 200]

    def test_is_shown_large_frames_at_640_pixels(self, yunet):
        (widest, _) = yunet(np.zeros((1080, 1920, 3), np.uint8))
        assert yunet._net.shown[-1].shape == (360, LONGER, 3)
        assert widest.box == (300, 150, 540, 330)

    def test_finds_nobody_where_opencv_says_none(self, yunet):
        yunet._net.found = None
        assert yunet(np.zeros((90, 160, 3), np.uint8)) == []


class TestErrors:
    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(BadWeights, match=r"gone\.onnx is missing.*unset MESO_YUNET"):
            YuNet(tmp_path / "gone.onnx")

    def test_a_file_that_is_no_network_is_named(self, tmp_path):
        file = tmp_path / "text.onnx"
        file.write_text("not a network")
        with pytest.raises(BadWeights, match=r"text\.onnx is no YuNet"):
            YuNet(file)

    def test_another_network_is_noticed_when_it_is_loaded(self, tmp_path, monkeypatch):
        def fail(self, pixels):
            raise cv2.error("no such layer")

        monkeypatch.setattr(Recorded, "detect", fail)
        monkeypatch.setattr(cv2, "FaceDetectorYN", Recorded)
        file = tmp_path / "other.onnx"
        file.write_bytes(b"a network")
        with pytest.raises(BadWeights, match=r"other\.onnx is no YuNet"):
            YuNet(file)
