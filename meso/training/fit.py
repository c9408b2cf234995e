"""A recipe and a folder of faces in, trained weights out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import keras

from meso.faces.dataset import read_index, refuse_leak
from meso.models.architectures import BUILDERS
from meso.models.network import load_numbers
from meso.training.batches import Batches
from meso.training.recipes import Recipe

BEST, LAST, HISTORY = "best.weights.h5", "last.weights.h5", "history.csv"


def fit(
    recipe: Recipe,
    faces: Path,
    out: Path,
    *,
    start: Path | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> Path:
    """Train the recipe's network and return the weights of the epoch that validated best.

    faces: holds train/ and val/, each as `meso faces` makes them, with no person in both
    start: weights of the same architecture to go on from; None: fresh ones
    out:   gets best.weights.h5, last.weights.h5, history.csv (a row an epoch) and recipe.json

    Raises BadWeights for a start of another network, and BadFaces when a side is missing, the
    split leaks or a side lacks what the recipe needs.
    """
    training, validation = _sides(faces, recipe)
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(recipe.seed)
    model = BUILDERS[recipe.architecture](dropout=recipe.dropout)
    if start:
        load_numbers(model, start, mend="Start from the weights of a run of the same recipe.")
    schedule = keras.optimizers.schedules.CosineDecay(
        recipe.learning_rate, recipe.epochs * recipe.steps_per_epoch
    )
    model.compile(
        optimizer=keras.optimizers.Adam(schedule),
        loss="binary_crossentropy",
        metrics=[keras.metrics.AUC(name="auc")],
    )
    _write_recipe(recipe, out)
    keep = [
        keras.callbacks.CSVLogger(str(out / HISTORY)),
        keras.callbacks.ModelCheckpoint(
            out / BEST, "val_auc", mode="max", save_best_only=True, save_weights_only=True
        ),
    ]
    model.fit(
        training,
        epochs=recipe.epochs,
        validation_data=validation,
        callbacks=[*keep, *callbacks],
        verbose=0,
    )
    model.save_weights(out / LAST)
    return out / BEST


def _sides(faces: Path, recipe: Recipe) -> tuple[Batches, Batches]:
    training, validation = read_index(faces / "train"), read_index(faces / "val")
    refuse_leak(training, validation)
    return (
        Batches(faces / "train", training, recipe, training=True),
        Batches(faces / "val", validation, recipe, training=False),
    )


def _write_recipe(recipe: Recipe, out: Path) -> None:
    (out / "recipe.json").write_text(json.dumps(asdict(recipe), indent=2) + "\n", encoding="utf-8")
