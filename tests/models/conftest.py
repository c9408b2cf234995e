from __future__ import annotations

import numpy as np
import pytest

from meso.models.weights import Weights, register, sha256


@pytest.fixture(scope="session")
def crop():
    """256 × 256, of strong colours, and no two of its corners, sides or channels alike."""
    down, right = np.mgrid[0:256, 0:256] / 255
    red = 200 * right * down + 55 * (right > 0.7)
    green = 120 * (1 - down) ** 2
    blue = 60 * (np.hypot(right - 0.2, down - 0.3) < 0.25) + 20 * right
    return np.stack([red, green, blue], axis=-1).astype(np.uint8)


@pytest.fixture(scope="session")
def crops(crop):
    """40 crops, none like another, the first that of `crop`."""
    noise = np.random.default_rng(7).integers(0, 60, (40, 256, 256, 3), np.uint8)
    noise[0] = 0
    return np.stack([np.roll(crop, 5 * place, axis=1) // 2 for place in range(40)]) + noise


@pytest.fixture
def listed(tmp_path):
    """Put bytes into a folder as a weights file and list it; how every test gets its `Weights`."""

    def put(name="meso4", content=b"numbers", **changes):
        path = tmp_path / f"{name}.weights.h5"
        path.write_bytes(content)
        known_facts = {
            "name": name,
            "architecture": "meso4",
            "path": path,
            "sha256": sha256(path),
            "licence": "Apache-2.0",
            "note": "random numbers",
            "threshold": 0.5,
            "band": 0.05,
            "input_size": 256,
        }
        weights = Weights(**(known_facts | changes))
        register(weights, tmp_path)
        return weights

    return put


@pytest.fixture(scope="session")
def builders():
    """Keras loads here, when the first slow test runs, not when tests are collected."""
    from meso.models.architectures import BUILDERS

    return BUILDERS


@pytest.fixture(scope="session")
def saved(builders, tmp_path_factory):
    """The bytes of a weights file with random numbers, of any architecture and input size."""
    folder = tmp_path_factory.mktemp("saved")

    def of(architecture, input_size=256):
        import keras

        path = folder / f"{architecture}-{input_size}.weights.h5"
        if not path.exists():
            keras.utils.set_random_seed(3)
            builders[architecture](input_size=input_size).save_weights(path)
        return path.read_bytes()

    return of
