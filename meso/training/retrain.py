"""Features of faces and classifiers to start from in; the same classifiers, retrained, out.

Many at once: the numbers of all of them lie side by side in one Keras network, so that a seed more
costs a multiplication and not a compilation.
"""

from __future__ import annotations

from collections.abc import Sequence

import keras
import numpy as np
from keras import layers
from numpy.typing import NDArray

from meso.models.halves import Classifier
from meso.values import Floats, Ints, Tell

BATCH = 32
DROPOUT = 0.5
LEARNING_RATE = 1e-3


class Classifiers:
    """`count` copies of the Meso networks' classifier, each with numbers and faces of its own.

    features: how long the vector of a face is
    """

    def __init__(self, count: int, features: int) -> None:
        keras.utils.set_random_seed(0)
        self._model = _side_by_side(count, features)
        optimizer = keras.optimizers.Adam(LEARNING_RATE)
        optimizer.build(self._model.trainable_variables)
        self._model.compile(optimizer=optimizer, loss=_sum_of_crossentropies)
        self._variables = [*self._model.variables, *optimizer.variables]
        self._at_first = [variable.numpy() for variable in self._variables]

    def start(self, classifiers: Sequence[Classifier]) -> None:
        """Forget all that was learned and begin with these."""
        for variable, value in zip(self._variables, self._at_first, strict=True):
            variable.assign(value)
        self._model.set_weights([np.stack(numbers) for numbers in zip(*classifiers, strict=True)])

    def retrain(
        self,
        features: Floats,
        is_fake: NDArray[np.bool_],
        places: Ints,
        tell: Tell = lambda done, of: None,
    ) -> None:
        """Train each on its own batches; the same call after the same start gives the same.

        features: (faces, features); is_fake: (faces,)
        places:   (steps, batch, count), which faces each is shown at each step
        """
        labels = is_fake.astype(np.float32)
        for step, batch in enumerate(places, start=1):
            self._model.train_on_batch(features[batch], labels[batch][..., None])
            tell(step, len(places))

    def fake_scores(self, features: Floats) -> Floats:
        """(faces, features) to (faces, count): the scores that each gives."""
        count = self._model.input_shape[1]
        parts = [features[start : start + BATCH] for start in range(0, len(features), BATCH)]
        shown = (np.repeat(part[:, None], count, axis=1) for part in parts)
        return np.concatenate([self._model.predict_on_batch(part)[..., 0] for part in shown])


def balanced(is_fake: NDArray[np.bool_], among: Ints, steps: int, rng: np.random.Generator) -> Ints:
    """(steps, BATCH): places drawn from `among`, half of each step's real and half fake."""
    real, fake = among[~is_fake[among]], among[is_fake[among]]
    halves = [rng.choice(places, (steps, BATCH // 2)) for places in (real, fake)]
    return np.concatenate(halves, axis=1)


def _side_by_side(count: int, features: int) -> keras.Model:
    """As blocks.classifier after its flattening, `count` times: (batch, count, features) to
    (batch, count, 1).
    """
    x = seen = keras.Input((count, features))
    x = layers.Dropout(DROPOUT)(x)
    x = layers.EinsumDense("bcf,cfh->bch", output_shape=(count, 16), bias_axes="ch")(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.Dropout(DROPOUT)(x)
    last = layers.EinsumDense(
        "bch,cho->bco", output_shape=(count, 1), bias_axes="co", activation="sigmoid"
    )
    return keras.Model(seen, last(x))


def _sum_of_crossentropies(labels: keras.KerasTensor, scores: keras.KerasTensor) -> object:
    """Over the classifiers, so that each learns as it would alone."""
    each = keras.losses.binary_crossentropy(labels, scores)
    return keras.ops.sum(each, axis=-1)
