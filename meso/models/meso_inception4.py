"""MesoInception-4: a face crop in, its fake score out."""

from __future__ import annotations

import keras

from meso.models.blocks import classifier, conv_block, inception_block, unit_face


def build_meso_inception4(*, input_size: int = 256, dropout: float = 0.5) -> keras.Model:
    """Build MesoInception-4 with fresh weights, 28,615 of them trainable at 256 pixels.

    Input, output and names of layers are those of `build_meso4`. The first two stages of Meso-4
    become inception modules whose 5×5 convolutions are dilated 3×3 ones.
    Afchar et al. 2018, arXiv 1809.00888.
    """
    face, x = unit_face(input_size)
    x = inception_block(x, (1, 4, 4, 2), 2, name="features_1")
    x = inception_block(x, (2, 4, 4, 2), 2, name="features_2")
    x = conv_block(x, 16, 5, 2, name="features_3")
    x = conv_block(x, 16, 5, 4, name="features_4")
    return keras.Model(face, classifier(x, dropout), name="meso_inception4")
