"""`meso evaluate`: what it refuses at once, and a run of all its parts with a real network."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from click.testing import CliRunner

from meso.cli import cli, measure
from meso.cli.measure import Judges, _by_name
from meso.faces.dataset import LabelledFace, label_and_method, write_index

ROOT = Path(__file__).parents[2]
LANDMARKS = np.array([[78, 64], [178, 64], [128, 120], [90, 190], [166, 190]], np.float32)


@pytest.fixture
def faces(tmp_path):
    """A folder of crops: six people, each once real and once fake; noise, so nobody's face."""
    folder, rng = tmp_path / "val", np.random.default_rng(3)
    index = []
    for person in range(6):
        for file in (f"real/{person}.png", f"fake/blend/{person}.png"):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(folder / file), rng.integers(0, 200, (256, 256, 3), np.uint8))
            known = {"source": "noise", "person": f"{person}", "clip": file, "width": 90 + person}
            index.append(LabelledFace(file, *label_and_method(file), landmarks=LANDMARKS, **known))
    write_index(folder, index)
    return folder


@pytest.fixture
def weights(tmp_path, monkeypatch):
    """A copy of the shipped networks that a run may write into."""
    folder = tmp_path / "weights"
    shutil.copytree(ROOT / "weights", folder)
    monkeypatch.setenv("MESO_WEIGHTS", str(folder))  # read by the process that is started
    return folder


class TestRefusals:
    def test_a_network_that_does_not_exist_is_told_with_its_near_names(self, faces):
        done = CliRunner().invoke(cli, ["evaluate", "meso5", str(faces)])
        assert done.exit_code == 1
        assert "Did you mean meso4" in done.output

    @pytest.mark.parametrize(
        ("beside", "said"),
        [
            (["meso5"], "Did you mean meso4"),
            (["meso4"], "meso4 cannot stand beside itself"),
            (["meso_deep", "meso_deep"], "meso_deep cannot stand beside itself"),
        ],
    )
    def test_what_cannot_stand_beside_is_told_before_anything_is_loaded(
        self, faces, monkeypatch, beside, said
    ):
        monkeypatch.setattr(measure, "_judges", pytest.fail)
        options = [each for name in beside for each in ("--beside", name)]
        done = CliRunner().invoke(cli, ["evaluate", "meso4", str(faces), *options])
        assert done.exit_code == 1
        assert said in done.output

    def test_honesty_without_crops_is_told_how_to_make_them(self, tmp_path):
        done = CliRunner().invoke(cli, ["evaluate", "meso4", str(tmp_path), "--honesty"])
        assert done.exit_code == 1
        assert "meso faces SOURCE" in done.output


class TestForInVain:
    @pytest.fixture
    def refused(self, faces, weights, tmp_path):
        """What is said of --for these people."""
        (tmp_path / "clips" / "real").mkdir(parents=True)
        (tmp_path / "clips" / "real" / "anna.mp4").touch()
        other = ROOT / "weights" / "meso4.weights.h5"

        def said(*people):
            options = [each for person in people for each in ("--for", person, str(other))]
            done = CliRunner().invoke(
                cli, ["evaluate", "meso4", str(faces), str(tmp_path / "clips"), *options]
            )
            assert done.exit_code == 1
            return done.output

        return said

    def test_nobody_of_that_name_is_told(self, refused):
        assert "No photo or video is of ana" in refused("ana")

    def test_somebody_in_the_crops_is_refused(self, refused):
        assert "--for 3 is for photos and videos, not for crops" in refused("3")

    def test_a_person_has_one_network(self, refused):
        assert "--for anna is given twice" in refused("anna", "anna")


