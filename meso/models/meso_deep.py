"""MesoDeep, the stronger network of this project: a face crop in, its fake score out."""

from __future__ import annotations

import keras
from keras import layers

from meso.models.blocks import fake_score, unit_face

WIDTHS = (24, 48, 96, 160)  # filters at a half, a quarter, an eighth and a sixteenth of the side
RESIDUALS = (0, 0, 1, 2)  # blocks that add to their input, at each of these


def build_meso_deep(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """Build MesoDeep with fresh weights, 1.28 million of them trainable.

    Input, output and names of layers are those of `build_meso4`. Residual blocks (He et al.
    2015, arXiv 1512.03385); the score is that of the mean feature, wherever in the face it was.
    """
    face, x = unit_face(input_size)
    for stage, (width, residuals) in enumerate(zip(WIDTHS, RESIDUALS, strict=True), start=1):
        x = _convolution(x, width, 2, name=f"features_{stage}_shrink")
        for block in range(1, residuals + 1):
            x = _residual(x, width, name=f"features_{stage}_{block}")
    x = layers.GlobalAveragePooling2D(name="features_mean")(x)
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    return keras.Model(face, fake_score(x), name="meso_deep")


def _convolution(
    x: keras.KerasTensor, filters: int, stride: int, *, name: str, relu: bool = True
) -> keras.KerasTensor:
    x = layers.Conv2D(
        filters, 3, strides=stride, padding="same", use_bias=False, name=f"{name}_conv"
    )(x)
    x = layers.BatchNormalization(name=f"{name}_norm")(x)
    return layers.ReLU(name=f"{name}_relu")(x) if relu else x


def _residual(x: keras.KerasTensor, filters: int, *, name: str) -> keras.KerasTensor:
    y = _convolution(x, filters, 1, name=f"{name}_first")
    y = _convolution(y, filters, 1, name=f"{name}_second", relu=False)
    return layers.ReLU(name=f"{name}_relu")(layers.Add(name=f"{name}_add")([x, y]))
