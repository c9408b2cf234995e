"""Clients whose worker processes load the obedient detector of this folder."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from meso.service import Client


@pytest.fixture(autouse=True)
def _obedient_can_be_imported(monkeypatch):
    """A spawned process takes over the path of its parent."""
    monkeypatch.syspath_prepend(Path(__file__).parent)


@pytest.fixture
def open_client(_obedient_can_be_imported):
    """Opens clients; closes them after the test."""
    opened = []

    def open_client(load="load", **options):
        opened.append(Client(load=f"obedient:{load}", **options))
        return opened[-1]

    yield open_client
    for client in opened:
        client.close()


@pytest.fixture
def client(open_client):
    return open_client()


@pytest.fixture(scope="session")
def untrained(tmp_path_factory):
    """A folder that lists two networks of random numbers, "first" (the default) and "second"."""
    from meso.models.meso4 import build_meso4
    from meso.models.weights import Weights, register, sha256

    folder = tmp_path_factory.mktemp("weights")
    for name in ("first", "second"):
        path = folder / f"{name}.weights.h5"
        build_meso4().save_weights(path)
        facts = {"licence": "CC0", "note": "random", "threshold": 0.5, "band": 0.0}
        register(Weights(name, "meso4", path, sha256(path), **facts, input_size=256), folder)
    return folder


@pytest.fixture
def until():
    """Waits until something holds; fails after some seconds."""

    def until(holds, seconds=10):
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.01)

    return until
