"""What decides a training run besides the data and the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from meso.errors import UnknownName

SELF_BLENDED, CROSS_BLENDED = "self_blended", "cross_blended"
BLENDED = (SELF_BLENDED, CROSS_BLENDED)


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Everything that decides a training run besides the data and the machine.

    fakes: shares of the fake half of each batch, by method; self_blended and cross_blended are
           made on the fly from real faces, every other name is a folder below fake/
    """

    architecture: str
    note: str  # what this recipe is for, and the result to expect
    fakes: Mapping[str, float]
    epochs: int = 20
    steps_per_epoch: int = 100
    batch_size: int = 32  # half real, half fake
    learning_rate: float = 2e-3  # falls to 0 along a cosine
    dropout: float = 0.2
    seed: int = 0


MIXTURE = {SELF_BLENDED: 0.5, CROSS_BLENDED: 0.1, "dfdc": 0.3, "stylegan": 0.1}

RECIPES = {
    "plain": Recipe(
        architecture="meso4",
        fakes=MIXTURE,
        note="The first Meso-4 of our own: expect a validation AUC of 0.61 (docs/training-log.md).",
    ),
    "plain-inception": Recipe(
        architecture="meso_inception4",
        fakes=MIXTURE,
        note="As 'plain' with the inception network, in 2.4 times the time: expect 0.64 or more.",
    ),
    "smoke": Recipe(
        architecture="meso4",
        fakes={SELF_BLENDED: 1.0},
        epochs=1,
        steps_per_epoch=2,
        batch_size=4,
        note="Seconds on a laptop; shows that training runs, not that it learns.",
    ),
}


def recipe_named(name: str) -> Recipe:
    """The recipe of that name. Raises UnknownName with the close matches."""
    if name not in RECIPES:
        raise UnknownName("recipe", name, RECIPES)
    return RECIPES[name]
