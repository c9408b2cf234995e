"""SECURITY.md names for every threat what shows it, and all that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import click
import pytest

from meso.cli import cli

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" |")]
    for line in TEXT.splitlines()
    if re.match(r"\| \d+ \|", line)
]
SHOWN_BY = [named for row in ROWS for named in re.findall(r"`([^`]+)`", row[3])]
TESTS = [named for named in SHOWN_BY if named.startswith("tests/")]
COMMANDS = re.findall(r"`((?:meso|make|python -m) [^`]+)`", TEXT)


@cache
def names_in(path: Path) -> set[str]:
    """The classes and functions of a file."""
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def test_there_are_threats_each_with_an_answer_that_something_shows():
    assert len(ROWS) >= 20
    assert [int(row[0]) for row in ROWS] == [*range(1, len(ROWS) + 1)]
    for row in ROWS:
        assert len(row) == 5, row
        assert all(row[1:4]), row
        assert re.search(r"`tests/", row[3]), row


def test_nothing_but_tests_and_commands_is_said_to_show_one():
    assert len(TESTS) > 25
    assert {*SHOWN_BY} - {*TESTS} <= {*COMMANDS}


@pytest.mark.parametrize("named", TESTS)
def test_each_test_that_is_named_is_there(named):
    file, _, name = named.partition("::")
    assert (ROOT / file).is_file()
    assert not name or name in names_in(ROOT / file)
    assert any(each.startswith("test_") for each in names_in(ROOT / file))


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_that_is_named_is_there(command):
    program, *words = command.split()
    if program == "make":
        assert f"\n{words[0]}:" in (ROOT / "Makefile").read_text()
    elif program == "python":
        assert (ROOT / words[1].replace(".", "/")).with_suffix(".py").is_file()
    else:
        options = [one for each in _command(words[0]).params for one in each.opts]
        assert {word for word in words if word.startswith("--")} <= {*options, "--version"}


def _command(name: str) -> click.Command:
    return cli if name.startswith("--") else cli.commands[name]


def test_it_says_what_is_promised_what_is_not_and_how_to_report():
    for words in ("## What is promised", "Not promised:", "## Report a weakness"):
        assert words in TEXT
