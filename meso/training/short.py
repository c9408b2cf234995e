"""Crops in memory and a recipe in; a network trained on just these out."""

from __future__ import annotations

import keras
import numpy as np
from numpy.typing import NDArray

from meso.training.fit import compiled
from meso.training.recipes import Recipe
from meso.training.retrain import balanced
from meso.values import Pixels, Tell


def train_on(
    recipe: Recipe,
    crops: Pixels,
    is_fake: NDArray[np.bool_],
    tell: Tell,
    *,
    model: keras.Model | None = None,
) -> keras.Model:
    """The recipe's learner after its steps; of the faces, half of each batch real and half fake.

    crops: (faces, 256, 256, 3) uint8 RGB, mirrored at random and otherwise as they are
    model: the learner to go on with, ready to be trained; None: a fresh one
    """
    rng = np.random.default_rng(recipe.seed)
    steps = recipe.epochs * recipe.steps_per_epoch
    model = model or compiled(recipe)
    for step, places in enumerate(balanced(is_fake, np.arange(len(crops)), steps, rng), start=1):
        shown = crops[places]
        mirrored = rng.random(len(shown)) < 0.5
        shown[mirrored] = shown[mirrored, :, ::-1]
        model.train_on_batch(shown, is_fake[places, None].astype(np.float32))
        tell(step, steps)
    return model