class TestNames:
    def test_are_those_of_the_folders(self):
        folders = [Path("faces/val"), Path("clips/c23")]
        assert _by_name(folders) == {"val": folders[0], "c23": folders[1]}

    def test_are_paths_where_two_are_the_same(self):
        folders = [Path("faces/val"), Path("more/val"), Path("clips")]
        assert [*_by_name(folders)] == ["faces/val", "more/val", "clips"]

    def test_are_known_of_the_folder_one_is_in(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        assert [*_by_name([Path()])] == [tmp_path.name]


class TestJudges:
    @pytest.fixture
    def judges(self):
        def detector(name):
            return SimpleNamespace(detect=lambda path: f"{path.name} by {name}")

        return Judges(detector("all"), {"anna": detector("none of anna")})

    def test_somebody_is_judged_by_the_network_that_never_saw_them(self, judges):
        assert judges.detect(Path("c23/anna_bert.mp4")) == "anna_bert.mp4 by none of anna"
        assert judges.detect(Path("anna.mp4")) == "anna.mp4 by none of anna"

    def test_others_by_the_one_that_is_measured(self, judges):
        assert judges.detect(Path("bert_anna.mp4")) == "bert_anna.mp4 by all"
        assert judges.detect(Path("annabel.mp4")) == "annabel.mp4 by all"

    @pytest.mark.slow
    def test_the_network_has_the_numbers_of_the_file(self, tmp_path):
        from meso.cli.measure import _judges
        from meso.models.architectures import BUILDERS

        BUILDERS["meso4"]().save_weights(tmp_path / "other.weights.h5")
        judges = _judges("meso4", [("anna", tmp_path / "other.weights.h5")])
        crops = np.random.default_rng(1).integers(0, 256, (4, 256, 256, 3), np.uint8)
        scores = judges.detector.network.fake_scores(crops)
        others = judges.without["anna"].network.fake_scores(crops)
        assert np.abs(scores - others).max() > 1e-3

    def test_it_is_told_only_where_it_was_so(self, judges):
        assert "Clips of anna were scored" in judges.sentence
        assert Judges(judges.detector, {}).sentence == ""

    def test_it_is_told_of_the_network_that_was_so_where_others_stand_beside(self, judges):
        assert judges.sentence_of("meso4").startswith(judges.sentence)
        assert "For meso4 only" in judges.sentence_of("meso4")
        assert Judges(judges.detector, {}).sentence_of("meso4") == ""


@pytest.mark.slow
class TestARun:
    def test_prints_every_part_and_writes_each_to_its_place_in_the_card(self, meso, weights, faces):
        card = weights / "meso4.md"
        prose = card.read_text("utf-8").partition("<!-- numbers -->")[0]
        done = meso("evaluate", "meso4", faces, "--card", "--robustness", "--honesty")
        assert done.returncode == 0, done.stderr
        written = card.read_text("utf-8")
        assert all(paragraph in written for paragraph in done.stdout.strip().split("\n\n"))
        assert written.startswith(prose)
        assert written.count("| val, blend | 6 | 6 |") == 2  # the faces, and the shortcuts
        assert "| JPEG 30 | 6 | 6 |" in written

        meso("evaluate", "meso4", faces, "--card")
        assert "| JPEG 30 | 6 | 6 |" in card.read_text("utf-8")

    def test_puts_a_file_of_2018_beside_on_the_same_faces(self, meso, weights, faces, tmp_path):
        from tests.models.oracle import meso4_numbers, write_as_in_2018

        write_as_in_2018(tmp_path / "Meso4_DF.h5", "meso4", meso4_numbers(seed=1))
        assert meso("weights", "import", tmp_path / "Meso4_DF.h5").returncode == 0
        done = meso("evaluate", "meso4", faces, "--beside", "meso4-df")
        assert done.returncode == 0, done.stderr
        alone, both = done.stdout.split("**Faces, each for itself**")[1:]
        assert "| tested on | real | fake | meso4 | meso4-df |" in both
        (row,) = [line for line in both.splitlines() if line.startswith("| val, blend | 6 | 6 |")]
        assert row.split(" | ")[3] in alone  # the same AUC as alone
        assert row.split(" | ")[3] != row.split(" | ")[4].removesuffix(" |")

    def test_measures_clips_by_their_verdicts_and_photos_as_faces(self, meso, tmp_path):
        from meso.service.sample import make

        for file in ("real/c23/anna.mp4", "fake/blend/c23/anna_bert.mp4"):
            (tmp_path / "clips" / file).parent.mkdir(parents=True)
            (tmp_path / "clips" / file).write_bytes(make("clip")[1])
        for file in ("real/carl.png", "fake/paste/carl.png"):
            (tmp_path / "clips" / file).parent.mkdir(exist_ok=True)
            (tmp_path / "clips" / file).write_bytes(make("photo")[1])
        (tmp_path / "clips" / "real" / "notes.txt").write_text("no clip")
        without = ("--for", "anna", ROOT / "weights" / "meso4.weights.h5")
        done = meso("evaluate", "meso4", tmp_path / "clips", "--robustness", *without)
        assert done.returncode == 0
        faces, _, clips = done.stdout.partition("**Clips, each")
        assert "| clips, paste | 1 | 1 | 0.50 [–] |" in faces
        assert "| clips, blend, c23 | 1 | 1 | 0.50 [–] |" in clips
        assert "of 2 clips are uncertain" in done.stdout
        assert "Clips of anna were scored by networks trained without them." in done.stdout
        assert "notes.txt is neither a photo nor a video" in done.stderr
