"""ForensicTransfer: a face crop in, its fake score out; and the decoder that it is trained with."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from meso.models.blocks import normalised_convolution, unit_face

WIDTHS = (8, 16, 32, 64, 128)  # filters of the encoder; all but the first halve the side
THIRD_ORDER = (1.0, -3.0, 3.0, -1.0)  # what a straight, a bend and a bow of brightness leave at 0
GAIN = 4  # brings most of what the filter leaves into the range of the decoder's tanh
RESIDUAL, LATENT, ENERGIES = "detail", "features_5_shrink_relu", "energies"
NOTHING = 1e-6  # energy; where neither half has any, the score is 0.5


def build_forensic_transfer(*, input_size: int = 256, dropout: float = 0.0) -> keras.Model:
    """Build the half of ForensicTransfer that decides, with fresh weights, 98,848 to train.

    Input and output are those of `build_meso4`. It sees what a fixed filter leaves of
    the face: the third derivative from left to right and from top to bottom. The last maps are
    two halves, real first: each face is to excite one of them, and the score is the share of the
    fake half in the energy of both. Above 0.5 the fake half has more, which is the paper's rule.
    Cozzolino et al. 2018, arXiv 1812.02510; what differs stands in docs/decisions/0017.
    """
    face, x = unit_face(input_size, dtype="float32")  # half precision would round the residual away
    x = _residual(x)
    for stage, width in enumerate(WIDTHS, start=1):
        stride, step = (1, "keep") if stage == 1 else (2, "shrink")
        x = normalised_convolution(x, width, stride, name=f"features_{stage}_{step}")
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    energies = Energies(dtype="float32", name=ENERGIES)(x)
    score = ShareOfFake(dtype="float32", name="fake_score")(energies)
    return keras.Model(face, score, name="forensic_transfer")


def build_decoder(input_size: int = 256) -> keras.Model:
    """What draws the residual again from the maps of one half, for training only.

    (batch, input_size / 16, …, 128), the other half 0, to (batch, input_size, input_size, 6)
    """
    side = -(-input_size // 16)
    x = latent = keras.Input((side, side, WIDTHS[-1]), name="latent")
    for place, width in enumerate(reversed(WIDTHS[:-1]), start=1):
        x = normalised_convolution(x, width, 1, name=f"decoder_{place}")
        x = layers.UpSampling2D(name=f"decoder_{place}_larger")(x)
    drawn = layers.Conv2D(
        6, 3, padding="same", activation="tanh", dtype="float32", name="decoder_residual"
    )
    return keras.Model(latent, drawn(x), name="decoder")


class Energies(layers.Layer):  # type: ignore[misc]
    """(batch, side, side, maps) to (batch, 2): mean size of the real and of the fake half."""

    def call(self, latent: keras.KerasTensor) -> keras.KerasTensor:
        """The first half of the maps is real."""
        real, fake = ops.split(ops.mean(ops.abs(latent), axis=(1, 2)), 2, axis=-1)
        return ops.stack([ops.mean(real, axis=-1), ops.mean(fake, axis=-1)], axis=-1)


class ShareOfFake(layers.Layer):  # type: ignore[misc]
    """(batch, 2) energies of real and fake to (batch, 1) in [0, 1]: how much of both is fake."""

    def call(self, energies: keras.KerasTensor) -> keras.KerasTensor:
        """Where there is no energy at all, 0.5."""
        energies = energies + NOTHING
        return energies[:, 1:] / ops.sum(energies, axis=-1, keepdims=True)


def _residual(x: keras.KerasTensor) -> keras.KerasTensor:
    """(batch, side, side, 3) to (…, 6): the third derivative across, then down.

    0 at the border, where the filter would look beyond the picture.
    """
    kernel = GAIN * np.array(THIRD_ORDER)
    parts = [
        _filtered(x, kernel[None, :], ((0, 0), (1, 2)), name="across"),
        _filtered(x, kernel[:, None], ((1, 2), (0, 0)), name="down"),
    ]
    return layers.Concatenate(dtype="float32", name=RESIDUAL)(parts)


def _filtered(
    x: keras.KerasTensor,
    kernel: NDArray[np.float64],
    border: tuple[tuple[int, int], tuple[int, int]],
    *,
    name: str,
) -> keras.KerasTensor:
    numbers = np.repeat(kernel[:, :, None, None], 3, axis=2)
    fixed = layers.DepthwiseConv2D(
        kernel.shape,
        use_bias=False,
        depthwise_initializer=keras.initializers.Constant(numbers),
        trainable=False,
        dtype="float32",
        name=name,
    )
    return layers.ZeroPadding2D(border, dtype="float32", name=f"{name}_border")(fixed(x))
