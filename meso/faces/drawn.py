"""Nothing in; faces of people who do not exist, drawn by a few lines of code, out.

To show how an experiment works where nobody's pictures are at hand. They are drawings: what a
network makes of them says nothing of photos.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from meso.errors import BadFaces
from meso.faces.crop import FACE_SIZE as SIDE
from meso.faces.crop import TYPICAL
from meso.faces.dataset import INDEX, LabelledFace, as_png, write_index
from meso.values import Floats, Pixels, Tell

SOURCE = "drawn"
FINE = 2  # drawn so many times as large, and shrunk: no stairs along the lines

Colour = tuple[int, int, int]
Reals = NDArray[np.floating[Any]]


class Looks(NamedTuple):
    """What is a person's own. Lengths are shares of the distance from eyes to mouth."""

    skin: Colour
    hair: Colour
    iris: Colour
    lips: Colour
    wide: float
    long: float
    eye: float
    mouth: float
    fringe: float
    freckles: int


def draw_faces(folder: Path, *, people: int, each: int, seed: int = 0, tell: Tell) -> None:
    """Draw so many pictures of so many people, two in five of them held out, as `meso faces`
    leaves them: train/ and val/. The same arguments draw the same pixels.

    Raises BadFaces when the folder has faces already.
    """
    if any((folder / side / INDEX).is_file() for side in ("train", "val")):
        raise BadFaces(
            f"{folder} holds faces already. Name a new folder, or delete this one first."
        )
    held_out = max(2, round(0.4 * people))
    done = 0
    for side, some in (
        ("val", range(held_out)),
        ("train", range(held_out, people)),
    ):
        index = []
        for person in some:
            for number, (pixels, landmarks) in enumerate(_pictures_of(person, each, seed)):
                index.append(_face(f"{person:03}", number, landmarks))
                path = folder / side / index[-1].file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(as_png(pixels))
            tell(done := done + 1, people)
        write_index(folder / side, index)


def _face(person: str, number: int, landmarks: Floats) -> LabelledFace:
    name = f"{person}_{number:02}.png"
    return LabelledFace(f"real/{name}", False, "", SOURCE, person, f"real/{name}", landmarks)


def _pictures_of(person: int, each: int, seed: int) -> Iterator[tuple[Pixels, Floats]]:
    looks = _looks(np.random.default_rng([seed, person]))
    for number in range(each):
        yield drawn_face(looks, np.random.default_rng([seed, person, number]))


def _looks(rng: Generator) -> Looks:
    light = rng.uniform(0.35, 1)
    skin = np.array([245, 205, 175]) * light + rng.normal(0, 8, 3)
    return Looks(
        skin=_colour(skin),
        hair=_colour(np.array([150, 105, 60]) * rng.uniform(0.15, 1.4) + rng.normal(0, 15, 3)),
        iris=_colour(rng.uniform(30, 170, 3)),
        lips=_colour(skin * (0.85, 0.55, 0.55)),
        wide=rng.uniform(1.0, 1.25),
        long=rng.uniform(0.9, 1.1),
        eye=rng.uniform(0.16, 0.24),
        mouth=rng.uniform(0.3, 0.5),
        fringe=rng.uniform(0.1, 0.6),
        freckles=int(rng.integers(0, 40)),
    )


def drawn_face(looks: Looks, rng: Generator) -> tuple[Pixels, Floats]:
    """One picture of a person: (256, 256, 3) uint8 RGB, and its landmarks, (5, 2)."""
    landmarks = (TYPICAL + rng.normal(0, 1.5, TYPICAL.shape)).astype(np.float32)
    canvas = _background(rng)
    _draw_head(canvas, looks, landmarks)
    _draw_parts(canvas, looks, landmarks, rng)
    small = cv2.resize(canvas, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32)
    lit = small * _light(rng)[..., None] + _skin_deep(rng) + rng.normal(0, 3, small.shape)
    return np.clip(lit.round(), 0, 255).astype(np.uint8), landmarks


