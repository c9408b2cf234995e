"""The pieces that the Meso networks share: a stage of features in, features or a fake score out."""

from __future__ import annotations

import keras
from keras import layers


def unit_face(
    input_size: int, *, dtype: str | None = None
) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input of every network, (batch, input_size, input_size, 3) RGB in [0, 255], and the
    same scaled to [0, 1]: as a layer, so that no caller can scale twice or not at all.

    dtype: in which to scale; None: as the policy says
    """
    face = keras.Input((input_size, input_size, 3), name="face")
    return face, layers.Rescaling(1 / 255, dtype=dtype, name="to_unit_range")(face)


def convolution(
    x: keras.KerasTensor, filters: int, kernel: int, *, dilation: int = 1, name: str
) -> keras.KerasTensor:
    """(batch, side, side, any) to (batch, side, side, filters), with ReLU."""
    return layers.Conv2D(
        filters, kernel, padding="same", dilation_rate=dilation, activation="relu", name=name
    )(x)


def normalise_and_pool(x: keras.KerasTensor, pool: int, *, name: str) -> keras.KerasTensor:
    """(batch, side, side, filters) to (batch, side / pool, …), rounded up."""
    x = layers.BatchNormalization(name=f"{name}_norm")(x)
    return layers.MaxPooling2D(pool, padding="same", name=f"{name}_pool")(x)


def normalised_convolution(
    x: keras.KerasTensor,
    filters: int,
    stride: int,
    *,
    name: str,
    kernel: int = 3,
    relu: bool = True,
) -> keras.KerasTensor:
    """(batch, side, side, any) to (batch, side / stride, …, filters): normalised, ReLU."""
    x = layers.Conv2D(
        filters, kernel, strides=stride, padding="same", use_bias=False, name=f"{name}_conv"
    )(x)
    x = layers.BatchNormalization(name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x) if relu else x


def conv_block(
    x: keras.KerasTensor, filters: int, kernel: int, pool: int, *, name: str
) -> keras.KerasTensor:
    """One stage of Meso-4: convolution with ReLU, then normalisation, then pooling."""
    x = convolution(x, filters, kernel, name=f"{name}_conv")
    return normalise_and_pool(x, pool, name=name)


def inception_block(
    x: keras.KerasTensor, widths: tuple[int, int, int, int], pool: int, *, name: str
) -> keras.KerasTensor:
    """One stage of MesoInception-4: four branches that see ever wider, side by side.

    A 1×1 convolution alone; the three others reduce by 1×1 first, then look with a 3×3 of
    dilation 1, 2 and 3. `widths` are the filters of each branch. Keep the order of creation:
    the published weights are matched to layers by position.
    """
    branches = [convolution(x, widths[0], 1, name=f"{name}_skip")]
    for dilation, width in enumerate(widths[1:], start=1):
        reduced = convolution(x, width, 1, name=f"{name}_reduce_{dilation}")
        branches.append(
            convolution(reduced, width, 3, dilation=dilation, name=f"{name}_dilated_{dilation}")
        )
    return normalise_and_pool(layers.Concatenate(name=f"{name}_join")(branches), pool, name=name)


def classifier(features: keras.KerasTensor, dropout: float) -> keras.KerasTensor:
    """The decision of both larger networks: (batch, side, side, 16) to a (batch, 1) fake score."""
    x = layers.Flatten(name="classifier_flatten")(features)
    x = layers.Dropout(dropout, name="classifier_dropout_1")(x)
    x = layers.Dense(16, name="classifier_hidden")(x)
    x = layers.LeakyReLU(negative_slope=0.1, name="classifier_relu")(x)
    x = layers.Dropout(dropout, name="classifier_dropout_2")(x)
    return fake_score(x)


def fake_score(x: keras.KerasTensor) -> keras.KerasTensor:
    """The last layer of every network: (batch, any) to (batch, 1) in [0, 1]; 1 is fake."""
    return layers.Dense(1, activation="sigmoid", dtype="float32", name="fake_score")(x)
