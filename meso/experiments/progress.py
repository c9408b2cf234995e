"""How far a network's training is in; how far the whole experiment is, out."""

from __future__ import annotations

from meso.values import Tell

NETWORK = 30  # to train one is as much work as so many cells


def part_of(done: int, tell: Tell, work: int) -> Tell:
    """Tells of a network's training as a part of the whole work, of which so much is done."""
    return lambda step, steps: tell(done + NETWORK * step // steps, work)
