"""EfficientNet-Lite0, whole, its first three stages, or both side by side: a face in, its fake
score out. The first two may begin with what it knows of everyday pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import keras
from keras import layers

from meso.models.blocks import fake_score, normalised_convolution, unit_face

STEM, HEAD, SHORT_HEAD = 32, 1280, 64  # filters
SHORT = 3  # stages of the short one
HIGHEST = 6.0  # that a ReLU lets through
PATCHES = "_patch"  # in the names of what is there twice, and belongs to the three stages


class Blocks(NamedTuple):
    """Some blocks alike; `stride` is the first one's, and the others' is 1."""

    repeats: int
    kernel: int
    stride: int
    widening: int
    filters: int


STAGES = (
    (Blocks(1, 3, 1, 1, 16),),  # at a half of the side
    (Blocks(2, 3, 2, 6, 24),),
    (Blocks(2, 5, 2, 6, 40),),
    (Blocks(3, 3, 2, 6, 80), Blocks(3, 5, 1, 6, 112)),
    (Blocks(4, 5, 2, 6, 192), Blocks(1, 3, 1, 6, 320)),  # at a 32nd
)


def build_efficientnet_lite(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """Build EfficientNet-Lite0 with fresh weights, 3.4 million of them, below one fake score.

    EfficientNet-B0 (Tan and Le 2019, arXiv 1905.11946) as its authors made it lighter for phones:
    without squeeze and excitation, and with ReLU6. Input, output and names of layers are those of
    `build_meso4`. It is worth its cost when it begins with weights that were trained on ImageNet
    (`meso.models.imagenet`, docs/decisions/0025-imagenet.md).
    """
    return _network(input_size, dropout, stages=len(STAGES), head=HEAD, name="efficientnet_lite")


def build_lite_short(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """Build the first three stages of EfficientNet-Lite0, 58,257 weights, below one fake score.

    Twice the weights of MesoInception-4, and 2.6 times its multiplications. At 256 pixels it ends
    in 32 × 32 points; each sees 67 × 67 of the pixels, and what they say on the mean decides.
    Chai et al. 2020 (arXiv 2008.10588) cut networks off like that; why we do is in
    docs/decisions/0026-three-stages.md.
    """
    return _network(input_size, dropout, stages=SHORT, head=SHORT_HEAD, name="lite_short")


def build_lite_pair(*, input_size: int = 256, dropout: float = 0.2) -> keras.Model:
    """Build both of them on one face, 3,430,545 weights: what they see, below one fake score.

    The whole network knows which part of a face it looks at, the patches of the short one do not;
    one dense layer weighs both. Its numbers are those of two trained networks
    (`meso.models.pair`). Why: docs/decisions/0027-a-pair.md.
    """
    face, picture = _face(input_size)
    whole = _features(picture, stages=len(STAGES), head=HEAD)
    patches = _features(picture, stages=SHORT, head=SHORT_HEAD, mark=PATCHES)
    both = layers.Concatenate(name="features_both")([whole, patches])
    return _judged(face, both, dropout, name="lite_pair")


def _network(input_size: int, dropout: float, *, stages: int, head: int, name: str) -> keras.Model:
    face, picture = _face(input_size)
    return _judged(face, _features(picture, stages=stages, head=head), dropout, name=name)


def _face(input_size: int) -> tuple[keras.KerasTensor, keras.KerasTensor]:
    """The input, and the same in the range that the published network was trained with."""
    face, x = unit_face(input_size)
    return face, layers.Rescaling(255 / 128, offset=-127 / 128, name="to_published_range")(x)


def _features(x: keras.KerasTensor, *, stages: int, head: int, mark: str = "") -> keras.KerasTensor:
    """What the stages see, on the mean over the face: (batch, head); `mark` is in their names."""
    x = _convolution(x, STEM, 3, 2, name=f"features_1_shrink{mark}")
    for block, blocks, stride in each_block(stages):
        x = _block(x, blocks, stride, name=f"{block}{mark}")
    x = _convolution(x, head, 1, 1, name=f"features_{stages}_mix{mark}")
    return layers.GlobalAveragePooling2D(name=f"features_mean{mark}")(x)


def _judged(
    face: keras.KerasTensor, x: keras.KerasTensor, dropout: float, *, name: str
) -> keras.Model:
    x = layers.Dropout(dropout, name="classifier_dropout")(x)
    return keras.Model(face, fake_score(x), name=name)


def each_block(stages: int = len(STAGES)) -> Iterator[tuple[str, Blocks, int]]:
    """The name of each block, as in "4_2", what kind it is, and its stride; from the first on."""
    for stage, alike in enumerate(STAGES[:stages], start=1):
        made = [(blocks, place) for blocks in alike for place in range(blocks.repeats)]
        for block, (blocks, place) in enumerate(made, start=1):
            yield f"{stage}_{block}", blocks, 1 if place else blocks.stride


def _block(x: keras.KerasTensor, blocks: Blocks, stride: int, *, name: str) -> keras.KerasTensor:
    """Widened, looked at map by map, made narrow; added to its input where both are alike."""
    y = x
    if blocks.widening > 1:
        y = _convolution(x, x.shape[-1] * blocks.widening, 1, 1, name=f"widen_{name}")
    y = layers.DepthwiseConv2D(
        blocks.kernel, strides=stride, padding="same", use_bias=False, name=f"look_{name}_conv"
    )(y)
    y = layers.BatchNormalization(name=f"look_{name}_norm")(y)
    y = layers.ReLU(HIGHEST, name=f"features_{name}_relu")(y)
    y = normalised_convolution(y, blocks.filters, 1, name=f"narrow_{name}", kernel=1, relu=False)
    return layers.Add(name=f"add_{name}")([x, y]) if x.shape == y.shape else y


def _convolution(
    x: keras.KerasTensor, filters: int, kernel: int, stride: int, *, name: str
) -> keras.KerasTensor:
    x = normalised_convolution(x, filters, stride, name=name, kernel=kernel, relu=False)
    return layers.ReLU(HIGHEST, name=f"{name}_relu")(x)
