"""What runs in the worker, called here in the process of the test."""

from __future__ import annotations

from io import BytesIO
from multiprocessing import Pipe
from multiprocessing.sharedctypes import RawArray

import pytest

from meso.errors import BadWeights, OurFault
from meso.service import worker


@pytest.fixture(autouse=True)
def _nothing_is_loaded_yet():
    worker._detector.cache_clear()
    yield
    worker._detector.cache_clear()


class TestAnAnswer:
    def test_is_the_error_alone_without_what_would_keep_the_pixels_alive(self):
        error = worker.load("7f3a", "it", path="obedient:load_when_there", model="/gone/meso4.h5")
        assert isinstance(error, BadWeights)
        assert str(error) == "meso4.h5 is missing."
        assert (error.__traceback__, error.__context__) == (None, None)

    def test_names_any_other_error_ours_and_logs_where_it_was(self, caplog):
        error = worker.load("7f3a", "it", path="obedient:load_and_blunder", model="secret")
        assert isinstance(error, OurFault)
        assert str(error).endswith("job 7f3a.")
        assert "secret" not in str(error)
        assert "job 7f3a failed: ModuleNotFoundError" in caplog.text
        assert "load_and_blunder" in caplog.text

    def test_logs_what_kept_the_detector_from_loading(self, caplog):
        worker.load("7f3a", "it", path="obedient:load_and_blunder", model="onednn")
        assert "No module named onednn" in caplog.text

    def test_never_logs_what_an_error_said_about_an_upload(self, caplog, monkeypatch):
        told, tell = Pipe(duplex=False)
        monkeypatch.setattr(worker, "_events", tell, raising=False)
        monkeypatch.setattr(worker, "_stop", RawArray("c", worker.ID_LENGTH), raising=False)
        with told, tell:
            error = worker.analyse(
                "7f3a",
                "class.mp4",
                path="obedient:load_and_blunder",
                upload=BytesIO(b"bytes"),
                model="secret",
                frames=1,
            )
            assert told.recv() == ("7f3a", "load", 0, 1)
        assert isinstance(error, OurFault)
        assert "job 7f3a failed: ModuleNotFoundError" in caplog.text
        assert "secret" not in caplog.text
        assert "class.mp4" not in caplog.text


class TestDetectors:
    def load(self, name):
        assert worker.load("7f3a", "it", path="obedient:load", model=name) == "a slate"

    def test_are_loaded_once_and_four_are_kept(self):
        import obedient

        before = obedient.loads
        for name in "abcdabcd":
            self.load(name)
        assert obedient.loads == before + 4
        self.load("e")  # the fifth: a, the longest unused, has to go
        self.load("b")
        assert obedient.loads == before + 5
        self.load("a")
        assert obedient.loads == before + 6
