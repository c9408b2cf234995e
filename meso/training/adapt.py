"""A trained network and a few faces of another kind in; the network trained on with these out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from meso.training.fit import prepare
from meso.training.learner import detector_in, load_learner
from meso.training.recipes import Recipe
from meso.training.short import train_on
from meso.values import Pixels


class Adapter:
    """Trains all of a network on, again and again, each time from the numbers it came with.

    recipe: how; its steps and its learning rate are those for the few faces
    path:   of the learner's weights, as `save_weights` wrote them

    Raises BadWeights for a file of another network.
    """

    def __init__(self, recipe: Recipe, path: Path) -> None:
        keras.utils.set_random_seed(recipe.seed)
        self._recipe = recipe
        self._model = load_learner(recipe, path)
        prepare(self._model, recipe)
        self._variables = [*self._model.variables, *self._model.optimizer.variables]
        self._at_first = [variable.numpy() for variable in self._variables]

    def __call__(self, crops: Pixels, is_fake: NDArray[np.bool_], seed: int) -> keras.Model:
        """The detector after the steps; the next call changes it.

        crops: (faces, 256, 256, 3) uint8 RGB, real and fake
        """
        for variable, value in zip(self._variables, self._at_first, strict=True):
            variable.assign(value)
        recipe = replace(self._recipe, seed=seed)
        train_on(recipe, crops, is_fake, lambda done, of: None, model=self._model)
        return detector_in(self._model)
