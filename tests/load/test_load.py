"""Several sessions at once on the real app; `python -m tests.load` has a class of thirty."""

from __future__ import annotations

import asyncio
import sys
import tomllib
from types import SimpleNamespace

import pytest

from scripts.server import ROOT, serving
from tests.load.__main__ import table
from tests.load.clips import clip
from tests.load.crowd import Figures, crowd
from tests.load.visit import Visit
from tests.load.watch import Held

pytestmark = [
    pytest.mark.slow,  # starts the app
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
SESSIONS = 3


@pytest.fixture(scope="module")
def figures():
    with serving() as server:
        return crowd(server, [clip(0), clip(1)], SESSIONS)


def test_each_session_gets_the_scores_of_its_own_clip(figures):
    assert (figures.answered, figures.right) == (SESSIONS, SESSIONS)


def test_the_app_answers_meanwhile(figures):
    assert len(figures.opened) == SESSIONS
    assert len(figures.watch.health) > 10
    assert all(used > 0 for used in figures.watch.cpu.values())


def test_streamlit_alone_serves_the_page_too():
    async def opens(port):
        async with Visit(port) as visit:
            return visit.alerts

    with serving("streamlit") as server:
        assert asyncio.run(opens(server.port)) == []


def test_no_run_of_a_page_stops_the_others_to_collect_garbage():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())
    assert settings["runner"]["postScriptGC"] is False


def test_the_memory_is_that_of_server_and_worker(figures):
    held = figures.watch.peak
    assert {"server", "worker"} <= {*held.by_part}
    assert 0 < held.pss <= held.rss


def test_the_table_has_a_line_a_figure():
    watch = SimpleNamespace(
        health=[0.01, 0.02, 0.3],
        late=[0.0, 0.0, 0.001],
        cpu={"server": 1.0, "worker": 2.4},
        peak=Held(3, 700.4, {"server": 250.0, "worker": 800.0}),
    )
    lines = table(Figures(3, 2, [1.0, 1.0, 2.0], [3.0, 9.0, 9.0], watch), 3).splitlines()
    assert lines[1].endswith("session alone  2 of 3")
    assert lines[3].endswith(" 20 272 300 ms")
    assert lines[6].endswith("server 1 s, worker 2 s")
    assert lines[7].endswith("PSS 700 MB; RSS 1050 MB (server 250, worker 800)")
