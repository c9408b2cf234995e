"""A recipe in, an installed network out: trains, tells how far it is, installs the result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import keras

from meso.models.architectures import BUILDERS
from meso.models.network import load_numbers, save_weights
from meso.models.weights import WEIGHTS, Weights, check_name, register, sha256
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
    """Copy the weights into `folder` and list them there, with the paper's threshold, 0.5.

    What only the optimizer needs is left behind; it is two thirds of the file. Raises BadWeights
    for a name that cannot be used.
    """
    check_name(name)
    path = folder / f"{name}.weights.h5"
    network = BUILDERS[recipe.architecture]()
    load_numbers(network, best, mend="Train it again.")
    save_weights(network, path)
    weights = Weights(
        name=name,
        architecture=recipe.architecture,
        path=path,
        sha256=sha256(path),
        licence=LICENCE,
        note=f"our own, trained on {', '.join(recipe.fakes)}",
        threshold=0.5,
        band=0.0,
        input_size=256,
    )
    register(weights, folder)
    return weights
