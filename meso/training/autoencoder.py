"""Faces of two people in; a network that draws each with the other's expression out.

The way that the paper describes "deepfakes": a shared encoder and a decoder for each person learn
to draw that person's bent faces straight again; then one person's face goes through the other's
decoder, and what comes out is pasted over the face.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import keras
import numpy as np
from numpy.random import Generator

from meso.faces.crop import FACE_SIZE, TYPICAL
from meso.models.autoencoder import SIDE, build_decoder, build_encoder
from meso.training.blend import eyes_to_mouth
from meso.training.makers import Shown
from meso.training.swap import inner_face, laid_over
from meso.values import Floats, Pixels, Tell

BATCH = 16  # of each of the two
LEARNING_RATE = 5e-4
BENT = 2.5  # pixels of SIDE, how far the knots of a bent face are moved
KNOTS = 5  # a side
SOFT = 0.08  # of the seam, as a share of the distance from eyes to mouth
PLACES = TYPICAL * SIDE / FACE_SIZE  # where the landmarks are to be in a face of SIDE pixels


class Autoencoder:
    """For one pair of people, 0 and 1; the same seed learns the same but for rounding."""

    def __init__(self, seed: int) -> None:
        keras.utils.set_random_seed(seed)
        self._rng = np.random.default_rng(seed)
        encoder, decoders = build_encoder(), [build_decoder(f"person_{n}") for n in (0, 1)]
        faces = [keras.Input((SIDE, SIDE, 3)) for _ in decoders]
        drawn = [decoder(encoder(face)) for decoder, face in zip(decoders, faces, strict=True)]
        self._both = keras.Model(faces, drawn)
        self._both.compile(optimizer=keras.optimizers.Adam(LEARNING_RATE), loss="mae")
        self._as = [keras.Model(faces[0], decoder(encoder(faces[0]))) for decoder in decoders]

    def learn(self, pair: tuple[Sequence[Shown], Sequence[Shown]], steps: int, tell: Tell) -> None:
        """Train in so many steps, each with BATCH faces of either person."""
        small = [np.stack([straightened(*shown) for shown in person]) for person in pair]
        for step in range(1, steps + 1):
            wanted = [faces[self._rng.integers(len(faces), size=BATCH)] for faces in small]
            wanted = [faces[:, :, ::-1] if self._rng.random() < 0.5 else faces for faces in wanted]
            shown = [np.stack([bent(face, self._rng) for face in faces]) for faces in wanted]
            self._both.train_on_batch([_numbers(s) for s in shown], [_numbers(w) for w in wanted])
            tell(step, steps)

    def drawn_as(self, person: int, shown: Shown) -> Pixels:
        """(SIDE, SIDE, 3): the face as that person's decoder draws it."""
        numbers = _numbers(straightened(*shown)[None])
        drawn: Pixels = (
            (self._as[person].predict_on_batch(numbers)[0] * 255).round().astype(np.uint8)
        )
        return drawn

    def swapped(self, person: int, shown: Shown) -> Pixels:
        """The picture with that person's face in it; outside the face not a pixel is another."""
        pixels, landmarks = shown
        size = pixels.shape[1], pixels.shape[0]
        back = cv2.invertAffineTransform(_onto_places(landmarks))
        drawn = self.drawn_as(person, shown)
        face = cv2.warpAffine(
            drawn, back, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT
        )
        hull = inner_face(pixels.shape[:2], landmarks)
        return laid_over(pixels, face, hull, SOFT * eyes_to_mouth(landmarks))


def straightened(pixels: Pixels, landmarks: Floats) -> Pixels:
    """(SIDE, SIDE, 3): the face with its landmarks where those of a typical one are."""
    straight: Pixels = cv2.warpAffine(
        pixels,
        _onto_places(landmarks),
        (SIDE, SIDE),
        flags=cv2.INTER_AREA,
        borderMode=cv2.BORDER_REFLECT,
    )
    return straight


def bent(face: Pixels, rng: Generator) -> Pixels:
    """The face on a sheet of rubber whose knots were pulled a little, each another way."""
    knots = rng.normal(0, BENT, (KNOTS, KNOTS, 2)).astype(np.float32)
    pulled = cv2.resize(knots, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.indices((SIDE, SIDE), np.float32)
    across, down = columns + pulled[..., 0], rows + pulled[..., 1]
    on_rubber: Pixels = cv2.remap(
        face, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return on_rubber


def _onto_places(landmarks: Floats) -> Floats:
    matrix, _ = cv2.estimateAffinePartial2D(landmarks, PLACES, method=cv2.LMEDS)
    onto: Floats = matrix.astype(np.float32)
    return onto


def _numbers(faces: Pixels) -> Floats:
    return faces.astype(np.float32) / np.float32(255)
