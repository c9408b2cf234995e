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


@pytest.fixture
def until():
    """Waits until something holds; fails after some seconds."""

    def until(holds, seconds=10):
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.01)

    return until
