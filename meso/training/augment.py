"""A face crop in, the same face as the world might have delivered it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np
from numpy.random import Generator

from meso.faces.degrade import blurred, jpeg, noisy, rescaled
from meso.faces.h264 import h264
from meso.training.recipes import Augmentation
from meso.values import Pixels


def augment(pixels: Pixels, rng: Generator, how: Augmentation = "world") -> Pixels:
    """Change a crop at random; (height, width, 3) uint8 RGB both ways.

    how: "none"; "paper", which mirrors, moves and lights as the authors of MesoNet did
         (github.com/DariusAf/MesoNet, issue 4); "light", which leaves most faces as sharp as they
         are, to begin with; "world", which degrades most of them; "covered", which does so, too,
         and covers a part of two faces in five (DeVries & Taylor 2017, arXiv 1708.04552)

    Who gives a real face and its fake the same dice lets sharpness, JPEG and crop tell nothing.
    """
    return AUGMENTATIONS[how](pixels, rng)


def degraded(pixels: Pixels, rng: Generator, *, severity: float = 1.0) -> Pixels:
    """As camera, scaling and saving might have left it; in the same place, in the same light.

    severity: what the chance of each of them is multiplied by; at 1 about one face in six stays
              as it was
    """
    for chance, change in DEGRADATIONS:
        if rng.random() < chance * severity:
            pixels = change(pixels, rng)
    return pixels


def _light(pixels: Pixels, rng: Generator) -> Pixels:
    return degraded(_posed(pixels, rng, moved=0.3, tinted=0.0), rng, severity=0.4)


def _world(pixels: Pixels, rng: Generator, *, covered: float = 0.0) -> Pixels:
    """covered: the chance that a part of the face is hidden before the rest happens to it."""
    pixels = _posed(pixels, rng, moved=0.7, tinted=0.3)
    if covered and rng.random() < covered:
        pixels = _with_rectangle(pixels, rng)
    return degraded(pixels, rng)


def _with_rectangle(pixels: Pixels, rng: Generator) -> Pixels:
    """With a rectangle of one colour somewhere, its sides an eighth to half of the crop's."""
    high, wide = (rng.uniform(0.12, 0.5, 2) * pixels.shape[:2]).astype(int)
    top, left = rng.integers([0, 0], np.subtract(pixels.shape[:2], [high, wide]))
    covered = pixels.copy()
    covered[top : top + high, left : left + wide] = rng.integers(0, 256, 3)
    return covered


def _posed(pixels: Pixels, rng: Generator, *, moved: float, tinted: float) -> Pixels:
    """Mirrored and lit otherwise; with these chances moved (which blurs a little) and tinted."""
    pixels = _mirrored(pixels, rng)
    if rng.random() < moved:
        scale = rng.uniform(0.92, 1.08)
        pixels = _moved(pixels, rng, angle=rng.normal(0, 3), scale=scale, shift=0.04)
    if rng.random() < tinted:
        pixels = _tinted(pixels, rng)
    return _lit(pixels, rng, contrast=rng.uniform(0.8, 1.2), brightness=25, channel=8)


def _paper(pixels: Pixels, rng: Generator) -> Pixels:
    pixels = _mirrored(pixels, rng)
    angle, scale = rng.uniform(-15, 15), rng.uniform(0.8, 1.2)
    pixels = _moved(pixels, rng, angle=angle, scale=scale, shift=0)
    brightness = cv2.convertScaleAbs(pixels, alpha=rng.uniform(0.8, 1.2))
    return _lit(brightness, rng, contrast=1, brightness=0, channel=30)


def _mirrored(pixels: Pixels, rng: Generator) -> Pixels:
    return np.ascontiguousarray(pixels[:, ::-1]) if rng.random() < 0.5 else pixels


def _moved(pixels: Pixels, rng: Generator, *, angle: float, scale: float, shift: float) -> Pixels:
    height, width = pixels.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), float(scale))
    matrix[:, 2] += rng.uniform(-shift, shift, 2) * width
    moved: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return moved


def _tinted(pixels: Pixels, rng: Generator) -> Pixels:
    hue, saturation = int(rng.integers(-6, 7)), float(rng.uniform(0.5, 1.4))
    hsv = cv2.cvtColor(pixels, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int16) + hue) % 180
    hsv[..., 1] = cv2.convertScaleAbs(hsv[..., 1], alpha=saturation)
    tinted: Pixels = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return tinted


def _lit(
    pixels: Pixels, rng: Generator, *, contrast: float, brightness: float, channel: float
) -> Pixels:
    shift = rng.uniform(-brightness, brightness) + rng.uniform(-channel, channel, 3)
    levels = (np.arange(256.0)[:, None] - 128) * contrast + 128 + shift
    table = np.clip(levels, 0, 255).astype(np.uint8)
    lit: Pixels = cv2.LUT(pixels, table[None])
    return lit


# How often each happens, in the order in which the world does it: camera, scaling, saving.
DEGRADATIONS: list[tuple[float, Callable[[Pixels, Generator], Pixels]]] = [
    (0.25, lambda pixels, rng: noisy(pixels, rng.uniform(1, 8), rng)),
    (0.25, lambda pixels, rng: blurred(pixels, rng.uniform(0.4, 3.0))),
    (0.40, lambda pixels, rng: rescaled(pixels, int(rng.integers(56, 224)), rng.random() < 0.5)),
    (0.15, lambda pixels, rng: h264(pixels, int(rng.integers(20, 41)))),
    (0.40, lambda pixels, rng: jpeg(pixels, int(rng.integers(35, 96)))),
]

AUGMENTATIONS: dict[Augmentation, Callable[[Pixels, Generator], Pixels]] = {
    "none": lambda pixels, rng: pixels,
    "paper": _paper,
    "light": _light,
    "world": _world,
    "covered": partial(_world, covered=0.4),
}
