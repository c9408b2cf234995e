"""`meso watch`, as a shell sees it: files, a camera that breaks off, Ctrl-C, and what is none."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.models.weights import default_name
from tests.media.camera import Answer, camera
from tests.media_files import clip_bytes, remuxed

pytestmark = pytest.mark.slow

SHORT = ("--seconds", "2", "--every", "0.25")


@pytest.fixture(scope="module")
def clip():
    """The sample: four seconds, of which a third is fake."""
    from meso.service.sample import make

    return make("clip")[1]


@pytest.fixture
def film(clip, tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(clip)
    return path


@pytest.fixture
def nobody(tmp_path):
    path = tmp_path / "nobody.mp4"
    path.write_bytes(clip_bytes(frames=60))
    return path


def objects(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class TestAFile:
    def test_is_told_second_by_second_and_drawn_at_the_end(self, meso, film, tmp_path):
        chart = tmp_path / "film.html"
        done = meso("watch", film, *SHORT, "--chart", chart)
        assert done.returncode == 0, done.stderr
        first, *lines = done.stdout.splitlines()
        watching = f"Watching film.mp4 by {default_name()}; 0 is real, 1 is fake."
        assert first.startswith(watching)
        assert [line.split(" s ")[0].strip() for line in lines[:4]] == ["0.0", "1.0", "2.0", "3.0"]
        assert "no verdict" in lines[0]
        assert "16 frames looked at, 16 with a face to score, 1 person told apart." in done.stdout
        assert "Fake score over time" in chart.read_text("utf-8")
        assert f"Written: {chart}" in done.stderr

    def test_is_an_object_a_line_that_shows_the_blended_third(self, meso, film):
        from meso.service.sample import BLENDED, RATE

        start, *windows, end = objects(meso("watch", film, *SHORT, "--json"))
        assert (start["kind"], start["window"], start["every"]) == ("start", 2, 0.25)
        assert [round(each["seconds"]) for each in windows] == [0, 1, 2, 3]
        assert windows[0]["verdict"] is None
        assert windows[3]["verdict"]["score"] > windows[1]["verdict"]["score"]
        assert BLENDED.start / RATE < end["most_fake_at"] < BLENDED.stop / RATE + 2
        assert (end["kind"], end["looked_at"], end["left_out"]) == ("end", 16, 0)

    def test_with_nobody_in_it_has_no_number_and_is_an_error(self, meso, nobody):
        done = meso("watch", nobody, *SHORT, "--json")
        assert done.returncode == 1
        assert "Error: No face to score in nobody.mp4 (frames looked at: 10" in done.stderr
        _, *windows, end = objects(done)
        assert [each["seconds"] for each in windows] == [0, 1, 2]
        assert {(each["fake_score"], each["verdict"]) for each in windows} == {(None, None)}
        assert windows[-1]["why"] == "No face to score in the last 2 s."
        assert (end["scored"], end["most_fake"]) == (0, None)


class TestACamera:
    def test_that_breaks_off_and_comes_back_is_watched_on(self, meso, clip):
        film = remuxed(clip, "matroska")
        torn = Answer(film[: len(film) * 3 // 4], len(film))
        with camera([torn, Answer(film, len(film))]) as (address, asked):
            done = meso("watch", f"{address}/door?key=secret", *SHORT, "--json")
        assert done.returncode == 0, done.stderr
        start, *happened, end = objects(done)
        lost, back = (each for each in happened if each["kind"] == "gap")
        assert lost["why"] == "it sends no more; trying again in 1 s"
        assert back["end"] - back["begin"] > 0.7  # a second, less what was read ahead
        assert end["gaps"] == 1
        assert end["looked_at"] + end["left_out"] > 20
        assert len(asked) == 2
        assert "secret" not in done.stdout + done.stderr
        assert start["source"] == f"{address}/door"

    def test_is_watched_until_ctrl_c_and_then_summed_up(self, clip):
        stream = remuxed(clip, "mpegts")
        with camera([Answer(stream, stalls=True)]) as (address, _):
            command = [sys.executable, "-m", "meso", "watch", f"{address}/door", "--json"]
            with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
                said = [json.loads(running.stdout.readline()) for _ in range(2)]
                running.send_signal(signal.SIGINT)
                said += map(json.loads, running.stdout)
        assert [said[0]["kind"], said[1]["kind"], said[-1]["kind"]] == ["start", "window", "end"]
        assert said[-1]["scored"] >= 1
        assert running.returncode == 0

    def test_that_sends_something_else_is_an_error_and_no_number(self, meso):
        with camera([Answer(b"Dear class,\n" * 9000, 9000 * 12)]) as (address, _):
            done = meso("watch", f"{address}/door", *SHORT)
        assert done.returncode == 1
        assert "/door cannot be watched: what it sends is no video" in done.stderr
        assert len(done.stdout.splitlines()) == 1


class TestBeforeAnythingIsLoaded:
    @pytest.mark.parametrize(
        ("source", "says"),
        [
            ("nothing.mp4", "nothing.mp4 cannot be watched: there is no such file"),
            ("ftp://a/b.mp4", "only http, https, rtsp, rtsps are opened"),
        ],
    )
    def test_a_source_that_is_none_is_told(self, source, says):
        done = CliRunner().invoke(cli, ["watch", source])
        assert done.exit_code == 1
        assert says in done.output

    def test_a_wrong_network_is_told_with_its_near_names(self, film):
        done = CliRunner().invoke(cli, ["watch", str(film), "--model", "meso5"])
        assert done.exit_code == 1
        assert "Did you mean meso4" in done.output

    @pytest.mark.parametrize(
        "arguments", [[], ["0", "--seconds", "2"], ["0", "--every", "0"], ["0", "--chart", "a.png"]]
    )
    def test_wrong_usage_exits_with_2(self, arguments):
        assert CliRunner().invoke(cli, ["watch", *arguments]).exit_code == 2
