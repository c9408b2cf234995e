"""The API at a port of this machine, a real queue behind it, and a worker that obeys its files."""

from __future__ import annotations

import time
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from meso.api.app import create_app
from meso.service import Client
from tests.api.asking import served

OBEDIENT = Path(__file__).parents[1] / "service"  # obedient.py, whose detector obeys a file


@pytest.fixture
def open_api(monkeypatch):
    """Serves an API until the test ends, with a client of its own: (the API, its app)."""
    monkeypatch.syspath_prepend(OBEDIENT)
    with ExitStack() as opened:

        def open_api(*, seconds=60, load="obedient:load", **options):
            client = opened.enter_context(closing(Client(load=load, seconds=seconds)))
            app = create_app(client, model="the default", **options)
            return opened.enter_context(served(app)), app

        yield open_api


@pytest.fixture
def api_and_app(open_api):
    return open_api()


@pytest.fixture
def api(api_and_app):
    return api_and_app[0]


@pytest.fixture
def app(api_and_app):
    return api_and_app[1]


@pytest.fixture
def until():
    """Waits until something holds; fails after some seconds."""

    def until(holds, seconds=20):
        deadline = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < deadline, "waited in vain"
            time.sleep(0.01)

    return until
