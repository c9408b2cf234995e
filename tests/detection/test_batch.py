"""A folder becomes a table: one row a file, none lost, none done twice, however often stopped."""

from __future__ import annotations

import os
from dataclasses import replace
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from meso.detection import batch
from meso.detection.batch import Wanted, files_in, look_at, one_by_one, run_batch
from meso.detection.on_record import RUNS, GivenUp, OnRecord, OtherFolder, OtherRecord, open_record
from meso.detection.row import SECONDS, Row
from meso.models.calibration import Calibration, ErrorRate
from tests.detection.conftest import BRIGHTNESS
from tests.document_files import REMOTE, newsletter, page, pdf_bytes
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
        record = open_record(tmp_path / "table.csv", settings, of=len(files))
        kept = OnRecord(folder, files, record)
        batches = run_batch(files, partial(one_by_one, kept.noting(look)), kept, lambda *_: None)
        rows = []
        for done, of_file in enumerate(batches, start=1):
            rows += of_file
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

    def test_tell_what_stands_for_a_picture_of_a_mail_and_what_it_only_points_to(self, run):
        parts = [row for row in run() if row.file == "news.eml"]
        assert parts[0].alt == "The choir in May"
        assert {row.remote for row in parts} == {len(REMOTE)}

    def test_are_one_a_picture_for_a_pdf(self, folder, bright_is_fake):
        (folder / "news.pdf").write_bytes(pdf_bytes(1, 2))
        rows = look_at(folder, "news.pdf", detector=bright_is_fake, frames=4)
        assert [row.part.partition(":")[0] for row in rows] == ["page 1", "page 2"]
        assert all(row.problem for row in rows)
        assert len({row.file_sha256 for row in rows}) == 1

    def test_of_a_mail_that_only_points_to_pictures_say_to_how_many(self, folder, bright_is_fake):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "head@school.test", "News"
        mail.set_content(page(*(f'<img src="{address}">' for address in REMOTE)), "html")
        (folder / "thin.eml").write_bytes(mail.as_bytes())
        (row,) = look_at(folder, "thin.eml", detector=bright_is_fake, frames=4)
        assert row.problem == (
            "thin.eml carries no picture and no video. "
            "Those that it only points to, which are never fetched: 3."
        )
        assert (row.kind, row.remote, row.refusal) == ("document", 3, "no_content")

    @pytest.mark.parametrize("fault", [RuntimeError("a decoder failed"), ValueError(), KeyError(1)])
    def test_go_on_after_a_document_that_ends_its_reader(
        self, folder, bright_is_fake, monkeypatch, fault
    ):
        def stumble(*_):
            raise fault

        monkeypatch.setattr(batch, "read_document", stumble)
        (row,) = look_at(folder, "news.eml", detector=bright_is_fake, frames=4)
        assert (row.kind, row.refusal) == ("document", "internal")
        assert row.problem.startswith("news.eml was not analysed")
        assert len(row.file_sha256) == 64

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
        record = tmp_path / "table.csv.jsonl"
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

    def test_a_file_that_has_changed_and_kept_its_size_is_looked_at_again(
        self, run, looked, folder
    ):
        run()
        path = folder / "notes.txt"
        before = path.stat()
        path.write_bytes(b"world")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
        looked.clear()
        run()
        assert looked == ["notes.txt"]

    def test_other_settings_begin_anew(self, run, looked):
        run()
        looked.clear()
        run(settings="8 frames")
        assert len(looked) == 5

    def test_a_record_that_was_cut_short_in_its_first_line_begins_anew(self, run, looked, tmp_path):
        (tmp_path / "table.csv.jsonl").write_text('"meso batch 2 4 in /archive/mon')
        run(settings="4 in /archive/monday")
        assert len(looked) == 5

    def test_the_rows_of_another_folder_are_left_as_they_are(self, run, tmp_path):
        run(settings="4 in /archive/monday")
        before = (tmp_path / "table.csv.jsonl").read_bytes()
        said = r"^table.csv has the rows of another folder, /archive/monday\. .* delete table.csv"
        with pytest.raises(OtherFolder, match=said):
            run(settings="4 in /archive/tuesday")
        assert (tmp_path / "table.csv.jsonl").read_bytes() == before

    @pytest.mark.parametrize(
        "begins", [f'"{"b5" * 32} 32 thumbnails"\n', "my notes\n", '"meso batch 1 x"\n']
    )
    def test_a_record_that_another_version_began_is_left_as_it_is(self, run, tmp_path, begins):
        record = tmp_path / "table.csv.jsonl"
        record.write_text(begins)
        with pytest.raises(OtherRecord, match=r"^table.csv.jsonl was begun by .* delete table.csv"):
            run()
        assert record.read_text() == begins


