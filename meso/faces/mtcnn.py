"""Batches of pictures in, what MTCNN's three networks say of them out (arXiv 1604.02878)."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import tensorflow as tf
from mtcnn.network.onet import ONet
from mtcnn.network.pnet import PNet
from mtcnn.network.rnet import RNet
from mtcnn.utils.tensorflow import load_weights

from meso.faces.pyramid import Network, Said
from meso.values import Floats

# TensorFlow reads this when it starts. To share such small pictures among threads takes longer
# than to work on them. Whoever wants more threads sets these before; `meso train` loads no finder.
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

MOST_DOUBLED = 32  # pictures in a batch; larger ones grow by as many


class Networks:
    """The networks of the package mtcnn with its own weights, each compiled once for every size.

    propose: (n, height, width, 3) -> offsets (n, rows, columns, 4), confidence (n, rows, columns)
    refine:  (n, 24, 24, 3) -> offsets (n, 4), confidence (n,)
    settle:  (n, 48, 48, 3) -> offsets (n, 4), landmarks (n, 10), confidence (n,)

    Pictures are float32 RGB in [0, 255]. Not safe for use by several threads at once.
    """

    def __init__(self) -> None:
        self.propose = _compiled(PNet, side=None)
        self.refine = _in_batches(_compiled(RNet, side=24))
        self.settle = _in_batches(_compiled(ONet, side=48))


def to_export() -> dict[str, tf.keras.Model]:
    """The three networks, by what they do, for another program to run.

    They take the same pictures and say the same, but confidence is a pair: no face, face.
    """
    parts = {"propose": (PNet, None), "refine": (RNet, 24), "settle": (ONet, 48)}
    return {name: _whole(build, side) for name, (build, side) in parts.items()}


def _whole(build: Callable[[], tf.keras.Model], side: int | None) -> tf.keras.Model:
    """A network with the scaling in front of it."""
    pictures = tf.keras.Input((side, side, 3), name="pictures")
    whole = tf.keras.Model(pictures, _loaded(build)((pictures - 127.5) / 128))
    whole(tf.zeros([1, side or 48, side or 48, 3]))  # Keras exports only what was called
    return whole


def _loaded(build: Callable[[], tf.keras.Model]) -> tf.keras.Model:
    """A network with its weights.

    These are named by their full path, because mtcnn itself unpickles a file of that name in the
    working directory in preference to its own.
    """
    network = build()
    network.build()
    weights = files("mtcnn.assets.weights") / f"{build.__name__.lower()}.lz4"
    network.set_weights(load_weights(str(weights)))
    return network


def _compiled(build: Callable[[], tf.keras.Model], *, side: int | None) -> Network:
    """A network that is traced once, which is several times faster than mtcnn's eager call."""
    network = _loaded(build)
    # autograph would leave compiled Python in the temp folder, and there is nothing to convert
    traced = tf.function(
        lambda pictures: network((pictures - 127.5) / 128), autograph=False
    ).get_concrete_function(tf.TensorSpec([None, side, side, 3], tf.float32))

    def call(pictures: Floats) -> Said:
        *numbers, confidence = (said.numpy() for said in traced(tf.constant(pictures)))
        return *numbers, confidence[..., 1]

    return call


def _in_batches(network: Network) -> Network:
    """The network, fed with batches of few sizes: TensorFlow prepares itself anew for each."""

    def call(pictures: Floats) -> Said:
        full = full_batch(len(pictures))
        batch = np.zeros((full, *pictures.shape[1:]), np.float32)
        batch[: len(pictures)] = pictures
        return tuple(said[: len(pictures)] for said in network(batch))

    return call


def full_batch(pictures: int) -> int:
    """How many pictures a batch is filled up to: 1, 2, 4, 8, 16, 32, 64, 96, 128, …"""
    if pictures > MOST_DOUBLED:
        return -(-pictures // MOST_DOUBLED) * MOST_DOUBLED
    return 1 << max(pictures - 1, 0).bit_length()
