"""A frame and the user's YuNet file in, its faces out: a second finder, by OpenCV alone.

The file comes from OpenCV's model zoo (face_detection_yunet_*.onnx); none is shipped here.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from meso.errors import BadWeights
from meso.values import Box, Face, Floats, Pixels

LEAST_CONFIDENCE = 0.9
SAME = 0.3  # overlap from which two boxes are one face, as in OpenCV's own example
MOST_FACES = 1000
LONGER = 640  # pixels: frames are searched at most so large; there it sees faces of 15 and more

WHERE = (
    "The file is face_detection_yunet_2023mar.onnx or a newer one of OpenCV's model zoo; give its "
    "whole path, or unset MESO_YUNET to find faces with MTCNN."
)


class YuNet:
    """Finds the faces of a frame: `find = YuNet(path); find(pixels)`.

    The networks of this project learned from crops that MTCNN placed; other landmarks move them.
    Not safe for use by several threads at once.
    Raises BadWeights where the file is missing, or is no YuNet that this OpenCV can run.
    """

    def __init__(self, path: Path | str) -> None:
        if not Path(path).is_file():
            raise BadWeights(f"YuNet cannot be loaded: {path} is missing. {WHERE}")
        try:
            self._net = cv2.FaceDetectorYN.create(
                str(path), "", (LONGER, LONGER), LEAST_CONFIDENCE, SAME, MOST_FACES
            )
            self(np.zeros((64, 64, 3), np.uint8))  # another network is only noticed when it runs
        except cv2.error as error:
            raise BadWeights(
                f"YuNet cannot be loaded: {path} is no YuNet that OpenCV can run. {WHERE}"
            ) from error

    def __call__(self, pixels: Pixels) -> list[Face]:
        """The faces in (height, width, 3) uint8 RGB pixels, the widest first."""
        small, scale = _reduced(pixels)
        self._net.setInputSize((small.shape[1], small.shape[0]))
        _, rows = self._net.detect(np.ascontiguousarray(small[..., ::-1]))  # OpenCV wants BGR
        faces = [face_of(row, scale) for row in (rows if rows is not None else [])]
        return sorted(faces, key=lambda face: face.box.width, reverse=True)


def face_of(row: Floats, scale: float) -> Face:
    """A row of YuNet as a face of a frame that was shrunk by `scale`.

    row: (15,) left, top, width, height, then x and y of the person's right eye, left eye, nose,
         right and left corner of the mouth, which a viewer sees left, right, …, and confidence
    """
    left, top, width, height = (float(number) / scale for number in row[:4])
    box = Box(round(left), round(top), round(left + width), round(top + height))
    landmarks = (row[4:14].reshape(5, 2) / scale).astype(np.float32)
    return Face(box, landmarks, float(np.clip(row[14], 0, 1)))


def _reduced(pixels: Pixels) -> tuple[Pixels, float]:
    scale = min(1.0, LONGER / max(pixels.shape[:2]))
    if scale == 1.0:
        return pixels, scale
    height, width = pixels.shape[:2]
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), scale
