"""Meso-1: a face crop in, its fake score out."""

from __future__ import annotations

import keras
from keras import layers

from meso.models.blocks import convolution, fake_score, normalise_and_pool, unit_face


def build_meso1(*, input_size: int = 256, dropout: float = 0.5, dilation: int = 1) -> keras.Model:
    """Build Meso-1, the smallest of the family, with fresh weights.

    Input, output and names of layers are those of `build_meso4`. One 3×3 convolution, whose
    `dilation` can be chosen, is all that looks at neighbouring pixels.
    From the code published with Afchar et al. 2018, arXiv 1809.00888.
    """
    face, x = unit_face(input_size)
    x = convolution(x, 16, 3, dilation=dilation, name="features_1_conv")
    x = convolution(x, 4, 1, name="features_1_reduce")
    x = normalise_and_pool(x, 8, name="features_1")
    x = layers.Flatten(name="classifier_flatten")(x)
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    return keras.Model(face, fake_score(x), name="meso1")
