"""Questions about one face: what does the network make of it when it is changed or faked?

Each is asked once for all positions of a slider, so that moving it needs no further answer. The
heavy packages are imported inside the functions, so that importing this module is cheap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from meso.values import Floats, Pixels

if TYPE_CHECKING:
    from meso.detection.detector import Detector
    from meso.faces.change import Way
    from meso.models.network import Network


@dataclass(frozen=True, eq=False)
class Changed:
    """A face changed less and more.

    crops:      (values, 256, 256, 3) uint8 RGB
    fake_score: (values,) float32
    """

    crops: Pixels
    fake_score: Floats


@dataclass(frozen=True, eq=False)
class Faked:
    """A fake made of a face, fainter and stronger, and how it was made.

    crops:       (strengths, 256, 256, 3) uint8 RGB, each with the word "blended" written on it
    fake_score:  (strengths,) float32, of the crops without that word
    differences: (strengths, 256, 256, 3) uint8 RGB, AMPLIFIED times what differs from the face
    copy:        (256, 256, 3) uint8 RGB, the altered copy that was laid over the face
    mask:        (256, 256) uint8, 255 where only the copy is to be seen at full strength
    seam:        (256, 256, 3) uint8 RGB, the strongest fake with a line along the mask's edge
    """

    crops: Pixels
    fake_score: Floats
    differences: Pixels
    copy: Pixels
    mask: Pixels
    seam: Pixels


AMPLIFIED = 4
LABEL = "blended"
BAND = 32  # pixels of a crop under the label: to be read on a phone, too
ORANGE = (255, 140, 0)


def change(detector: Detector, *, crop: Pixels, way: Way, values: Sequence[float]) -> Changed:
    """The crop, (256, 256, 3) uint8 RGB, changed by each of the values, and what it scores."""
    from meso.faces.change import changed

    crops = np.stack([changed(crop, way, value) for value in values])
    if way != "range":
        return Changed(crops, detector.network.fake_scores(crops))
    times = np.array(values, np.float32)[:, None, None, None]
    network = cast("Network", detector.network)
    return Changed(crops, network.scores_of_numbers(crop * times))


def fake(detector: Detector, *, crop: Pixels, seed: int, percents: Sequence[int]) -> Faked:
    """An altered copy of the face in the crop laid over it, at each of the strengths.

    crop: (256, 256, 3) uint8 RGB; seed: another one, another fake
    """
    from meso.faces.crop import TYPICAL
    from meso.faces.label import labelled
    from meso.training.blend import copy_and_mask, mixed

    copy, mask = copy_and_mask(crop, TYPICAL, np.random.default_rng(seed))
    fakes = np.stack([mixed(copy, crop, mask * np.float32(share / 100)) for share in percents])
    shown = np.stack([labelled(one, LABEL, band=BAND) for one in fakes])
    return Faked(
        crops=shown,
        fake_score=detector.network.fake_scores(fakes),
        differences=difference(fakes, crop),
        copy=copy,
        mask=np.rint(mask * 255).astype(np.uint8),
        seam=with_seam(shown[-1], mask),
    )


def difference(crops: Pixels, crop: Pixels) -> Pixels:
    """How far each of the crops is from the one, made plain: black where they are the same."""
    apart = np.abs(crops.astype(np.int16) - crop)
    shown: Pixels = np.minimum(AMPLIFIED * apart, 255).astype(np.uint8)
    return shown


def with_seam(crop: Pixels, mask: Floats) -> Pixels:
    """The crop with an orange line, two pixels wide, where the mask crosses a half."""
    inside = mask >= 0.5
    across, down = np.diff(inside, axis=1), np.diff(inside, axis=0)
    seam = np.zeros_like(inside)
    for side, edge in [
        (seam[:, 1:], across),
        (seam[:, :-1], across),
        (seam[1:], down),
        (seam[:-1], down),
    ]:
        side |= edge
    drawn = crop.copy()
    drawn[seam] = ORANGE
    return drawn
