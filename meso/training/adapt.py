"""A trained network and a few faces of another kind in; the network trained on with these out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
from numpy.typing import NDArray

from meso.models.network import load_numbers
from meso.training.fit import prepare
from meso.training.learner import detector_in, learner
from meso.training.recipes import Recipe
from meso.training.short import train_on
from meso.values import Pixels


class Adapter:
    """Trains all of a network on, again and again, each time from the numbers of its file.

    Built once for many files, for Keras prepares a network anew each time that it is built.

    recipe: how; its steps and its learning rate are those for the few faces
    """

    def __init__(self, recipe: Recipe) -> None:
        keras.utils.set_random_seed(recipe.seed)
        self._recipe = recipe
        self._model = learner(recipe)
        prepare(self._model, recipe)
        self._fresh = [(variable, variable.numpy()) for variable in self._model.optimizer.variables]
        self._loaded: list[tuple[keras.Variable, NDArray[np.generic]]] = []

    def load(self, path: Path) -> None:
        """Begin from a learner's weights from now on. Raises BadWeights for another network's."""
        load_numbers(self._model, path, mend="Delete it, and type the same command again.")
        self._loaded = [(variable, variable.numpy()) for variable in self._model.variables]

    def unchanged(self) -> keras.Model:
        """The detector as it was loaded; the next call of either changes it."""
        for variable, value in [*self._loaded, *self._fresh]:
            variable.assign(value)
        return detector_in(self._model)

    def adapted(self, crops: Pixels, is_fake: NDArray[np.bool_], seed: int) -> keras.Model:
        """The detector after the steps.

        crops: (faces, 256, 256, 3) uint8 RGB, real and fake
        """
        detector = self.unchanged()
        recipe = replace(self._recipe, seed=seed)
        train_on(recipe, crops, is_fake, lambda done, of: None, model=self._model)
        return detector
