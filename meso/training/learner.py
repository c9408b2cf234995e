"""A recipe in; the network to be trained by it, and the one that scores, out.

Most networks are both. A detector whose recipe has the loss "split_latent" is trained together with
a decoder, which only training needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import keras
from keras import ops

from meso.models.architectures import BUILDERS
from meso.models.devices import quick_at_bfloat16
from meso.models.forensic_transfer import ENERGIES, LATENT, RESIDUAL, build_decoder
from meso.models.references import REFERENCES
from meso.training.recipes import SPLIT_LATENT, Recipe

GAMMA = 0.1  # how much the reconstruction counts beside the activation, as in the paper


class SplitLatent(keras.Model):  # type: ignore[misc]
    """Trains a ForensicTransfer by the losses of its paper (Cozzolino et al. 2018).

    A face is to excite its own half of the latent maps with an energy of 1 and the other with 0;
    and from its own half alone a decoder is to draw the residual again, so that the half keeps
    what the face is like. Called with faces, it gives what the losses need.

    detector: shares its layers: as this learns, it does
    """

    def __init__(self, detector: keras.Model) -> None:
        super().__init__(name=detector.name)
        self.detector = detector
        self.decoder = build_decoder(detector.input_shape[1])
        self.activation = keras.metrics.Mean(name="activation")
        self.reconstruction = keras.metrics.Mean(name="reconstruction")
        shown = {name: detector.get_layer(name).output for name in (ENERGIES, LATENT, RESIDUAL)}
        self.eye = keras.Model(detector.input, shown, name="eye")
        self.built = True

    @property
    def input_shape(self) -> tuple[int | None, ...]:
        """That of the detector."""
        shape: tuple[int | None, ...] = self.detector.input_shape
        return shape

    def call(self, faces: keras.KerasTensor, training: bool = False) -> keras.KerasTensor:
        """(batch, side, side, 3) to energies, latent maps and residual, by name."""
        return self.eye(faces, training=training)

    def compute_loss(
        self,
        x: object,
        y: keras.KerasTensor,
        y_pred: dict[str, keras.KerasTensor],
        sample_weight: object = None,
        training: bool = True,
    ) -> keras.KerasTensor:
        """What `fit` makes small; y: (batch, 1), 1 is fake."""
        kept = own_half(y_pred[LATENT], y)
        drawn = self.decoder(kept, training=training)
        activation = activation_loss(y, y_pred[ENERGIES])
        reconstruction = ops.mean(ops.abs(y_pred[RESIDUAL] - drawn))
        self.activation.update_state(activation)
        self.reconstruction.update_state(reconstruction)
        return activation + GAMMA * reconstruction


def activation_loss(is_fake: keras.KerasTensor, energies: keras.KerasTensor) -> keras.KerasTensor:
    """How far the energies are from 1 of the own half and 0 of the other, the mean of the batch.

    is_fake: (batch, 1); energies: (batch, 2), real first
    """
    is_fake = ops.cast(is_fake, energies.dtype)
    wanted = ops.concatenate([1 - is_fake, is_fake], axis=-1)
    return ops.mean(ops.sum(ops.abs(energies - wanted), axis=-1))


def own_half(latent: keras.KerasTensor, is_fake: keras.KerasTensor) -> keras.KerasTensor:
    """The latent maps with those of the other half 0: (batch, side, side, maps); real first."""
    is_fake = ops.cast(is_fake, latent.dtype)
    half = latent.shape[-1] // 2
    keep = ops.repeat(ops.concatenate([1 - is_fake, is_fake], axis=-1), half, axis=-1)
    return latent * keep[:, None, None, :]


def learner(recipe: Recipe) -> keras.Model:
    """What is trained, with fresh weights and not compiled yet."""
    with _precision(recipe):
        detector = (BUILDERS | REFERENCES)[recipe.architecture](dropout=recipe.dropout)
        return SplitLatent(detector) if recipe.loss == SPLIT_LATENT else detector


def detector_in(model: keras.Model) -> keras.Model:
    """Of what is trained, what scores: (batch, side, side, 3) to (batch, 1)."""
    return model.detector if isinstance(model, SplitLatent) else model


@contextmanager
def _precision(recipe: Recipe) -> Iterator[None]:
    before = keras.config.dtype_policy()
    half = recipe.half_precision and quick_at_bfloat16()
    keras.config.set_dtype_policy("mixed_bfloat16" if half else "float32")
    try:
        yield
    finally:
        keras.config.set_dtype_policy(before)
