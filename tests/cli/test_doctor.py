"""`meso doctor` tells what holds here, by trying it, and what is to be feared of the rest."""

from __future__ import annotations

from importlib import import_module

import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.media import confine, isolate

module = import_module("meso.cli.doctor")  # its name in the room is the command's
pytestmark = pytest.mark.slow  # starts a process


def said():
    done = CliRunner().invoke(cli, ["doctor"])
    assert done.exit_code == 0
    return done.output.splitlines()


def test_has_a_line_for_every_limit_that_there_is():
    assert [*module.LIMITS] == [*confine.LIMITS]
    assert len(said()) == 1 + len(confine.LIMITS)


def test_says_yes_to_those_that_hold():
    assert sum(line.startswith("  yes ") for line in said()) == len(isolate.limits_that_hold())


def test_says_what_is_to_be_feared_without_one(monkeypatch):
    monkeypatch.setattr(module, "limits_that_hold", lambda: ["memory", "cpu"])
    lines = said()
    assert lines[1] == "  yes      has at most 1.5 GB of memory"
    assert lines[5].startswith("  missing  reaches no network: a file that takes it over could")
