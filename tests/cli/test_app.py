"""`meso app` serves this machine only; `--classroom` an address in the network, behind a code."""

from __future__ import annotations

import re
import socket
import sys
from importlib import import_module

import click
import pytest
from click.testing import CliRunner

from meso.cli import cli
from meso.cli.classroom import Classroom, open_classroom
from meso.experiments.read_run import VARIABLE as EXPERIMENTS
from meso.service.access_code import SIGNS, VARIABLE

serve, classroom = (import_module(f"meso.cli.{name}") for name in ("serve", "classroom"))
ROOM = Classroom("192.168.1.5", 8501, "A3F7KM")


@pytest.fixture
def started(monkeypatch):
    """What would be started, each as (command, environment)."""
    calls = []
    monkeypatch.setattr(
        serve.subprocess, "call", lambda command, env: calls.append((command, env)) or 0
    )
    return calls


def run(*arguments):
    return CliRunner().invoke(cli, ["app", *arguments])


class TestThePageForOneself:
    def test_is_served_as_the_settings_say_and_without_a_code(self, started):
        assert run().exit_code == 0
        ((command, environment),) = started
        assert command == [sys.executable, "-m", "meso.ui.serve", "run", str(serve.APP)]
        assert VARIABLE not in environment

    def test_takes_a_port_and_whatever_streamlit_takes(self, started):
        run("--port", "8600", "--", "--server.headless", "true")
        ((command, _),) = started
        assert command[5:] == ["--server.port=8600", "--server.headless", "true"]

    def test_shows_the_experiments_of_a_folder_that_is_there(self, started, tmp_path):
        run("--experiments", str(tmp_path))
        ((_, environment),) = started
        assert environment[EXPERIMENTS] == str(tmp_path)
        assert run("--experiments", str(tmp_path / "none")).exit_code == 2

    def test_has_no_address_but_its_own(self, started):
        done = run("--address", "192.168.1.5")
        assert done.exit_code == 2
        assert "--address is for --classroom" in done.output
        assert started == []


class TestAClassroom:
    def test_is_served_at_one_address_to_who_asks_for_it(self, started):
        done = run("--classroom", "--address", "127.0.0.1")
        assert done.exit_code == 0
        ((command, environment),) = started
        (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)\n", done.output)
        assert {
            "--server.address=127.0.0.1",
            f"--server.port={port}",
            "--server.allowedHosts=127.0.0.1",
            "--browser.serverAddress=127.0.0.1",
        } < {*command}
        assert environment[VARIABLE] in done.output

    def test_never_tells_the_code_to_who_lists_commands(self, started):
        run("--classroom", "--address", "127.0.0.1")
        ((command, environment),) = started
        assert not any(environment[VARIABLE] in word for word in command)

    def test_has_another_code_each_time(self):
        codes = {open_classroom("127.0.0.1", None).code for _ in range(20)}
        assert len(codes) == 20
        assert set("".join(codes)) <= set(SIGNS)

    def test_takes_the_next_port_where_one_is_taken(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            assert port < open_classroom("127.0.0.1", port).port <= port + 100

    def test_of_a_machine_without_a_network_is_refused_with_the_mend(self, monkeypatch):
        monkeypatch.setattr(classroom, "OUT_THERE", ("255.255.255.255", 9))  # not allowed
        done = run("--classroom")
        assert done.exit_code == 1
        assert "Join the network of the class" in done.output

    def test_at_an_address_of_another_machine_is_refused(self):
        with pytest.raises(click.ClickException, match=r"198\.51\.100\.7 is no address of this"):
            open_classroom("198.51.100.7", None)


class TestTheInvitation:
    def test_says_address_and_code_and_that_nothing_is_encrypted(self):
        assert "http://192.168.1.5:8501" in ROOM.invitation
        assert "A3F7KM" in ROOM.invitation
        assert "unencrypted" in ROOM.invitation

    def test_its_picture_holds_the_address_and_not_the_code(self):
        other = ROOM._replace(code="XXXXXX").invitation
        assert other == ROOM.invitation.replace("A3F7KM", "XXXXXX")
        assert picture_of(ROOM) != picture_of(ROOM._replace(port=8502))

    @pytest.mark.slow  # loads OpenCV
    def test_its_picture_can_be_read(self):
        import cv2
        import numpy as np

        halves = {" ": (0, 0), "█": (1, 1), "▀": (1, 0), "▄": (0, 1)}
        columns = np.array([[halves[sign] for sign in line] for line in picture_of(ROOM)])
        bright = columns.transpose(0, 2, 1).reshape(-1, columns.shape[1])  # a space is dark
        picture = np.kron(bright, np.ones((8, 8))).astype(np.uint8) * 255
        assert cv2.QRCodeDetector().detectAndDecode(picture)[0] == "http://192.168.1.5:8501"


def picture_of(room):
    """The lines of the QR code."""
    return [line for line in room.invitation.splitlines() if line and set(line) <= set(" █▀▄")]
