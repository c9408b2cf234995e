from __future__ import annotations

import errno
from pathlib import Path

import pytest

from meso.errors import NotWritten
from meso.faces.record import RECORD, Record


@pytest.fixture
def record(tmp_path):
    """The record of a run with some settings; of nine files."""
    return lambda settings="32 frames": Record(tmp_path / "faces", settings, of=9)


class TestRecord:
    def test_is_found_by_the_next_run(self, record):
        first = record()
        first.add("real/Zoë.mp4", {"faces": [1, 2.5]})
        first.add("real/b.mp4", 2)
        assert record().entries == {"real/Zoë.mp4": {"faces": [1, 2.5]}, "real/b.mp4": 2}

    def test_of_other_settings_is_forgotten(self, record):
        record().add("real/a.mp4", 1)
        assert record("16 frames").entries == {}
        assert record().entries == {}

    def test_of_a_finished_run_is_gone(self, record, tmp_path):
        run = record()
        run.add("real/a.mp4", 1)
        run.finish()
        assert list((tmp_path / "faces").iterdir()) == []

    @pytest.mark.parametrize("cut", [1, 5, 12])
    def test_loses_no_more_than_the_line_that_was_cut_short(self, record, tmp_path, cut):
        run = record()
        for name in "abc":
            run.add(f"real/{name}.mp4", 1)
        path = tmp_path / "faces" / RECORD
        path.write_bytes(path.read_bytes()[:-cut])
        second = record()
        assert [*second.entries][:2] == ["real/a.mp4", "real/b.mp4"]
        second.add("real/d.mp4", 1)
        assert {"real/a.mp4", "real/b.mp4", "real/d.mp4"} <= {*record().entries}


class TestWrite:
    def test_makes_the_folders_and_the_file(self, record, tmp_path):
        record().write(tmp_path / "faces" / "real" / "a.png", b"picture")
        assert (tmp_path / "faces" / "real" / "a.png").read_bytes() == b"picture"

    def test_leaves_the_old_file_or_none_where_the_disk_is_full(
        self, record, tmp_path, monkeypatch
    ):
        def full(path, data):
            path.touch()
            raise OSError(errno.ENOSPC, "No space left on device")

        run = record()
        run.add("real/a.mp4", 1)
        old, new = tmp_path / "faces" / "old.png", tmp_path / "faces" / "new.png"
        run.write(old, b"old")
        monkeypatch.setattr(Path, "write_bytes", full)
        for path in (old, new):
            with pytest.raises(NotWritten, match=rf"^{path.name} could not .*: No space left on"):
                run.write(path, b"other")
        assert old.read_bytes() == b"old"
        assert {path.name for path in (tmp_path / "faces").iterdir()} == {"old.png", RECORD}

    def test_says_how_much_is_done_and_that_the_same_command_goes_on(self, record, tmp_path):
        run = record()
        run.add("real/a.mp4", 1)
        (tmp_path / "faces" / "real").write_text("a file where a folder should be")
        with pytest.raises(NotWritten, match=r"1 of 9 files are done and are kept\. .* goes on"):
            run.write(tmp_path / "faces" / "real" / "a.png", b"picture")

    def test_a_folder_that_cannot_be_made_is_told(self, tmp_path):
        (tmp_path / "faces").write_text("a file where a folder should be")
        with pytest.raises(NotWritten, match="File exists"):
            Record(tmp_path / "faces", "32 frames", of=9)
