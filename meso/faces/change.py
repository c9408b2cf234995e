"""A crop, a way to change it and how far to go in; the changed crop out.

The ways of the world are those of `degrade`, in which robustness is measured, too; two more are
mistakes that programs round a network make.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

import numpy as np

from meso.faces.degrade import blurred, brightened, grainy, jpeg, rescaled, turned, zoomed
from meso.values import Pixels

Way = Literal["jpeg", "scale", "blur", "noise", "tight", "turn", "light", "order", "range"]


def changed(crop: Pixels, way: Way, value: float) -> Pixels:
    """(height, width, 3) uint8 RGB to the same shape; `value` is in the unit of the way.

    jpeg: quality, 1 to 100        scale: pixels of the longer side     blur: sigma in pixels
    noise: sigma in grey levels    tight: percent of the side to keep   turn: degrees clockwise
    light: grey levels to add      order: 0 is RGB, 1 is BGR            range: how many times 255
    """
    return WAYS[way](crop, value)


def _in_order(crop: Pixels, order: float) -> Pixels:
    return np.ascontiguousarray(crop[..., ::-1]) if order else crop


def _out_of_range(crop: Pixels, times: float) -> Pixels:
    """As a screen shows it, for which there is nothing above white; see `scores_of_numbers`."""
    shown: Pixels = np.minimum(crop * np.float32(times), 255).astype(np.uint8)
    return shown


WAYS: Mapping[Way, Callable[[Pixels, float], Pixels]] = {
    "jpeg": lambda crop, quality: jpeg(crop, int(quality)),
    "scale": lambda crop, side: rescaled(crop, int(side)),
    "blur": blurred,
    "noise": grainy,
    "tight": lambda crop, percent: zoomed(crop, 100 / percent),
    "turn": turned,
    "light": brightened,
    "order": _in_order,
    "range": _out_of_range,
}
