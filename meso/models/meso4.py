"""Meso-4: a face crop in, its fake score out."""

from __future__ import annotations

import keras

from meso.models.blocks import classifier, conv_block, unit_face

STAGES = [(8, 3, 2), (8, 5, 2), (16, 5, 2), (16, 5, 4)]  # filters, kernel, pool


def build_meso4(*, input_size: int = 256, dropout: float = 0.5) -> keras.Model:
    """Build Meso-4 with fresh weights, 27,977 of them trainable at 256 pixels.

    Input:  face        (batch, input_size, input_size, 3) RGB in [0, 255], uint8 or float
    Output: fake_score  (batch, 1) in [0, 1]; 1 is fake

    Layers named features_* extract, classifier_* and fake_score decide: transfer learning
    freezes the first kind and retrains the second. Afchar et al. 2018, arXiv 1809.00888.
    """
    face, x = unit_face(input_size)
    for stage, (filters, kernel, pool) in enumerate(STAGES, start=1):
        x = conv_block(x, filters, kernel, pool, name=f"features_{stage}")
    return keras.Model(face, classifier(x, dropout), name="meso4")
