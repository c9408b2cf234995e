"""Numbers over a picture in; pictures of them out, as pixels that a page can show as they are.

Cividis, from dark blue over grey to yellow, grows lighter evenly and looks much the same to people
who tell red from green and to people who do not. Where two sides are told apart, orange is fake and
blue is real, as everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.colors
from numpy.typing import NDArray

from meso.charts.style import BLUE, VERMILION
from meso.values import Floats, Pixels

Colour = NDArray[np.float64]


def _rgb(colour: str) -> Colour:
    """The red, green and blue of "#rrggbb", from 0 to 255."""
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)], float)


CIVIDIS = np.array([_rgb(colour) for colour in plotly.colors.sequential.Cividis])
SPEAKS_FOR_FAKE, SPEAKS_FOR_REAL = _rgb(VERMILION), _rgb(BLUE)


def heat(values: Floats, *, lowest: float, highest: float) -> Pixels:
    """(height, width) to (height, width, 3): dark blue at `lowest` or less, yellow at `highest`."""
    span = max(highest - lowest, 1e-9)
    share = np.clip((values - lowest) / span, 0, 1) * (len(CIVIDIS) - 1)
    steps = np.arange(len(CIVIDIS))
    channels = [np.interp(share, steps, channel) for channel in CIVIDIS.T]
    return _pixels(np.stack(channels, axis=-1))


def filter_colours(kernel: Floats, *, largest: float) -> Pixels:
    """(side, side, 3) weights of red, green and blue to pixels: grey is 0, ±largest the ends."""
    return _pixels(127.5 + 127.5 * kernel / max(largest, 1e-9))


def tinted(crop: Pixels, drops: Floats, *, largest: float) -> Pixels:
    """The face in grey; orange where covering lowers its fake score, blue where it raises it.

    crop:    (side, side, 3)
    drops:   (places, places), stretched over the crop
    largest: the drop, or the rise, that has the full colour
    """
    weight = _stretched(drops, len(crop))[..., None] / max(largest, 1e-9)
    grey = np.repeat(crop.mean(axis=2, keepdims=True), 3, axis=2)
    colour = np.where(weight > 0, SPEAKS_FOR_FAKE, SPEAKS_FOR_REAL)
    share = np.clip(np.abs(weight), 0, 1) * 0.8  # some of the face always shows
    return _pixels(grey * (1 - share) + colour * share)


def enlarged(pixels: Pixels, side: int) -> Pixels:
    """At least `side` pixels across, each point a square: a browser would smooth what is small."""
    times = max(1, -(-side // len(pixels)))
    return np.repeat(np.repeat(pixels, times, axis=0), times, axis=1)


def _stretched(values: Floats, side: int) -> Floats:
    place = np.arange(side) * len(values) // side
    return values[np.ix_(place, place)]


def _pixels(colours: NDArray[np.floating[Any]]) -> Pixels:
    pixels: Pixels = np.clip(colours, 0, 255).round().astype(np.uint8)
    return pixels
