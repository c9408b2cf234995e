"""A frame in, its faces out: MTCNN (Zhang et al. 2016, arXiv 1604.02878) behind one callable."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import cv2
import numpy as np
import tensorflow as tf
from mtcnn import MTCNN
from mtcnn.stages import StageONet, StagePNet, StageRNet
from mtcnn.stages.base import StageBase

from meso.values import Box, Face, Floats, Pixels

LEAST_CONFIDENCE = 0.9  # at mtcnn's own 0.8 folds of cloth and rings come back as faces


class Mtcnn:
    """Finds the faces of a frame: `find = Mtcnn(); find(pixels)`.

    Frames are searched at half size, but their longer side is not reduced below 640 pixels and
    never left above 1280. There MTCNN sees faces of 20 pixels and more: of 40 and more in frames
    up to 2560 pixels wide, of 60 and more in 4K. (mtcnn 1.0 has an option for the smallest face,
    but at 40 pixels or more it silently finds nothing, so its default stays and the frame
    shrinks.) Not safe for use by several threads at once.
    """

    def __init__(self) -> None:
        stages = {StagePNet: "pnet.lz4", StageRNet: "rnet.lz4", StageONet: "onet.lz4"}
        self._mtcnn = MTCNN([_compiled(stage, weights) for stage, weights in stages.items()])

    def __call__(self, pixels: Pixels) -> list[Face]:
        """The faces in (height, width, 3) uint8 RGB pixels, the widest first."""
        small, scale = _reduced(pixels)
        rows = self._mtcnn.detect_faces(
            small,
            output_type="numpy",
            box_format="xyxy",
            fit_to_image=False,
            threshold_onet=LEAST_CONFIDENCE,
        )
        faces = [_face(row, scale) for row in rows]
        return sorted(faces, key=lambda face: face.box.width, reverse=True)


def _compiled(stage: Callable[..., StageBase], weights: str) -> StageBase:
    """The stage with its network compiled, which is several times faster than mtcnn's eager call.

    Its weights are named by their full path, because mtcnn unpickles a file of that name in
    the working directory in preference to its own.
    """
    made = stage(weights=str(files("mtcnn.assets.weights") / weights))
    # autograph would leave compiled Python in the temp folder, and there is nothing to convert
    made._model = tf.function(made.model, autograph=False, reduce_retracing=True)
    return made


def _reduced(pixels: Pixels) -> tuple[Pixels, float]:
    longer = max(pixels.shape[:2])
    scale = min(1.0, np.clip(longer / 2, 640, 1280) / longer)
    if scale == 1.0:
        return pixels, scale
    small: Pixels = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small, scale


def _face(row: Floats, scale: float) -> Face:
    """A row of mtcnn (image, left, top, right, bottom, confidence, 5 × x, 5 × y) as a Face."""
    box = Box(*(round(float(edge) / scale) for edge in row[1:5]))
    landmarks = (row[6:16].reshape(2, 5).T / scale).astype(np.float32)
    return Face(box, landmarks, float(row[5]))
