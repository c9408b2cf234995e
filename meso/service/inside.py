"""A detector and face crops in; what is inside its network, out: questions for `Client.ask`."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from meso.detection.detector import Detector
    from meso.models.maps import Checked, Inside
    from meso.models.network import Network
    from meso.values import Floats, Pixels


def inside(detector: Detector, *, crop: Pixels) -> Inside:
    """What a crop becomes on its way through the network."""
    from meso.models.look_inside import look_inside

    return look_inside(_network(detector), crop)


def strengths(detector: Detector, *, crops: Pixels) -> dict[str, Floats]:
    """How strongly each map answers to each crop: by layer, (crops, maps)."""
    from meso.models.look_inside import strengths

    return strengths(_network(detector), crops)


def filters(detector: Detector) -> dict[str, Floats]:
    """What the first convolutions look for: by layer, (filters, side, side, channels)."""
    from meso.models.look_inside import first_filters

    return first_filters(_network(detector).model)


def occlusion(detector: Detector, *, crop: Pixels, patch: int) -> Checked:
    """Where the score hangs on the crop, beside the same of a network that has learned nothing."""
    from meso.models.occlusion import checked_occlusion

    return checked_occlusion(_network(detector), crop, patch=patch)


def scores(detector: Detector, *, crops: Pixels) -> Floats:
    """How fake each crop looks to the network."""
    return detector.network.fake_scores(crops)


def _network(detector: Detector) -> Network:
    """Whoever looks inside needs more than scores."""
    return cast("Network", detector.network)