def _background(rng: Generator) -> Pixels:
    coarse = rng.integers(40, 210, (3, 3, 3)).astype(np.uint8)
    background: Pixels = cv2.resize(coarse, (SIDE * FINE,) * 2, interpolation=cv2.INTER_CUBIC)
    return background


def _draw_head(canvas: Pixels, looks: Looks, landmarks: Floats) -> None:
    eyes, mouth = landmarks[:2].mean(axis=0), landmarks[3:].mean(axis=0)
    unit = float(np.hypot(*(mouth - eyes)))
    middle = eyes * 0.55 + mouth * 0.45
    shape = np.array([looks.wide * 0.95, looks.long * 1.35]) * unit
    shadow = _colour(np.array(looks.skin) * 0.8)
    _ellipse(canvas, middle - (0, 0.15 * unit), shape * (1.18, 1.15), looks.hair)
    _ellipse(canvas, middle - (0, -1.6 * unit), (0.45 * unit, 0.9 * unit), shadow)
    _ellipse(canvas, middle, shape, looks.skin)
    fringe = shape * (0.9, looks.fringe * 0.6)
    _ellipse(canvas, middle - (0.1 * unit, shape[1] * 0.95), fringe, looks.hair)


def _draw_parts(canvas: Pixels, looks: Looks, landmarks: Floats, rng: Generator) -> None:
    unit = float(np.hypot(*(landmarks[3:].mean(axis=0) - landmarks[:2].mean(axis=0))))
    dark = _colour(np.array(looks.skin) * 0.7)
    open_eyes, open_mouth = rng.uniform(0.5, 0.8), rng.uniform(0.08, 0.3)
    for eye in landmarks[:2]:
        size = looks.eye * unit
        _ellipse(canvas, eye, (size, size * open_eyes), (240, 238, 232))
        _ellipse(canvas, eye + rng.normal(0, 0.5, 2), (size * 0.5,) * 2, looks.iris)
        _ellipse(canvas, eye, (size * 0.22,) * 2, (20, 18, 18))
        _ellipse(canvas, eye - (0, 0.28 * unit), (size * 1.2, size * 0.25), looks.hair)
    _ellipse(canvas, landmarks[2], (0.13 * unit, 0.09 * unit), dark)
    mouth = landmarks[3:].mean(axis=0)
    _ellipse(canvas, mouth, (looks.mouth * unit, open_mouth * unit), looks.lips)
    _ellipse(canvas, mouth, (looks.mouth * 0.8 * unit, open_mouth * 0.3 * unit), (70, 25, 30))
    for place in landmarks[2] + rng.normal(0, 0.45 * unit, (looks.freckles, 2)):
        _ellipse(canvas, place, (1.2, 1.2), dark)


def _light(rng: Generator) -> Floats:
    """(side, side): from one side to the other, as from a window."""
    ramp = np.linspace(-1, 1, SIDE, dtype=np.float32)
    across, down = rng.uniform(-0.25, 0.25, 2).astype(np.float32)
    light: Floats = 1 + across * ramp + down * ramp[:, None]
    return light


def _skin_deep(rng: Generator) -> Floats:
    """(side, side, 1): unevenness from pores to cheeks, so that no patch is flat."""
    layers = []
    for cells, strength in ((8, 8), (32, 5), (128, 4)):
        coarse = rng.normal(0, strength, (cells, cells)).astype(np.float32)
        layers.append(cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC))
    uneven: Floats = np.sum(layers, axis=0)[..., None]
    return uneven


def _ellipse(
    canvas: Pixels, middle: Reals, half: Reals | tuple[float, float], colour: Colour
) -> None:
    x, y = (round(float(value) * FINE) for value in middle)
    across, down = (max(1, round(float(value) * FINE)) for value in half)
    cv2.ellipse(canvas, (x, y), (across, down), 0, 0, 360, colour, -1, cv2.LINE_AA)


def _colour(values: Reals) -> Colour:
    red, green, blue = (int(value) for value in np.clip(values, 0, 255))
    return red, green, blue