CALIBRATED = replace(BRIGHTNESS, video=Calibration(1.7, 0.4, 0.12, (ErrorRate(1.0, 40, 0.2),)))


class TestSettings:
    @pytest.mark.parametrize(
        "other",
        [
            Wanted(BRIGHTNESS, frames=8),
            Wanted(BRIGHTNESS, any_size=True),
            Wanted(BRIGHTNESS, thumbnails=True),
            Wanted(replace(BRIGHTNESS, sha256="c6" * 32)),
            Wanted(replace(BRIGHTNESS, threshold=0.4)),
            Wanted(replace(BRIGHTNESS, band=0.1)),
            Wanted(CALIBRATED),
            Wanted(replace(CALIBRATED, video=replace(CALIBRATED.video, unsure=0.13))),
        ],
    )
    def test_are_others_wherever_the_rows_would_be(self, other, tmp_path):
        assert other.settings(tmp_path) != Wanted(BRIGHTNESS).settings(tmp_path)
        assert other.settings(tmp_path) == replace(other).settings(tmp_path)

    def test_are_others_for_another_folder_and_the_same_for_another_way_to_it(
        self, tmp_path, monkeypatch
    ):
        (tmp_path / "archive").mkdir()
        monkeypatch.chdir(tmp_path)
        wanted = Wanted(BRIGHTNESS)
        assert wanted.settings(Path("archive")) == wanted.settings(tmp_path / "archive")
        assert wanted.settings(tmp_path) != wanted.settings(tmp_path / "archive")


class Crash(BaseException):
    """Ends a run as a kill does: what is on disk then stays as it is."""


class TestAFileThatEndsTheProcess:
    @pytest.fixture
    def folder(self, tmp_path):
        folder = tmp_path / "archive"
        folder.mkdir()
        for name in ("a.jpg", "b.jpg", "c.jpg"):
            (folder / name).write_bytes(name.encode())
        return folder

    @pytest.fixture
    def run(self, folder, tmp_path):
        """The problems of the three files, by a run that b.jpg ends by what is given, if any."""
        on_disk = tmp_path / "table.csv.jsonl"
        left = []

        def run(ends=None):
            def look(file):
                if ends and file == "b.jpg":
                    left.append(on_disk.read_bytes())
                    raise ends
                return [Row(file)]

            files = files_in(folder)
            kept = OnRecord(folder, files, open_record(tmp_path / "table.csv", "4", of=3))
            look = partial(one_by_one, kept.noting(look))
            try:
                return [row.problem for (row,) in run_batch(files, look, kept, lambda *_: None)]
            except Crash:
                on_disk.write_bytes(left[-1])
            except KeyboardInterrupt:
                pass
            return None

        return run

    def test_is_given_up_after_three_runs_and_the_rest_goes_on(self, run):
        assert [run(Crash) for _ in range(RUNS)] == [None] * RUNS
        assert run(Crash) == ["", str(GivenUp("b.jpg")), ""]
        assert run() == ["", str(GivenUp("b.jpg")), ""]

    def test_is_no_error_if_it_was_killed_less_often(self, run):
        for _ in range(RUNS - 1):
            run(Crash)
        assert run() == ["", "", ""]

    def test_is_tried_again_once_another_lies_in_its_place(self, run, folder):
        for _ in range(RUNS):
            run(Crash)
        (folder / "b.jpg").write_bytes(b"mended")
        assert run() == ["", "", ""]

    def test_is_not_to_blame_where_somebody_stopped_the_run(self, run):
        for _ in range(RUNS + 1):
            run(KeyboardInterrupt)
        assert run() == ["", "", ""]


class TestWhatIsBegun:
    def test_counts_as_not_done(self, tmp_path):
        (tmp_path / "a.jpg").write_bytes(b"a")
        record = open_record(tmp_path / "table.csv", "4", of=1)
        kept = OnRecord(tmp_path, ["a.jpg"], record)
        with pytest.raises(ZeroDivisionError):
            kept.noting(lambda _: 1 / 0)("a.jpg")
        assert (record.entries, kept.left()) == ({}, ["a.jpg"])
