"""A recipe and folders of faces in, trained weights out; an interrupted run goes on."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import keras

from meso.errors import BadFaces
from meso.faces.dataset import LabelledFace, people_of, read_index, refuse_leak
from meso.models.imagenet import SUFFIX, begin_with_imagenet
from meso.models.network import load_numbers, save_weights
from meso.training.batches import Batches, Pairs
from meso.training.crops import Crops
from meso.training.learner import detector_in, learner
from meso.training.recipes import MADE, SPLIT_LATENT, Recipe, with_methods
from meso.training.validation import Validation

BEST, LAST, HISTORY, RECIPE = "best.weights.h5", "last.weights.h5", "history.csv", "recipe.json"

Row = dict[str, float]


def fit(
    recipe: Recipe,
    folders: Sequence[Path],
    out: Path,
    *,
    without: Sequence[str] = (),
    start: Path | None = None,
    callbacks: Sequence[keras.callbacks.Callback] = (),
) -> Path:
    """Train the recipe's network and return the weights of the epoch that validated best.

    folders: each holds train/, val/ or both, as `meso faces` makes them; nobody is on both sides
    without: people whose faces are left out on both sides, to be tested on
    start:   weights of the same architecture to begin from, or the file that
             `begin_with_imagenet` reads; None: fresh ones
    out:     gets best.weights.h5, last.weights.h5, history.csv (a row an epoch) and recipe.json;
             the same call again goes on after the last whole epoch

    Raises BadWeights for a start of another network, and BadFaces when a side is missing, the
    split leaks, a side lacks what the recipe needs or `out` holds the run of another recipe.
    """
    train, val = _sides(folders, without)
    recipe = with_methods(recipe, {face.method for face in train})
    crops = Crops()
    validating = _seen_in(val, recipe)
    training, validation = Pairs(train, recipe, crops), Pairs(val, validating, crops)
    history = _begin(recipe, out)
    model = compiled(recipe, start)
    if history:
        load_numbers(model, out / LAST, mend=f"Empty {out} and train again.")
    keeps = _Keeps(out, Validation(validation, validating), history, recipe.patience)
    model.fit(
        Batches(training, recipe, epoch=len(history)),
        initial_epoch=len(history),
        epochs=recipe.epochs,
        callbacks=[keeps, *callbacks],
        verbose=0,
    )
    return out / BEST


class _Keeps(keras.callbacks.Callback):  # type: ignore[misc]
    """After every epoch: validates, keeps the weights, writes the history; stops when due."""

    def __init__(
        self, out: Path, validate: Callable[[keras.Model], Row], history: list[Row], patience: int
    ) -> None:
        super().__init__()
        self._out = out
        self._validate = validate
        self._history = history
        self._patience = patience

    def on_epoch_end(self, epoch: int, logs: Row | None = None) -> None:
        detector = detector_in(self.model)
        row = {"epoch": epoch + 1, **(logs or {}), **self._validate(detector)}
        self._history.append(row)
        aucs = [row["val_auc"] for row in self._history]
        since_best = len(aucs) - 1 - aucs.index(max(aucs))
        if not since_best:
            save_weights(detector, self._out / BEST)
        save_weights(self.model, self._out / LAST)
        _write_history(self._out / HISTORY, self._history)
        self.model.stop_training = since_best >= self._patience


def compiled(recipe: Recipe, start: Path | None = None) -> keras.Model:
    """The recipe's learner, ready to be trained; its detector with fresh weights or a file's."""
    keras.utils.set_random_seed(recipe.seed)
    model = learner(recipe)
    if start:
        begin(detector_in(model), start)
    prepare(model, recipe)
    return model


def begin(detector: keras.Model, start: Path) -> None:
    """Load the weights of an earlier run, or those that were published for ImageNet."""
    if start.suffix == SUFFIX:
        begin_with_imagenet(detector, start)
    else:
        load_numbers(detector, start, mend="Start from the weights of a run of the same recipe.")


def prepare(model: keras.Model, recipe: Recipe) -> None:
    """Give a learner its optimizer and its loss."""
    optimizer = keras.optimizers.Adam(_schedule(recipe), weight_decay=recipe.weight_decay or None)
    optimizer.build(model.trainable_variables)  # so that its numbers can be loaded
    model.compile(optimizer=optimizer, loss=None if recipe.loss == SPLIT_LATENT else recipe.loss)


def _schedule(recipe: Recipe) -> keras.optimizers.schedules.LearningRateSchedule:
    schedules = keras.optimizers.schedules
    if recipe.schedule == "cosine":
        steps = recipe.epochs * recipe.steps_per_epoch
        return schedules.CosineDecay(recipe.learning_rate, steps)
    rates = [recipe.learning_rate / 10**fall for fall in range(4)]
    return schedules.PiecewiseConstantDecay([1_000, 2_000, 3_000], rates)


def _sides(
    folders: Sequence[Path], without: Sequence[str]
) -> tuple[list[LabelledFace], list[LabelledFace]]:
    """The faces to train and to validate on; their `file` is a path that can be opened."""
    train, val = (_faces(folders, side, without) for side in ("train", "val"))
    refuse_leak([face for _, face in train], [face for _, face in val])
    train_faces, val_faces = (
        [replace(face, file=str(folder / face.file)) for folder, face in side]
        for side in (train, val)
    )
    return train_faces, val_faces


def _faces(
    folders: Sequence[Path], side: str, without: Sequence[str]
) -> list[tuple[Path, LabelledFace]]:
    """The faces of that side of all folders that have it, each with the folder it lies in."""
    sides = [folder / side for folder in folders if (folder / side).is_dir()]
    return [
        (folder, face)
        for folder in sides or [folders[0] / side]
        for face in read_index(folder)
        if people_of(face).isdisjoint(without)
    ]


def _seen_in(val: Sequence[LabelledFace], recipe: Recipe) -> Recipe:
    """The recipe with those fakes only that the validation faces have, or can be made into."""
    present = {face.method for face in val} | {*MADE}
    kept = {method: share for method, share in recipe.fakes.items() if method in present}
    return replace(recipe, fakes=kept)


def _begin(recipe: Recipe, out: Path) -> list[Row]:
    """The rows of the epochs that were trained already; the recipe is written down."""
    text = json.dumps(asdict(recipe), indent=2) + "\n"
    written = out / RECIPE
    if written.is_file() and written.read_text("utf-8") != text:
        raise BadFaces(f"{out} holds the run of another recipe. Choose another folder.")
    out.mkdir(parents=True, exist_ok=True)
    written.write_text(text, "utf-8")
    if not (out / HISTORY).is_file():
        return []
    with (out / HISTORY).open(newline="", encoding="utf-8") as file:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]


def _write_history(path: Path, rows: Sequence[Row]) -> None:
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, [*rows[0]])
        table.writeheader()
        table.writerows(rows)
    unfinished.replace(path)
