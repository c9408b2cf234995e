"""How long an experiment took, which may be interrupted, or begun before that was kept."""

from __future__ import annotations

import pytest

from meso.experiments import seconds
from meso.experiments.run_folder import RunFolder
from meso.experiments.seconds import SECONDS, seconds_of, timed


@pytest.fixture
def clock(monkeypatch):
    """A clock that is moved by hand."""
    now = [100.0]
    monkeypatch.setattr(seconds, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def folder(tmp_path):
    return RunFolder(tmp_path / "run", ["a", "random"], ["b"])


@pytest.fixture
def files(folder):
    return [folder.features("a", "b"), folder.features("random", "b"), folder.cell("a", "b")]


def work(clock, *steps):
    """Each step: how long it takes, and the file it makes; None for one that was there."""
    for long, path in steps:
        clock[0] += long
        yield path


class TestSeconds:
    def test_are_those_of_all_files_together(self, folder, files, clock):
        steps = zip((2.0, 3.5, 1.0), files, strict=True)
        assert len([*timed(folder, work(clock, *steps))]) == 3
        assert seconds_of(folder, files) == pytest.approx(6.5)

    def test_are_added_up_over_an_interruption(self, folder, files, clock):
        for _ in timed(folder, work(clock, (2.0, files[0]), (9.0, files[1]))):
            break  # the power is cut; the second file was not made
        again = (0.0, None), (3.5, files[1]), (1.0, files[2])
        assert len([*timed(folder, work(clock, *again))]) == 3
        assert seconds_of(folder, files) == pytest.approx(6.5)

    def test_are_not_told_where_those_of_a_file_were_not_kept(self, folder, files, clock):
        [*timed(folder, work(clock, (0.0, None), (3.5, files[1]), (1.0, files[2])))]
        assert seconds_of(folder, files) is None

    def test_are_not_told_of_a_run_that_was_finished_before(self, folder, files, clock):
        [*timed(folder, work(clock, *[(0.1, None)] * 3))]
        assert seconds_of(folder, files) is None
        assert not (folder.out / SECONDS).exists()

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"file,seconds\nx,y\n"])
    def test_damaged_stop_no_run(self, folder, files, clock, content):
        folder.out.mkdir()
        (folder.out / SECONDS).write_bytes(content)
        assert seconds_of(folder, files) is None
        [*timed(folder, work(clock, *[(1.0, path) for path in files]))]
        assert seconds_of(folder, files) == pytest.approx(3)
