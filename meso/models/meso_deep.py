"""MesoDeep, the stronger network of this project: a face crop in, its fake score out."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

from meso.models.blocks import fake_score, normalised_convolution, unit_face

WIDTHS = (24, 48, 96, 160)  # filters at a half, a quarter, an eighth and a sixteenth of the side
RESIDUALS = (0, 0, 1, 2)  # blocks that add to their input, at each of these
DETAIL_GAIN = 8


def build_meso_deep(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """Build MesoDeep with fresh weights, 1.28 million of them trainable.

    Input, output and names of layers are those of `build_meso4`. It sees the
    face and, beside it, what a small blur takes from the face: forgeries show in the finest detail,
    which is too faint in the picture itself to be learned from early on (docs/training-log.md).
    Then come residual blocks (He et al. 2015, arXiv 1512.03385); the score is that of the mean
    feature, wherever in the face it was.
    """
    face, x = unit_face(input_size)
    x = _with_detail(x)
    for stage, (width, residuals) in enumerate(zip(WIDTHS, RESIDUALS, strict=True), start=1):
        x = normalised_convolution(x, width, 2, name=f"features_{stage}_shrink")
        for block in range(1, residuals + 1):
            x = _residual(x, width, name=f"features_{stage}_{block}")
    x = layers.GlobalAveragePooling2D(name="features_mean")(x)
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    return keras.Model(face, fake_score(x), name="meso_deep")


def _with_detail(x: keras.KerasTensor) -> keras.KerasTensor:
    """(batch, side, side, 3) to (…, 6): the picture and, eightfold, its finest detail."""
    binomial = np.outer([1, 2, 1], [1, 2, 1]) / 16
    detail = np.zeros((3, 3))
    detail[1, 1] = 1
    kernel = np.repeat((detail - binomial)[:, :, None, None], 3, axis=2) * DETAIL_GAIN
    fixed = layers.DepthwiseConv2D(
        3,
        padding="same",
        use_bias=False,
        depthwise_initializer=keras.initializers.Constant(kernel),
        trainable=False,
        name="detail",
    )
    return layers.Concatenate(name="picture_and_detail")([x, fixed(x)])


def _residual(x: keras.KerasTensor, filters: int, *, name: str) -> keras.KerasTensor:
    y = normalised_convolution(x, filters, 1, name=f"{name}_first")
    y = normalised_convolution(y, filters, 1, name=f"{name}_second", relu=False)
    return layers.ReLU(name=f"{name}_relu")(layers.Add(name=f"{name}_add")([x, y]))
