"""A folder becomes a table: one row a file, none lost, none done twice, however often stopped."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from meso.detection.batch import files_in, look_at, one_by_one, run_batch
from meso.detection.row import SECONDS, Row
from meso.faces.record import Record
from tests.document_files import newsletter
from tests.faces.marked import Marked, lossless_clip, lossless_photo, picture

pytestmark = pytest.mark.slow

ANNA, BEN = picture(Marked(90, 110, 120, 51)), picture(Marked(240, 110, 90, 204))


@pytest.fixture
def folder(tmp_path):
    """Photos and a clip, below each other; one broken, one hidden, one mail."""
    folder = tmp_path / "archive"
    mail = newsletter()
    mail.add_attachment(lossless_photo(BEN), "image", "png", filename="ben.png")
    files = {
        "a.png": lossless_photo(ANNA),
        "broken.png": lossless_photo(ANNA)[:100],
        "clips/b.mkv": lossless_clip([BEN] * 6),
        "news.eml": mail.as_bytes(),
        "notes.txt": b"hello",
        ".hidden/c.png": lossless_photo(BEN),
    }
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def looked():
    """The files that were looked at, in order."""
    return []


@pytest.fixture
def run(folder, tmp_path, bright_is_fake, looked):
    def look(file):
        looked.append(file)
        return look_at(folder, file, detector=bright_is_fake, frames=4)

    def run(stop_after=None, settings="4"):
        files = files_in(folder)
        record = Record(tmp_path, settings, of=len(files), name="table.jsonl")
        batches = run_batch(folder, files, partial(one_by_one, look), record, lambda *_: None)
        rows = []
        for done, batch in enumerate(batches, start=1):
            rows += batch
            if done == stop_after:
                batches.close()
                break
        return rows

    return run


def timeless(rows):
    return [replace(row, **dict.fromkeys(SECONDS)) for row in rows]


class TestFiles:
    def test_are_all_but_the_hidden_ones_in_order(self, folder):
        assert files_in(folder) == ["a.png", "broken.png", "clips/b.mkv", "news.eml", "notes.txt"]

    @pytest.mark.parametrize(
        ("patterns", "found"),
        [
            (["*.png"], ["a.png", "broken.png"]),
            (["clips/*"], ["clips/b.mkv"]),
            (["*.mkv", "*.eml"], ["clips/b.mkv", "news.eml"]),
            (["*.jpg"], []),
        ],
    )
    def test_may_be_chosen_by_patterns(self, folder, patterns, found):
        assert files_in(folder, patterns) == found


class TestRows:
    def test_hold_the_verdict_and_what_it_stands_on(self, run):
        photo, clip = (row for row in run() if row.file in ("a.png", "clips/b.mkv"))
        assert (photo.kind, photo.label, photo.score) == ("image", "real", pytest.approx(0.2))
        assert (clip.kind, clip.label, clip.score) == ("video", "fake", pytest.approx(0.8))
        assert (clip.looked_at, clip.frames, clip.faces, clip.people) == (4, 4, 4, 1)

    def test_name_the_file_and_the_network_by_their_sums(self, run, folder):
        from hashlib import sha256

        row = run()[0]
        assert row.file_sha256 == sha256((folder / "a.png").read_bytes()).hexdigest()
        assert (row.model, row.weights_sha256) == ("brightness", "b5" * 32)

    def test_say_what_was_wrong_with_a_bad_file_and_give_it_no_score(self, run):
        bad = {row.file: row for row in run() if row.file in ("broken.png", "notes.txt")}
        assert all(row.score is None and not row.label for row in bad.values())
        assert bad["notes.txt"].problem.startswith("notes.txt is neither a photo nor a video")
        assert {row.file: row.refusal for row in bad.values()} == {
            "broken.png": "damaged",
            "notes.txt": "type",
        }

    def test_are_one_a_picture_for_a_mail(self, run):
        parts = [row for row in run() if row.file == "news.eml"]
        assert [row.part.partition(":")[0] for row in parts][:2] == ["part 1.2.2", "part 2"]
        assert [row.label for row in parts if row.label] == ["fake"]
        assert sum(bool(row.problem) for row in parts) == len(parts) - 1

    def test_go_on_after_a_fault_of_ours(self, folder, bright_is_fake):
        def stumble(*_, **__):
            raise ZeroDivisionError

        look = partial(look_at, frames=4, detector=bright_is_fake)
        bright_is_fake.detect_stream = stumble
        (row,) = look(folder, "a.png")
        assert ("our fault" in row.problem, row.refusal) == (True, "internal")

    def test_tell_of_a_file_that_has_gone(self, folder, bright_is_fake):
        (row,) = look_at(folder, "gone.png", detector=bright_is_fake, frames=4)
        assert row == Row("gone.png", problem=row.problem, refusal="unreadable")
        assert row.problem.startswith("gone.png could not be read")


class TestStopped:
    @pytest.mark.parametrize("stops", [(1,), (1, 2, 4), (3, 3)])
    def test_a_run_that_goes_on_gives_what_one_in_one_go_gives(self, run, looked, stops):
        whole = timeless(run(settings="another"))
        looked.clear()
        for stop in stops:
            run(stop_after=stop)
        assert timeless(run()) == whole
        assert looked == ["a.png", "broken.png", "clips/b.mkv", "news.eml", "notes.txt"]

    def test_a_row_that_was_cut_short_is_done_again(self, run, looked, tmp_path):
        whole = timeless(run())
        record = tmp_path / "table.jsonl"
        record.write_bytes(record.read_bytes()[:-40])
        looked.clear()
        assert timeless(run()) == whole
        assert looked == ["notes.txt"]

    def test_a_file_that_has_changed_is_looked_at_again(self, run, looked, folder):
        run()
        (folder / "a.png").write_bytes(lossless_photo(BEN))
        looked.clear()
        assert run()[0].label == "fake"
        assert looked == ["a.png"]

    def test_other_settings_begin_anew(self, run, looked):
        run()
        looked.clear()
        run(settings="8 frames")
        assert len(looked) == 5
