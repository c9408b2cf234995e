"""Two networks that were made for other pictures, with fresh weights, to compare ours with.

They are trained and measured as ours are, and cannot be installed: the page looks inside networks
whose layers have the names of ours.
"""

from __future__ import annotations

from collections.abc import Callable

import keras
from keras import layers

from meso.models.blocks import fake_score, unit_face

MOMENTUM = (
    0.99  # as in our networks: with more, short trainings end before the statistics are known
)


def build_mobilenet_v3_small(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """MobileNetV3-Small (Howard et al. 2019, arXiv 1905.02244) below one fake score."""
    inside = keras.applications.MobileNetV3Small(
        input_shape=(input_size, input_size, 3),
        include_top=False,
        weights=None,
        pooling="avg",
        include_preprocessing=False,
        name="features",
    )
    to_range = layers.Rescaling(2.0, offset=-1.0, name="to_minus_one_to_one")
    return _detector(inside, to_range, dropout, name="mobilenet_v3_small")


def build_efficientnet_b0(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """EfficientNet-B0 (Tan and Le 2019, arXiv 1905.11946) below one fake score."""
    inside = keras.applications.EfficientNetB0(
        input_shape=(input_size, input_size, 3),
        include_top=False,
        weights=None,
        pooling="avg",
        name="features",
    )
    to_range = layers.Rescaling(255.0, name="to_bytes")  # which it scales to [0, 1] itself
    return _detector(inside, to_range, dropout, name="efficientnet_b0")


REFERENCES: dict[str, Callable[..., keras.Model]] = {
    "mobilenet_v3_small": build_mobilenet_v3_small,
    "efficientnet_b0": build_efficientnet_b0,
}


def _detector(
    inside: keras.Model, to_range: keras.layers.Layer, dropout: float, *, name: str
) -> keras.Model:
    for layer in inside.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.momentum = MOMENTUM
    face, x = unit_face(inside.input_shape[1])
    x = inside(to_range(x))
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    return keras.Model(face, fake_score(x), name=name)
