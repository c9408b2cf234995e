"""`meso detect`, as a shell sees it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from statistics import mean

import av
import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.models.weights import default_name, known, named
from tests.document_files import newsletter

pytestmark = pytest.mark.slow
PHOTO = files("skimage") / "data" / "astronaut.png"


@pytest.fixture(scope="module")
def clip() -> bytes:
    from meso.service.sample import make

    return make("clip")[1]


class TestASample:
    def test_needs_no_download_and_scores_32_frames(self, meso):
        report = json.loads(meso("detect", "--sample", "--json").stdout)
        assert len(report["frames"]) == 32
        assert report["people"] == [0]
        assert all(0 <= frame["fake_score"] <= 1 for frame in report["frames"])

    def test_shows_a_step_where_its_face_is_blended(self, meso):
        from meso.service.sample import BLENDED

        frames = json.loads(meso("detect", "--sample", "--json").stdout)["frames"]
        inside = [f["fake_score"] for f in frames if f["index"] in BLENDED]
        outside = [f["fake_score"] for f in frames if f["index"] not in BLENDED]
        assert min(inside) > max(outside)
        assert mean(inside) > mean(outside) + 0.25


class TestAPhoto:
    def test_gives_a_verdict_in_words(self, meso):
        done = meso("detect", PHOTO)
        assert done.returncode == 0
        assert done.stdout.startswith("astronaut.png: real")
        assert "0 is real, 1 is fake" in done.stdout

    def test_can_be_scored_by_any_network(self, meso):
        report = json.loads(meso("detect", PHOTO, "--model", "meso_inception4", "--json").stdout)
        assert report["model"] == "meso_inception4"
        assert report["weights_sha256"] == named("meso_inception4").sha256
        assert report["kind"] == "image"


class TestDevices:
    def test_are_told_in_one_line_below_the_networks(self, meso):
        *networks, device = meso("models", "--devices").stdout.splitlines()
        assert [line.split()[0] for line in networks] == [*known()]
        assert re.fullmatch(r"They run on the (CPU|GPU \(gpu:0.*\))\.", device)


class TestADocument:
    @pytest.fixture
    def mail(self, tmp_path):
        mail = newsletter()
        mail.add_attachment(PHOTO.read_bytes(), "image", "png", filename="astronaut.png")
        path = tmp_path / "news.eml"
        path.write_bytes(mail.as_bytes())
        return path

    def test_is_one_object_with_an_item_a_picture(self, meso, mail):
        report = json.loads(meso("detect", mail, "--json").stdout)
        assert (report["kind"], report["source"], report["remote"]) == ("document", "news.eml", 3)
        verdicts = {item["source"]: item.get("verdict") for item in report["items"]}
        assert verdicts.pop("astronaut.png")["label"] == "real"
        assert list(verdicts.values()) == [None] * 4  # generated ones, in which nobody is

    def test_is_told_picture_by_picture(self, meso, mail):
        said = meso("detect", mail).stdout
        assert said.startswith("news.eml: 5 pictures and videos in this mail; 3 more")
        assert "part 1.2.2, “The choir in May”\nNo face to score in picture 1" in said
        assert "part 5\nastronaut.png: real" in said

    def test_that_cannot_be_read_is_an_error_in_one_line(self, meso, tmp_path):
        (tmp_path / "torn.pdf").write_bytes(b"%PDF-1.7 nothing")
        done = meso("detect", tmp_path / "torn.pdf")
        assert done.returncode == 1
        assert done.stderr.count("Error: torn.pdf could not be opened as a mail") == 1


class TestFilesToKeep:
    def test_a_page_and_a_table_are_written_and_the_verdict_is_still_printed(self, meso, tmp_path):
        page, table = tmp_path / "astronaut.html", tmp_path / "astronaut.csv"
        done = meso("detect", PHOTO, "--report", page, "--csv", table, "--json")
        report = json.loads(done.stdout)
        assert report["weights_sha256"] in page.read_text("utf-8")
        assert named(report["model"]).licence in page.read_text("utf-8")
        header, row = table.read_text("utf-8").splitlines()
        assert header.startswith("frame,seconds,person,left")
        assert f"{report['verdict']['score']:.6f}" in row
        assert f"Written: {page}" in done.stderr


class TestTwice:
    def test_the_same_file_gives_the_same_report(self, meso, clip, tmp_path):
        path = tmp_path / "clip.mp4"
        path.write_bytes(clip)
        first, second = (json.loads(meso("detect", path, "--json").stdout) for _ in range(2))
        assert first.pop("seconds").keys() == second.pop("seconds").keys()
        assert first == second
        assert first["model"] == default_name()


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w") as file:
        stream = file.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), "fltp", "mono")
        frame.rate = 8000
        file.mux(stream.encode(frame))
        file.mux(stream.encode())


def _noise(height: int, width: int) -> np.ndarray:
    noise = np.random.default_rng(0).integers(0, 255, (height, width, 3), dtype=np.uint8)
    return cv2.GaussianBlur(noise, (0, 0), 3)


class TestBadInput:
    """Each: exit code 1 and one line that names the file, what is accepted and what to do."""

    @pytest.fixture
    def said(self, meso):
        def run(path: Path) -> str:
            done = meso("detect", path)
            assert done.returncode == 1
            assert not done.stdout
            words = done.stderr.splitlines()[-1]
            assert words.startswith("Error: ")
            assert path.name in words
            assert "Accepted are photos (JPEG" in words
            assert "Traceback" not in done.stderr
            return words

        return run

    def test_zero_bytes(self, said, tmp_path):
        path = tmp_path / "nothing.mp4"
        path.touch()
        assert "is empty (0 bytes)" in said(path)

    def test_text_named_mp4(self, said, tmp_path):
        path = tmp_path / "letter.mp4"
        path.write_text("Dear class,\n" * 100)
        assert "is neither a photo nor a video" in said(path)

    def test_a_clip_cut_in_half(self, said, tmp_path, clip):
        path = tmp_path / "half.mp4"
        path.write_bytes(clip[: len(clip) // 2])
        said(path)

    def test_a_picture_without_a_face(self, said, tmp_path):
        path = tmp_path / "noise.png"
        cv2.imwrite(str(path), _noise(300, 400))
        assert "No face to score" in said(path)

    def test_sound_only(self, said, tmp_path):
        path = tmp_path / "song.mp4"
        _sound_only(path)
        assert "only sound" in said(path)

    def test_one_pixel(self, said, tmp_path):
        path = tmp_path / "dot.png"
        cv2.imwrite(str(path), _noise(1, 1))
        assert "too small" in said(path)


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [
            ["detect"],
            ["detect", "--sample", "no-such-file.mp4"],
            ["detect", "no-such-file.mp4"],
            ["detect", "--sample", "--frames", "0"],
            ["detect", "--sample", "--frames", "129"],
            ["detect", "--sample", "--report", "clip.mp4"],
            ["detect", "--sample", "--report", "no-such-folder/report.html"],
            ["detect", "--sample", "--csv", "report.html"],
            ["nonsense"],
        ],
    )
    def test_exits_with_2(self, arguments):
        assert CliRunner().invoke(cli, arguments).exit_code == 2

    def test_a_wrong_network_is_told_with_its_near_names_before_anything_loads(self):
        done = CliRunner().invoke(cli, ["detect", "--sample", "--model", "meso5"])
        assert done.exit_code == 1
        assert "Did you mean meso4" in done.output
