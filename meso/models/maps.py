"""What a look inside a network finds, as plain numbers: holding and drawing it needs no Keras."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from meso.models.reliability import ranks
from meso.values import Floats


@dataclass(frozen=True)
class Stage:
    """A layer whose maps can be looked at.

    layer: its name in the network
    side:  of its maps, in points
    maps:  how many it has
    sees:  how many pixels across, of the picture that the network takes, one point depends on
    """

    layer: str
    side: int
    maps: int
    sees: int


@dataclass(frozen=True, eq=False)
class Inside:
    """What one face becomes on its way through a network.

    score:  its fake score
    stages: the layers, in the order in which the face travels
    maps:   by layer, (side, side, maps) float32
    """

    score: float
    stages: tuple[Stage, ...]
    maps: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What covering a place of a face does to its fake score.

    score: of the face as it is
    drops: (places, places) float32, by how much the score falls with a grey patch there: above 0
           where the face looks less fake without that place, below 0 where it looks more fake
    """

    score: float
    drops: Floats


@dataclass(frozen=True, eq=False)
class Checked:
    """A map of a trained network, and the same map of one that has learned nothing."""

    trained: Occlusion
    untrained: Occlusion

    @property
    def alike(self) -> float | None:
        """How alike the two maps are, from -1 to 1: the correlation of the ranks of their sizes.

        None where one of them is the same everywhere.
        """
        ours, other = (np.abs(each.drops).ravel() for each in (self.trained, self.untrained))
        if np.ptp(ours) == 0 or np.ptp(other) == 0:
            return None
        return float(np.corrcoef(ranks(ours), ranks(other))[0, 1])
