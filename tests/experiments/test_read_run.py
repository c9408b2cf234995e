"""The folder of an experiment, read for a page: whole, without its faces, and from a stranger."""

from __future__ import annotations

import math
import shutil

import numpy as np
import pytest

from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV, PROTOCOL, BadRun
from meso.experiments.read_run import (
    SHIPPED,
    OverlapRun,
    about,
    overlap_runs,
    staircase_runs,
    steps_of,
)
from meso.experiments.settings import OVERLAP, TRANSFER
from meso.experiments.steps import STAIRCASE_CSV, STEPS, shares
from tests.runs import AUC, FACES, IS_FAKE, KINDS, SETTINGS, SOURCES, write_run, write_staircase


@pytest.fixture
def folder(tmp_path):
    return write_run(tmp_path / "mine")


@pytest.fixture
def run(folder):
    return OverlapRun(folder)


class TestARun:
    def test_has_its_sources_kinds_and_shots_in_order(self, run):
        assert run.sources == [*SOURCES]
        assert run.kinds == [*KINDS]
        assert run.shots == [TRANSFER, "few-shot 5", "few-shot 10", OVERLAP]

    def test_has_the_settings_it_was_made_with(self, run):
        assert run.settings == SETTINGS

    def test_tells_the_mean_of_a_field_and_nan_of_none(self, run):
        assert run.auc("dotted", "striped", OVERLAP) == pytest.approx(AUC["dotted"][0])
        assert math.isnan(run.auc("random", "striped", TRANSFER))

    def test_tells_what_survives_the_control(self, run):
        assert run.gains["striped", "dotted"] == (0.09, 0.02, 0.15)

    def test_has_the_scores_and_the_faces_that_were_held_out(self, run):
        assert run.scores("striped", "dotted", TRANSFER).shape == (FACES,)
        faces = run.held_out("dotted")
        np.testing.assert_array_equal(faces.is_fake, IS_FAKE)
        assert len(faces.pictures) == FACES

    def test_is_read_without_them_where_results_alone_are_there(self, folder):
        for name in ("cells", "faces"):
            shutil.rmtree(folder / name)
        (folder / BEYOND_CSV).unlink()
        run = OverlapRun(folder)
        assert run.scores("striped", "dotted", OVERLAP) is None
        assert run.held_out("dotted") is None
        assert run.gains == {}
        assert not run.can_retrain("striped", "dotted")

    def test_says_what_somebody_wrote_about_it(self, folder):
        assert about(folder) == ""
        (folder / "about.txt").write_text("Drawn.")
        assert about(folder) == "Drawn."

    def test_is_not_shown_with_what_is_no_text(self, folder):
        (folder / "about.txt").write_bytes(b"\xff\xfe")
        with pytest.raises(BadRun, match=r"about\.txt"):
            about(folder)


class TestFoundInAFolder:
    def test_are_all_that_are_finished(self, folder):
        write_run(folder.parent / "other")
        (folder.parent / "begun").mkdir()
        (folder.parent / "begun" / PROTOCOL).write_text("[settings]\n")
        assert [*overlap_runs(folder.parent)] == ["mine", "other"]

    def test_is_the_folder_itself(self, folder):
        assert overlap_runs(folder) == {"mine": folder}

    def test_are_none_in_an_empty_one(self, tmp_path):
        assert overlap_runs(tmp_path) == {}


READ = {
    OVERLAP_CSV: lambda run: run.rows,
    BEYOND_CSV: lambda run: run.gains,
    PROTOCOL: lambda run: run.settings,
    "cells/striped/dotted.npz": lambda run: run.scores("striped", "dotted", OVERLAP),
    "faces/dotted.npz": lambda run: run.held_out("dotted"),
}


class TestAForeignFolder:
    @pytest.mark.parametrize("name", READ)
    @pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00nothing", b"source,target\na\n"])
    def test_is_refused_by_the_name_of_the_file(self, run, folder, name, content):
        (folder / name).write_bytes(content)
        with pytest.raises(BadRun) as error:
            READ[name](run)
        assert str(folder) in str(error.value)
        assert name in str(error.value)

    @pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "a/b", ".", ""])
    def test_leads_nowhere_else_by_its_names(self, folder, name):
        text = (folder / OVERLAP_CSV).read_text().replace("dotted", name)
        (folder / OVERLAP_CSV).write_text(text)
        with pytest.raises(BadRun):
            OverlapRun(folder).rows  # noqa: B018

    @pytest.mark.parametrize("address", [b"https://elsewhere.test/x.png", b"x", b"\xff"])
    def test_makes_the_page_fetch_nothing(self, run, folder, address):
        pictures = np.array([address] * FACES)
        path = folder / "faces" / "dotted.npz"
        np.savez(path, held_out_is_fake=IS_FAKE, train_is_fake=IS_FAKE, pictures=pictures)
        with pytest.raises(BadRun, match=r"faces/dotted\.npz"):
            run.held_out("dotted")

    def test_runs_no_code_of_an_array_file(self, run, folder):
        np.savez(folder / "faces" / "dotted.npz", held_out_is_fake=np.array([print], object))
        with pytest.raises(BadRun):
            run.held_out("dotted")

    def test_with_other_settings_is_refused(self, run, folder):
        (folder / PROTOCOL).write_text("[settings]\nnetworks = ['meso4']\nfew = []\n")
        with pytest.raises(BadRun, match=r"protocol\.toml"):
            run.settings  # noqa: B018


class TestAStaircase:
    @pytest.fixture
    def stairs(self, tmp_path):
        return write_staircase(tmp_path / "stairs")

    def test_is_found_and_read(self, stairs):
        assert staircase_runs(stairs.parent) == {"stairs": stairs}
        assert overlap_runs(stairs.parent) == {}
        assert shares(steps_of(stairs))["dfdc"] == [0.99, 0.81, 0.78, 0.6, 0.52]

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"kind,step\na,b\n"])
    def test_of_another_program_is_refused(self, stairs, content):
        (stairs / STAIRCASE_CSV).write_bytes(content)
        with pytest.raises(BadRun, match=r"staircase\.csv"):
            steps_of(stairs)

    def test_with_a_step_that_nobody_knows_is_refused(self, stairs):
        path = stairs / STAIRCASE_CSV
        path.write_text(path.read_text().replace("heavy", "other-planet"))
        with pytest.raises(BadRun):
            steps_of(stairs)


class TestWhatIsShipped:
    @pytest.mark.parametrize("name", overlap_runs(SHIPPED))
    def test_can_be_read_and_says_where_it_comes_from(self, name):
        run = OverlapRun(SHIPPED / name)
        assert "meso overlap" in about(SHIPPED / name)
        assert run.rows
        assert run.settings.seeds > 1
        assert run.gains

    def test_has_a_staircase_that_says_where_it_comes_from(self):
        (folder,) = staircase_runs(SHIPPED).values()
        assert "meso staircase" in about(folder)
        assert {step.step for step in steps_of(folder)} >= {*STEPS}

    def test_shows_nobody_who_exists(self):
        """Pictures and what a network sees of them are of drawn faces only."""
        holding = {path.relative_to(SHIPPED).parts[0] for path in SHIPPED.rglob("*.npz")}
        assert holding <= {"drawn"}
