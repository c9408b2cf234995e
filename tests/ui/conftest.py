"""The page in Streamlit's own test harness, with a client whose jobs do what the test says."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache
from streamlit.testing.v1 import AppTest

from meso.errors import Busy, Cancelled
from meso.models import weights
from meso.service import Step
from meso.service.frame_picture import Picture
from meso.ui import desk, detect_page, jobs
from meso.values import Box, NotScored
from tests.reports import report_of

GREEN_FRAME = Picture(np.full((90, 160, 3), (0, 160, 0), np.uint8), 0.5)

APP = Path(__file__).parents[2] / "app.py"


class ScriptedJob:
    """Under way until the test calls `ends` with a report or a MesoError."""

    def __init__(self, data, name, model, frames):
        self.data, self.name, self.model, self.frames = data, name, model, frames
        self.step, self.waiting_for, self.outcome = None, 0, None
        self.seconds_to_wait = None

    def at(self, stage, done, of):
        self.step = Step(stage, done, of)

    def ends(self, outcome):
        self.outcome = outcome

    def done(self):
        return self.outcome is not None

    def result(self, timeout=None):
        if self.outcome is None:
            raise TimeoutError
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome

    def cancel(self):
        self.outcome = self.outcome or Cancelled(self.name)


class ScriptedClient:
    """Takes uploads and keeps them for the test to look at."""

    def __init__(self):
        self.state, self.problem, self.jobs, self.samples = "ready", None, [], {}
        self.device = "the CPU"
        self.room, self.asked = 100, []
        self.questions, self.answer = [], lambda question, options: GREEN_FRAME

    def submit(self, data, name, *, model, frames):
        if len(self.jobs) >= self.room:
            raise Busy(name, ahead=self.room, seconds=None)
        self.jobs.append(ScriptedJob(data, name, model, frames))
        return self.jobs[-1]

    def ask(self, question, name, *, model=None, **options):
        """Answered by `answer(question, options)`, which the test puts there; None: not yet."""
        self.questions.append((question.__name__, model, options))
        job = ScriptedJob(None, name, model, None)
        job.outcome = self.answer(question, options)
        self.asked.append(job)
        return job

    def sample(self, which):
        if isinstance(self.samples[which], Exception):
            raise self.samples[which]
        return self.samples[which]


@pytest.fixture(autouse=True)
def _no_session_went_before():
    """Streamlit's harness gives the sessions of all tests one name, and so one cache; and those
    that ended are in memory, with what lay on their desks, until Python looks for such rings."""
    clear_session_cache("test session id")
    desk._desks.clear()


@pytest.fixture
def client(monkeypatch):
    scripted = ScriptedClient()
    monkeypatch.setattr(jobs, "client", lambda: scripted)
    return scripted


@pytest.fixture
def weights_folder(tmp_path, monkeypatch):
    """The folder that the page takes its networks from; no network is installed."""
    for name in ("known", "default_name"):
        monkeypatch.setattr(detect_page, name, partial(getattr(weights, name), tmp_path))
    return tmp_path


@pytest.fixture
def networks(weights_folder):
    """Two installed networks, of which the first is the default."""
    for name in ("meso4", "meso_inception4"):
        path = weights_folder / f"{name}.weights.h5"
        path.write_bytes(name.encode())
        weights.register(
            weights.Weights(
                name=name,
                architecture=name,
                path=path,
                sha256=weights.sha256(path),
                licence="Apache-2.0",
                note=f"What {name} was trained on.",
                threshold=0.5,
                band=0.05,
                input_size=256,
            ),
            weights_folder,
        )


def opened():
    return AppTest.from_file(APP, default_timeout=30).run()


@pytest.fixture
def page(client, networks):
    """The page as `streamlit run app.py` serves it, opened."""
    page = opened()
    yield page
    assert not page.exception


@pytest.fixture
def page_without_networks(client, weights_folder):
    """The same where no network is installed."""
    return opened()


@pytest.fixture
def drop(page):
    """Drop a file on the page."""

    def drop(name="holiday.mp4", data=b"some bytes"):
        return page.file_uploader[0].set_value([(name, data, "video/mp4")]).run()

    return drop


@pytest.fixture
def shown(client):
    """The part of the page that shows a report."""

    def shown(report):
        def script(report):
            from meso.ui.jobs import Upload
            from meso.ui.show_report import show_report

            show_report(report, Upload(7, report.source, b"some bytes"))

        app = AppTest.from_function(script, kwargs={"report": report}, default_timeout=30).run()
        assert not app.exception
        return app

    return shown


@pytest.fixture
def clip():
    """Two people in four frames of five, one of them twice."""
    return report_of(
        [(0, 0, 0.1), (25, 0, 0.2), (25, 1, 0.7), (75, 0, 0.3), (100, 0, 0.4), (100, 1, 0.9)],
        looked_at=[0, 25, 50, 75, 100],
        missed=[
            NotScored(50, 2.0, "no face"),
            NotScored(75, 3.0, "too small", Box(1, 2, 31, 42)),
        ],
        reasons=("The mean score 0.25 is below the threshold 0.50.",),
    )


@pytest.fixture
def photo():
    """A photo of three people."""
    return report_of([(0, 0, 0.2), (0, 1, 0.8), (0, 2, 0.4)], looked_at=[0], kind="image")


@pytest.fixture
def made():
    """Reports that differ in what a test needs."""
    return SimpleNamespace(report=report_of)
