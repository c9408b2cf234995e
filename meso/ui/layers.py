"""The name of a layer in; what a reader calls it out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from meso.models.maps import Stage
from meso.ui.words import look_inside as words

LAYER = re.compile(r"features_(?P<stage>\d)(_(?P<block>\d))?_(?P<step>[a-z_]+)")
PART = re.compile(r"features_(?P<stage>\d)_(?P<part>skip|reduce_\d|dilated_\d)")


def plain_name(layer: str) -> str:
    """What a step of the network is called, as in `Stage 1: edges and grain`."""
    found = LAYER.fullmatch(layer)
    if found is None or found["step"] not in words.STEPS:
        return words.FINEST_DETAIL if layer == "detail" else layer
    what = words.STAGES.get(found["stage"], "")
    return words.STEPS[found["step"]].format(**found.groupdict(), what=what)


def part_of(layer: str) -> tuple[str, str] | None:
    """Stage and part, as in `("1", "dilated_2")`, of a layer inside a branch; None for others."""
    found = PART.fullmatch(layer)
    return (found["stage"], found["part"]) if found else None


def whole_steps(stages: Iterable[Stage]) -> list[Stage]:
    """The steps in which a face goes through a network, without the parts of branches."""
    return [stage for stage in stages if part_of(stage.layer) is None]


def about(stage: Stage, side: int) -> str:
    """How many maps a step has, and how much of the face a point of one sees.

    side: of the picture that the network takes, in pixels
    """
    sees = min(stage.sees, side)
    return (
        f"{stage.maps} maps of {stage.side} × {stage.side} points. One point sees {sees} × {sees} "
        f"of the {side} × {side} pixels of the face."
    )
