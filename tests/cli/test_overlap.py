"""`meso overlap`, its examples included, on generated faces of two methods."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from meso.cli import cli
from tests.cli.test_make import examples
from tests.experiments.conftest import write_people

pytestmark = pytest.mark.slow

SHORT = ["--drawn", "32", "--seeds", "1"]


def run(*arguments):
    return CliRunner().invoke(cli, ["overlap", *map(str, arguments)])


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """faces/ with train/ and val/: fakes in dfdc/ and resampled/."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("meso.experiments.choose.MADE", ())  # four methods more take minutes
    for side, people in (("train", ["anna", "ben"]), ("val", ["carl", "dora"])):
        write_people(tmp_path / "faces" / side, people, methods=["dfdc", "resampled"], each=2)
    return tmp_path


class TestOverlap:
    @pytest.mark.parametrize("example", examples(cli.commands["overlap"]))
    def test_runs_as_its_help_says(self, workplace, example):
        done = run(*example[1:], *SHORT)
        assert done.exit_code == 0, done.output
        assert "| dfdc |" in done.stdout
        out = Path(example[example.index("--out") + 1])
        with (out / "overlap.csv").open(newline="") as file:
            sources = {row["source"] for row in csv.DictReader(file)}
        assert sources == {"dfdc", "resampled", "all", "random"}

    def test_writes_the_tables_into_the_place_of_the_run(self, workplace):
        page = Path("generality.md")
        page.write_text("Before.\n<!-- mine -->\nformer\n<!-- /mine -->\nAfter.\n")
        done = run("faces", "--out", "runs/mine", *SHORT, "--write", page)
        assert done.exit_code == 0, done.output
        before, text, after = page.read_text("utf-8").partition("**Feature overlap**")
        assert text
        assert before.startswith("Before.\n<!-- mine -->\nmeso4, 32 faces drawn")
        assert after.endswith("<!-- /mine -->\nAfter.\n")
        assert "former" not in page.read_text("utf-8")

    def test_refuses_a_page_without_that_place_before_the_minutes_it_takes(self, workplace):
        Path("generality.md").write_text("Nothing marked.\n")
        done = run("faces", "--out", "runs/mine", "--write", "generality.md")
        assert done.exit_code == 1
        assert "<!-- mine -->" in done.stderr
        assert not Path("runs").exists()

    def test_refuses_a_method_that_is_not_there(self, workplace):
        done = run("faces", "--out", "runs/mine", "--method", "morphed")
        assert done.exit_code == 1
        assert "There are: dfdc, resampled" in done.stderr
        assert not Path("runs").exists()

    @pytest.mark.parametrize("options", [["--drawn", "0"], ["--network", "meso9"], []])
    def test_knows_wrong_usage(self, workplace, options):
        assert run("faces", *options).exit_code == 2
