"""The one crop of the project: a frame and landmarks in, the picture that the network sees out."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from meso.values import Floats, Pixels

FACE_SIZE = 256
SIDE = 2.0  # of the square, in units of max(eye to eye, eyes to mouth); decision 0003
MOST_DETAIL = 8  # a face is never sampled finer than 8 × 256 pixels before it is scaled down

# Where the landmarks lie in a crop on average, over 26,000 faces; each strays by 4 to 10 pixels.
TYPICAL = np.array([[69, 66], [187, 66], [127, 125], [78, 193], [177, 193]], np.float32)

Matrix = NDArray[np.float64]


def crop(pixels: Pixels, landmarks: Floats, *, size: int = FACE_SIZE, wider: float = 1.0) -> Pixels:
    """Cut out a face, square and upright, and scale it to `size`.

    pixels:    (height, width, 3) uint8 RGB -> (size, size, 3) uint8 RGB
    landmarks: (5, 2), as in Face
    wider:     how often the usual side to cut: only to see whether a verdict hangs on the crop

    The line from the middle of the eyes to the middle of the mouth becomes vertical, as in the
    code published with MesoNet (Afchar et al. 2018, arXiv 1809.00888). Where the square leaves
    the frame, the frame is mirrored: a black border would give the network something to learn.
    """
    side = _side(landmarks) * wider
    finer = min(math.ceil(side / size), MOST_DETAIL)  # warpAffine alone would alias large faces
    detailed = cv2.warpAffine(
        pixels,
        crop_to_frame(landmarks, size=finer * size, wider=wider),
        (finer * size, finer * size),
        flags=cv2.WARP_INVERSE_MAP | (cv2.INTER_CUBIC if side < size else cv2.INTER_LINEAR),
        borderMode=cv2.BORDER_REFLECT,
    )
    face: Pixels = cv2.resize(detailed, (size, size), interpolation=cv2.INTER_AREA)
    return face


def crop_to_frame(landmarks: Floats, *, size: int = FACE_SIZE, wider: float = 1.0) -> Matrix:
    """The (2, 3) matrix that takes a pixel (x, y, 1) of the crop to its point in the frame."""
    left_eye, right_eye, nose, left_mouth, right_mouth = landmarks.astype(np.float64)
    eyes, mouth = (left_eye + right_eye) / 2, (left_mouth + right_mouth) / 2
    centre = nose / 2 + (eyes + mouth) / 4
    x, y = mouth - eyes
    length = np.hypot(x, y)
    down = np.array([x, y]) / length if length else np.array([0.0, 1.0])
    right = np.array([down[1], -down[0]])
    turn = np.column_stack([right, down]) * (_side(landmarks) * wider / size)
    return np.column_stack([turn, centre - turn @ np.full(2, (size - 1) / 2)])


def into_crop(landmarks: Floats, *, size: int = FACE_SIZE) -> Floats:
    """Where the landmarks of a frame lie in the crop made with them: (5, 2) float32."""
    matrix = crop_to_frame(landmarks, size=size)
    points = np.linalg.solve(matrix[:, :2], (landmarks - matrix[:, 2]).T)
    return points.T.astype(np.float32)


def _side(landmarks: Floats) -> float:
    left_eye, right_eye, _, left_mouth, right_mouth = landmarks.astype(np.float64)
    eye_to_eye = np.hypot(*(right_eye - left_eye))
    eyes_to_mouth = np.hypot(*(left_mouth + right_mouth - left_eye - right_eye)) / 2
    return SIDE * max(float(eye_to_eye), float(eyes_to_mouth), 1.0)
