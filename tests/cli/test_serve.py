"""`meso serve` serves this machine only; a network needs an access code, which no list shows."""

from __future__ import annotations

import re
import sys
from importlib import import_module

import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.models.weights import default_name
from meso.service.access_code import SIGNS, VARIABLE, is_right

module = import_module("meso.cli.api")
IN_A_NETWORK = ("--host", "192.168.1.5", "--code")


@pytest.fixture
def started(monkeypatch):
    """What would be started, each as (command, environment)."""
    monkeypatch.delenv(VARIABLE, raising=False)
    calls = []
    monkeypatch.setattr(module, "_become", lambda *call: calls.append(call))
    return calls


def run(*arguments):
    return CliRunner().invoke(cli, ["serve", *arguments])


class TestForThisMachine:
    def test_is_served_without_a_code(self, started):
        done = run()
        assert done.exit_code == 0
        ((command, environment),) = started
        assert command == [sys.executable, "-m", module.SERVER, "127.0.0.1", "8600", default_name()]
        assert environment[VARIABLE] == ""
        assert "http://127.0.0.1:8600" in done.output
        assert "header" not in done.output

    def test_takes_another_port_and_network(self, started):
        run("--port", "9000", "--model", "meso4")
        assert started[0][0][4:] == ["9000", "meso4"]

    def test_of_a_network_that_is_not_there_does_not_start(self, started):
        done = run("--model", "meso5")
        assert done.exit_code == 1
        assert "Did you mean" in done.output
        assert started == []

    def test_may_have_a_code_too(self, started):
        run("--code")
        assert len(started[0][1][VARIABLE]) == 6


class TestForANetwork:
    def test_is_not_served_without_a_code(self, started):
        done = run("--host", "192.168.1.5")
        assert done.exit_code == 2
        assert "add --code" in done.output
        assert started == []

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "meso.example", ""])
    def test_is_served_at_one_address_by_which_it_is_asked_for(self, started, host):
        done = run("--host", host, "--code")
        assert done.exit_code == 2
        assert "not one address" in done.output
        assert started == []

    def test_shows_the_code_and_that_nothing_is_encrypted(self, started):
        done = run(*IN_A_NETWORK)
        ((_, environment),) = started
        (code,) = re.findall(rf"Authorization: Bearer ([{SIGNS}]{{6}})\n", done.output)
        assert environment[VARIABLE] == code
        assert "unencrypted" in done.output

    def test_never_tells_the_code_to_who_lists_commands(self, started):
        run(*IN_A_NETWORK)
        ((command, environment),) = started
        assert not any(environment[VARIABLE] in word for word in command)

    def test_takes_a_code_of_ones_own_from_the_environment(self, started, monkeypatch):
        monkeypatch.setenv(VARIABLE, " my own 7 codes ")
        run(*IN_A_NETWORK)
        assert is_right("my own 7 codes", started[0][1][VARIABLE])

    def test_with_such_a_code_needs_no_option_and_asks_for_it_here_too(self, started, monkeypatch):
        monkeypatch.setenv(VARIABLE, "MYOWN7")
        assert run("--host", "192.168.1.5").exit_code == run().exit_code == 0
        assert [environment[VARIABLE] for _, environment in started] == ["MYOWN7", "MYOWN7"]

    def test_may_have_an_address_of_the_long_kind(self, started):
        done = run("--host", "FD00:0::5", "--code")
        assert started[0][0][3] == "fd00::5"
        assert "http://[fd00::5]:8600" in done.output

    @pytest.mark.parametrize("code", ["short", "päßwörter", "semi;colon"])
    def test_takes_no_code_that_is_short_or_that_a_header_cannot_hold(
        self, started, monkeypatch, code
    ):
        monkeypatch.setenv(VARIABLE, code)
        done = run(*IN_A_NETWORK)
        assert done.exit_code == 2
        assert "6 or more letters and digits" in done.output
        assert started == []


def test_without_its_package_says_which_list_has_it(started, monkeypatch):
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    done = run()
    assert done.exit_code == 1
    assert "requirements-api.txt" in done.output
    assert started == []
