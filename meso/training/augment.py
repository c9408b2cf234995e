"""A face crop in, the same face as the world might have delivered it out."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from meso.values import Pixels


def augment(pixels: Pixels, rng: Generator) -> Pixels:
    """Mirror, move, light and degrade a crop at random; (height, width, 3) uint8 RGB both ways.

    Real and fake faces go through the same odds, so that sharpness, JPEG and crop tell nothing.
    """
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
    pixels = _moved(pixels, rng)
    pixels = _lit(pixels, rng)
    if rng.random() < 0.3:
        pixels = _rescaled(pixels, rng)
    if rng.random() < 0.1:
        pixels = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.4, 1.5)))
    if rng.random() < 0.1:
        pixels = _noisy(pixels, rng)
    if rng.random() < 0.5:
        pixels = _jpeg(pixels, rng)
    return pixels


def _moved(pixels: Pixels, rng: Generator) -> Pixels:
    height, width = pixels.shape[:2]
    angle, scale = float(rng.normal(0, 3)), float(rng.uniform(0.93, 1.08))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
    matrix[:, 2] += rng.uniform(-0.04, 0.04, 2) * width
    moved: Pixels = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT
    )
    return moved


def _lit(pixels: Pixels, rng: Generator) -> Pixels:
    contrast = rng.uniform(0.8, 1.2)
    brightness = rng.uniform(-25, 25) + rng.uniform(-8, 8, 3)
    lit = np.clip((pixels.astype(np.float32) - 128) * contrast + 128 + brightness, 0, 255)
    return lit.astype(np.uint8)


def _rescaled(pixels: Pixels, rng: Generator) -> Pixels:
    height, width = pixels.shape[:2]
    side = int(rng.integers(96, 224))
    small = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
    how = cv2.INTER_LINEAR if rng.random() < 0.5 else cv2.INTER_CUBIC
    back: Pixels = cv2.resize(small, (width, height), interpolation=how)
    return back


def _noisy(pixels: Pixels, rng: Generator) -> Pixels:
    noise = rng.normal(0, rng.uniform(1, 5), pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)


def _jpeg(pixels: Pixels, rng: Generator) -> Pixels:
    quality = int(rng.integers(40, 96))
    _, data = cv2.imencode(".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    back: Pixels = cv2.cvtColor(cv2.imdecode(data, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
    return back
