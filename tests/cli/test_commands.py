"""What every command has, and the small ones."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.models.weights import default_name, known


def _commands(group: click.Group, path: str = "meso") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += _commands(command, f"{path} {name}")
        else:
            found.append((f"{path} {name}", command))
    return found


COMMANDS = _commands(cli)


def test_the_commands_are_those_of_the_design():
    names = {name for name, _ in COMMANDS}
    assert names >= {"meso detect", "meso app", "meso models", "meso weights import", "meso train"}


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
class TestHelp:
    def test_has_an_example_of_itself(self, name, command):
        assert f"    {name}" in command.help

    def test_explains_every_option(self, name, command):
        options = [p for p in command.params if isinstance(p, click.Option)]
        assert all(option.help for option in options)


class TestModels:
    def test_lists_every_network_in_a_line(self):
        lines = CliRunner().invoke(cli, ["models"]).output.splitlines()
        assert len(lines) == len(known())

    def test_says_which_one_is_used_where_none_is_named(self):
        lines = CliRunner().invoke(cli, ["models"]).output.splitlines()
        (line,) = [line for line in lines if "(default)" in line]
        assert line.startswith(default_name())


class TestTrain:
    def test_a_recipe_that_does_not_exist_is_told_with_its_near_names(self, tmp_path):
        arguments = ["train", "incepton", str(tmp_path), "--out", str(tmp_path / "run")]
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 1
        assert "Did you mean inception" in done.output

    def test_a_name_that_no_network_can_have_is_refused_before_the_training(self, tmp_path):
        arguments = ["train", "smoke", str(tmp_path), "--out", "run", "--install", "My Net"]
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 1
        assert "use a-z, 0-9" in done.output

    @pytest.mark.slow
    def test_a_folder_without_faces_is_told_how_to_make_them(self, tmp_path):
        arguments = ["train", "smoke", str(tmp_path), "--out", str(tmp_path / "run")]
        done = CliRunner().invoke(cli, arguments)
        assert done.exit_code == 1
        assert "meso faces SOURCE" in done.output
        assert not (tmp_path / "run").exists()
