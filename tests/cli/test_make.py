"""`meso faces` and `meso blend`, their examples included, on generated faces."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.faces.dataset import LabelledFace, as_png, read_index, shared_people, write_index
from tests.faces.marked import Marked, find_marked, lossless_clip, picture

LANDMARKS = np.array([[80, 90], [170, 92], [120, 130], [90, 180], [160, 181]], np.float32)


def examples(command):
    """The lines of a command's help that can be typed."""
    return [shlex.split(line)[1:] for line in re.findall(r"^ +(meso .+)$", command.help, re.M)]


def run(*arguments):
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def crops(workplace):
    """faces/train with two real faces of noise."""
    faces = []
    for person in ("anna", "ben"):
        file = f"real/{person}.png"
        noise = np.random.default_rng(len(faces)).integers(0, 256, (256, 256, 3), np.uint8)
        path = workplace / "faces" / "train" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_png(noise))
        faces.append(LabelledFace(file, False, "", "noise", person, file, LANDMARKS))
    write_index(workplace / "faces" / "train", faces)


class TestBlend:
    def test_runs_as_its_help_says(self, crops):
        arguments, _ = examples(cli.commands["blend"])
        done = run(*arguments)
        assert done.exit_code == 0, done.output
        assert done.stdout == "6 faces in blends/train: real 2, self_blended 4.\n"
        assert len(read_index(Path("blends/train"))) == 6

    @pytest.mark.parametrize(
        "wrong",
        [
            ["--method", "autoencoder"],
            ["--pair", "anna", "ben"],
            ["--method", "autoencoder", "--method", "resampled", "--pair", "anna", "ben"],
        ],
    )
    def test_knows_that_an_autoencoder_is_of_one_pair_and_alone(self, crops, wrong):
        done = run("blend", "faces/train", "out", *wrong)
        assert done.exit_code == 2
        assert "belong together" in done.stderr

    @pytest.mark.slow  # loads TensorFlow
    def test_swaps_two_people_as_its_help_says(self, workplace):
        draw, blend = examples(cli.commands["draw"])[0], examples(cli.commands["blend"])[1]
        assert run(*draw).exit_code == 0
        done = run(*blend, "--steps", "1")
        assert done.exit_code == 0, done.output
        assert done.stdout == "16 faces in swaps: autoencoder 8, real 8.\n"

    def test_makes_both_kinds(self, crops):
        kinds = ["--method", "self_blended", "--method", "cross_blended"]
        done = run("blend", "faces/train", "out", *kinds)
        assert done.stdout == "6 faces in out: cross_blended 2, real 2, self_blended 2.\n"

    def test_refuses_what_cannot_be_done_in_one_line(self, crops):
        done = run("blend", "faces/train", "faces/train")
        assert done.exit_code == 1
        assert "Error: faces/train holds faces already." in done.stderr

    @pytest.mark.parametrize(
        "options", [["--method", "morphed"], ["--per-face", "0"], ["--seed", "-1"]]
    )
    def test_knows_wrong_usage(self, crops, options):
        assert run("blend", "faces/train", "out", *options).exit_code == 2


@pytest.mark.slow
class TestFaces:
    @pytest.fixture(autouse=True)
    def clips(self, workplace, monkeypatch):
        """clips/ with two frames of each of six people, real and fake; a finder of marks."""
        monkeypatch.setattr("meso.faces.find.Mtcnn", lambda: find_marked)
        data = lossless_clip([picture(Marked(90, 110, 120, 60))] * 2)
        for person in "abcdef":
            for file in (f"real/{person}_1.mp4", f"fake/blend/{person}_1.mp4"):
                path = workplace / "clips" / file
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)

    def test_runs_as_its_help_says(self):
        whole, halves = (run(*arguments) for arguments in examples(cli.commands["faces"]))
        assert whole.stdout == "24 faces in faces/train: blend 12, real 12.\n"
        assert halves.stdout == "24 faces in faces: blend 12, real 12.\n"

    def test_splits_by_person(self):
        run("faces", "clips", "faces", "--split", "0.5,0.3")
        sides = [read_index(Path("faces") / side) for side in ("train", "val", "test")]
        assert sum(map(len, sides)) == 24
        assert shared_people(*sides) == set()

    def test_says_what_could_not_be_used_and_goes_on(self):
        Path("clips/real/broken.mp4").write_text("no clip")
        done = run("faces", "clips", "faces")
        assert done.exit_code == 0
        assert "real/broken.mp4 is neither a photo nor a video" in done.stderr
        assert done.stdout.startswith("24 faces")

    @pytest.mark.parametrize("share", ["1", "0", "-0.2", "nan", "inf", "most", "0.5,0.3,0.2", ""])
    def test_refuses_a_share_that_is_none(self, share):
        done = run("faces", "clips", "faces", "--split", share)
        assert done.exit_code == 2
        assert 'say "0.8"' in done.stderr
        assert not Path("faces").exists()

    def test_refuses_an_official_list_that_is_not_there_before_it_looks_at_a_clip(self):
        done = run("faces", "clips", "faces", "--split", "official")
        assert done.exit_code == 1
        assert "clips has no official list" in done.stderr
        assert not Path("faces").exists()


class TestDraw:
    def test_runs_as_its_help_says(self, workplace):
        _, example = examples(cli.commands["draw"])
        done = run(*example, "--people", "4")
        assert done.exit_code == 0, done.output
        assert done.stdout == "4 people, 2 pictures of each, in faces. They are drawings.\n"
        assert [len(read_index(Path("faces") / side)) for side in ("train", "val")] == [4, 4]
