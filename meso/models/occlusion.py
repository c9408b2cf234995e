"""A network and a face crop in; where the score hangs on the face, learned or not, out.

A grey patch is slid over the face, and every covered face is scored (Zeiler and Fergus 2014, arXiv
1311.2901). Beside the map stands the same map of a network that has learned nothing: where the two
are alike, the map tells of the picture and not of what was learned (Adebayo et al. 2018, arXiv
1810.03292).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import keras
import numpy as np

from meso.models.architectures import BUILDERS
from meso.models.maps import Checked, Occlusion
from meso.models.network import Network
from meso.values import Pixels

PLACES = 10  # across; the smallest patch still covers every pixel, and two networks take a second
GREY = 128
SEED = 7  # of the network that has learned nothing; another draws another one


def checked_occlusion(network: Network, crop: Pixels, *, patch: int) -> Checked:
    """Where the score hangs on the crop, and the same of a network that has learned nothing.

    patch: side of the grey square, in pixels of the crop
    """
    with ThreadPoolExecutor() as pool:  # side by side: each runs on one core
        trained = pool.submit(lambda: occlusion(network, crop, patch=patch))
        untrained = pool.submit(lambda: occlusion(untrained_like(network), crop, patch=patch))
    return Checked(trained.result(), untrained.result())


def occlusion(network: Network, crop: Pixels, *, patch: int) -> Occlusion:
    """By how much a crop's score falls when each of PLACES × PLACES places is covered in turn."""
    as_it_is, *hidden = network.fake_scores(np.concatenate([crop[None], covered(crop, patch)]))
    drops = as_it_is - np.array(hidden, np.float32).reshape(PLACES, PLACES)
    return Occlusion(float(as_it_is), drops)


def covered(crop: Pixels, patch: int) -> Pixels:
    """The crop with the patch at every place, row by row: (PLACES², side, side, 3) uint8.

    The middles of the places are spread evenly; at the border a part of the patch is outside.
    """
    side = len(crop)
    middles = (np.arange(PLACES) + 0.5) * side / PLACES
    spans = [slice(max(0, round(m - patch / 2)), round(m + patch / 2)) for m in middles]
    pictures = np.repeat(crop[None], PLACES**2, axis=0)
    for place, picture in enumerate(pictures):
        picture[spans[place // PLACES], spans[place % PLACES]] = GREY
    return pictures


def untrained_like(network: Network) -> Network:
    """A network of the same architecture, its weights drawn at random; always the same ones."""
    model = _untrained(network.weights.architecture, network.weights.input_size)
    return Network(network.weights, model)


@lru_cache(maxsize=4)
def _untrained(architecture: str, input_size: int) -> keras.Model:
    model = BUILDERS[architecture](input_size=input_size)
    for place, weight in enumerate(model.trainable_weights):
        if len(weight.shape) > 1:  # biases and norms begin the same in every fresh network
            weight.assign(keras.initializers.GlorotUniform(seed=SEED + place)(weight.shape))
    return model
