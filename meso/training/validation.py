"""A network and the faces of other people in; how well it tells each kind of fake out."""

from __future__ import annotations

from collections.abc import Mapping

import keras
import numpy as np

from meso.training.batches import Pairs
from meso.training.recipes import Recipe
from meso.values import Floats, Pixels

PAIRS = 192  # of each method
AT_ONCE = 32


class Validation:
    """The same real and fake crops after every epoch, none of them augmented."""

    def __init__(self, pairs: Pairs, recipe: Recipe) -> None:
        rng = np.random.default_rng([recipe.seed, 0])
        self._crops: Mapping[str, Pixels] = {
            method: np.stack([crop for _ in range(PAIRS) for crop in pairs.of(method, rng)[:2]])
            for method in recipe.fakes
            if recipe.fakes[method]
        }

    def __call__(self, model: keras.Model) -> dict[str, float]:
        """The AUC of each method, and as `val_auc` the mean over the methods."""
        auc = {f"auc_{method}": _auc(model, crops) for method, crops in self._crops.items()}
        return {"val_auc": float(np.mean([*auc.values()])), **auc}


def _auc(model: keras.Model, crops: Pixels) -> float:
    """crops: (2 × PAIRS, 256, 256, 3), real and fake by turns."""
    parts = [crops[start : start + AT_ONCE] for start in range(0, len(crops), AT_ONCE)]
    score: Floats = np.concatenate([model.predict_on_batch(part) for part in parts])[:, 0]
    real, fake = score[::2, None].astype(np.float64), score[None, 1::2]
    return float((fake > real).mean() + (fake == real).mean() / 2)
