"""Nothing in; the networks that "deepfakes" began with, small, out: one encoder, two decoders.

What both decoders are fed with is made by the same encoder, so it has to be what two people have in
common: where they look, how the mouth stands, the light. Who it is, each decoder knows alone.
"""

from __future__ import annotations

import keras
from keras import layers

SIDE = 64  # pixels of a face, as in the first programs
CODE = 256  # numbers between encoder and decoder


def build_encoder() -> keras.Model:
    """(batch, SIDE, SIDE, 3) in [0, 1] to (batch, CODE)."""
    x = faces = keras.Input((SIDE, SIDE, 3))
    for maps in (32, 64, 128):
        x = layers.Conv2D(maps, 5, strides=2, padding="same")(x)
        x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.Dense(CODE)(layers.Flatten()(x))
    return keras.Model(faces, x, name="encoder")


def build_decoder(name: str) -> keras.Model:
    """(batch, CODE) to (batch, SIDE, SIDE, 3) in [0, 1]."""
    code = keras.Input((CODE,))
    x = layers.Reshape((8, 8, 64))(layers.Dense(8 * 8 * 64)(code))
    for maps in (128, 64, 32):
        x = layers.UpSampling2D(2)(x)
        x = layers.Conv2D(maps, 3, padding="same")(x)
        x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.Conv2D(3, 5, padding="same", activation="sigmoid")(x)
    return keras.Model(code, x, name=name)
