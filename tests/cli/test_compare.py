"""`meso generality` and `meso adapt`, their examples included, on generated faces."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from meso.cli import cli
from tests.cli.test_make import examples
from tests.experiments.conftest import write_people

pytestmark = pytest.mark.slow

SHORT = {
    "generality": ["--drawn", "32", "--network", "meso1"],
    "adapt": ["--drawn", "32", "--network", "meso1", "--seeds", "1", "--few-steps", "1"],
}
EXAMPLES = [(name, example) for name in SHORT for example in examples(cli.commands[name])]


def run(name, *arguments):
    return CliRunner().invoke(cli, [name, *map(str, arguments)])


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    """faces/ with train/ and val/: fakes in dfdc/, resampled/ and stylegan/."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("meso.experiments.choose.MADE", ())
    for side, people in (("train", ["anna", "ben"]), ("val", ["carl", "dora"])):
        methods = ["dfdc", "resampled", "stylegan"]
        write_people(tmp_path / "faces" / side, people, methods=methods, each=2)
    return tmp_path


@pytest.mark.parametrize(("name", "example"), EXAMPLES)
def test_runs_as_its_help_says(workplace, name, example):
    done = run(name, *example[1:], *SHORT[name])
    assert done.exit_code == 0, done.output
    assert "| meso1 |" in done.stdout
    out = Path(example[example.index("--out") + 1])
    (table,) = out.glob("*.csv")
    with table.open(newline="") as file:
        assert {row["target"] for row in csv.DictReader(file)} >= {"dfdc"}


def test_writes_table_and_chart_into_the_place_of_the_run(workplace):
    page = Path("page.md")
    page.write_text("Before.\n<!-- mine -->\nformer\n<!-- /mine -->\nAfter.\n")
    done = run("generality", "faces", "--out", "runs/mine", *SHORT["generality"], "--write", page)
    assert done.exit_code == 0, done.output
    text = page.read_text("utf-8")
    assert "former" not in text
    assert "](mine.svg)" in text
    assert Path("mine.svg").read_text("utf-8").startswith("<svg")


@pytest.mark.parametrize("name", SHORT)
def test_refuses_a_page_without_that_place_before_the_hours_it_takes(workplace, name):
    Path("page.md").write_text("Nothing marked.\n")
    done = run(name, "faces", "--out", "runs/mine", "--write", "page.md")
    assert done.exit_code == 1
    assert "<!-- mine -->" in done.stderr
    assert not Path("runs").exists()


@pytest.mark.parametrize(
    "arguments", [["generality", "--network", "meso9"], ["adapt", "--shots", "1"], ["adapt"]]
)
def test_knows_wrong_usage(workplace, arguments):
    name, *options = arguments
    assert run(name, "faces", *options).exit_code == 2
