"""A network and a file exported from it in; how far their scores are apart out."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from meso.evaluation.metrics import auc
from meso.models.export import Exported, pictures_for, runner
from meso.models.network import Network
from meso.values import Pixels


@dataclass(frozen=True)
class Parity:
    """How near an exported file is to its network, on the same crops.

    most, mean:        difference between two fake scores: the largest and the usual
    auc, auc_before:   of the file and of the network
    crops_a_second:    by the file, one after the other, on this machine's CPU
    size:              of the file, in bytes
    """

    most: float
    mean: float
    auc: float
    auc_before: float
    crops_a_second: float
    size: int


def parity(exported: Exported, network: Network, crops: Pixels, is_fake: list[bool]) -> Parity:
    """Compare both on labelled crops, (crops, 256, 256, 3) uint8 RGB. Raises NotInstalled."""
    pictures, run = pictures_for(network, crops), runner(exported)
    run(pictures[:1])  # what is prepared at the first picture is not counted
    begun = perf_counter()
    scores = np.concatenate([run(picture[None]) for picture in pictures])
    seconds = perf_counter() - begun
    before = network.fake_scores(crops)
    apart, labels = np.abs(scores - before), np.array(is_fake)
    return Parity(
        most=float(apart.max()),
        mean=float(apart.mean()),
        auc=auc(labels, scores),
        auc_before=auc(labels, before),
        crops_a_second=len(crops) / seconds,
        size=exported.path.stat().st_size,
    )
