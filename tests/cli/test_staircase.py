"""`meso staircase`, its first example, on generated faces of two methods."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.experiments.steps import read_steps
from tests.cli.test_make import examples
from tests.experiments.conftest import write_people

pytestmark = pytest.mark.slow


def run(*arguments):
    return CliRunner().invoke(cli, ["staircase", *map(str, arguments)])


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """faces/ with train/ and val/: fakes in dfdc/ and resampled/."""
    monkeypatch.chdir(tmp_path)
    for side, people in (("train", ["anna", "ben"]), ("val", ["carl", "dora"])):
        write_people(tmp_path / "faces" / side, people, methods=["dfdc", "resampled"], each=2)
    return tmp_path


class TestStaircase:
    def test_runs_as_its_help_says_and_writes_into_the_place_of_the_run(self, workplace):
        page = Path("generality.md")
        page.write_text("Before.\n<!-- two -->\nformer\n<!-- /two -->\nAfter.\n")
        *_, example = examples(cli.commands["staircase"])
        done = run(*example[1:], "--drawn", "32", "--write", page)
        assert done.exit_code == 0, done.output
        assert {step.kind for step in read_steps(Path("runs/two/staircase.csv"))} == {
            "dfdc",
            "resampled",
        }
        text = page.read_text("utf-8")
        assert "| dfdc |" in text
        assert "former" not in text
        assert Path("two.svg").is_file()

    def test_refuses_a_page_without_that_place_before_the_minutes_it_takes(self, workplace):
        Path("generality.md").write_text("Nothing marked.\n")
        done = run("faces", "--out", "runs/mine", "--write", "generality.md")
        assert done.exit_code == 1
        assert "<!-- mine -->" in done.stderr
        assert not Path("runs").exists()

    def test_refuses_one_method_alone(self, workplace):
        done = run("faces", "--out", "runs/mine", "--method", "dfdc")
        assert done.exit_code == 1
        assert "second --method" in done.stderr
