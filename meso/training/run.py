"""A recipe in, an installed network out: trains, tells how far it is, installs the result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras

from meso.models.architectures import BUILDERS
from meso.models.install import install as install_network
from meso.models.network import load_numbers
from meso.models.weights import WEIGHTS, Weights
from meso.training.fit import fit
from meso.training.recipes import Recipe
from meso.values import Tell

LICENCE = "that of the faces it was trained on"


class _Tells(keras.callbacks.Callback):  # type: ignore[misc]
    """Tells how many training steps are done, of how many."""

    def __init__(self, recipe: Recipe, tell: Tell) -> None:
        super().__init__()
        self._of = recipe.epochs * recipe.steps_per_epoch
        self._an_epoch = recipe.steps_per_epoch
        self._before = 0
        self._tell = tell

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        self._before = epoch * self._an_epoch

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        self._tell(self._before + batch + 1, self._of)


def run(
    recipe: Recipe,
    folders: Sequence[Path],
    out: Path,
    tell: Tell,
    *,
    without: Sequence[str] = (),
    start: Path | None = None,
) -> Path:
    """As `fit`, telling how far it is; returns the best weights."""
    tells = _Tells(recipe, tell)
    return fit(recipe, folders, out, without=without, start=start, callbacks=[tells])


def install(best: Path, recipe: Recipe, name: str, *, folder: Path = WEIGHTS) -> Weights:
    """Copy the weights into `folder` and list them there.

    What only the optimizer needs is left behind; it is two thirds of the file. Raises BadWeights
    for a name that cannot be used.
    """
    network = BUILDERS[recipe.architecture]()
    load_numbers(network, best, mend="Train it again.")
    note = f"our own, trained on {', '.join(recipe.fakes)}"
    return install_network(network, name, folder, licence=LICENCE, note=note)
