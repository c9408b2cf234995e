"""`scripts/environment.py`: when it installs, when it leaves alone, what it says is missing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import environment as module
from scripts.environment import (
    UNFINISHED,
    Environment,
    Missing,
    check_room,
    get_browser,
    pins,
    write_lock,
)

BACKEND = '''
"""Builds a package that holds one command and no code; stands for setuptools, offline."""
import zipfile

FILES = {
    "METADATA": "Metadata-Version: 2.1\\nName: nothing\\nVersion: 1\\n",
    "WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    "entry_points.txt": "[console_scripts]\\nnothing = this:main\\n",
    "RECORD": "",
}

def build_editable(folder, config_settings=None, metadata_directory=None):
    with zipfile.ZipFile(f"{folder}/nothing-1-py3-none-any.whl", "w") as wheel:
        for name, text in FILES.items():
            wheel.writestr(f"nothing-1.dist-info/{name}", text)
    return "nothing-1-py3-none-any.whl"
'''
PROJECT = """
[project]
name = "nothing"
version = "1"
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout in a path with spaces whose lists are empty, so that nothing is fetched."""
    root = tmp_path / "a folder with spaces"
    root.mkdir()
    (root / "pyproject.toml").write_text(PROJECT)
    (root / "backend.py").write_text(BACKEND)
    for name in ("requirements.txt", "requirements-dev.txt", "requirements.lock"):
        (root / name).write_text("# nothing\n")
    return Environment(root)


@pytest.fixture
def complete(checkout):
    """The same, as an install for the app leaves it."""
    checkout.python.parent.mkdir(parents=True)
    checkout.python.touch()
    checkout.state.write_text(f"app {checkout.digest()}")
    return checkout


class TestComplete:
    def test_after_an_install_nothing_is_left_to_do(self, complete):
        assert complete.complete_for("app")

    def test_what_serves_the_app_lacks_the_tools_of_the_checks(self, complete):
        assert not complete.complete_for("dev")

    def test_what_serves_the_checks_serves_the_app_too(self, complete):
        complete.state.write_text(f"dev {complete.digest()}")
        assert complete.complete_for("app")

    @pytest.mark.parametrize(
        "name", ["requirements.txt", "requirements-dev.txt", "requirements.lock"]
    )
    def test_a_changed_list_calls_for_an_install(self, complete, name):
        (complete.root / name).write_text("numpy==2.4.6\n")
        assert not complete.complete_for("app")

    def test_a_changed_setting_of_a_tool_does_not(self, complete):
        (complete.root / "pyproject.toml").write_text(PROJECT + "[tool.ruff]\nline-length = 90\n")
        assert complete.complete_for("app")

    def test_a_moved_checkout_calls_for_an_install(self, complete):
        moved = complete.root.rename(complete.root.with_name("moved"))
        assert not Environment(moved).complete_for("app")

    def test_an_interrupted_install_is_never_taken_for_complete(self, complete):
        complete.state.write_text(UNFINISHED)
        assert not complete.complete_for("app")
        assert not complete.usable()

    def test_an_environment_whose_python_is_gone_is_made_anew(self, complete):
        complete.python.unlink()
        assert not complete.complete_for("app")
        assert not complete.usable()


@pytest.mark.slow
class TestInstall:
    def test_what_failed_half_way_is_made_anew_and_then_left_alone(self, checkout):
        (checkout.root / "requirements.txt").write_text("./no-such-wheel.whl\n")
        with pytest.raises(Missing, match="run the same command again"):
            checkout.install("app")
        debris = checkout.folder / "half a package"
        debris.touch()

        (checkout.root / "requirements.txt").write_text("# nothing\n")
        checkout.install("dev")
        command = checkout.folder / "bin" / "nothing"
        assert command.is_file()
        assert not debris.exists()

        command.unlink()
        checkout.install("app")
        assert not command.exists(), "what was complete was installed again"


class TestMissing:
    def test_a_full_disk_is_said_before_anything_is_made(self, tmp_path):
        with pytest.raises(Missing, match=r"GB free, and installing takes about 1000000000 GB"):
            check_room(tmp_path, gigabytes=1_000_000_000)

    def test_a_python_without_venv_is_said_with_the_package_that_brings_it(
        self, checkout, monkeypatch
    ):
        monkeypatch.setattr(module.importlib.util, "find_spec", lambda name: None)
        with pytest.raises(Missing, match=r"apt install python3\.1\d-venv"):
            checkout.create()


class TestBrowser:
    @pytest.fixture
    def programs(self, tmp_path, monkeypatch):
        """Adds programs to a PATH that has nothing else; each is a line of shell."""
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.delenv("CHROMIUM", raising=False)

        def add(path: Path | str, line: str) -> None:
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"#!/bin/sh\n{line}\n")
            file.chmod(0o755)

        return add

    def test_one_that_is_there_is_taken(self, checkout, programs, capsys):
        programs("google-chrome", "true")
        get_browser(checkout)
        assert capsys.readouterr().out == ""

    def test_debian_brings_its_own_to_root(self, checkout, programs, capsys, monkeypatch):
        monkeypatch.setattr(module.os, "geteuid", lambda: 0)
        monkeypatch.setattr(module.platform, "freedesktop_os_release", lambda: {"ID": "debian"})
        programs("apt-get", '[ "$2" = update ] || /bin/cp "$0" "${0%/*}/chromium"')
        get_browser(checkout)
        assert capsys.readouterr().out == "Installing Debian's Chromium for the browser tests.\n"

    def test_where_none_can_be_had_the_skipping_is_said(self, checkout, programs, capsys):
        programs(checkout.python, "exit 1")
        get_browser(checkout)
        assert "THE BROWSER TESTS WILL BE SKIPPED" in capsys.readouterr().out


class TestLock:
    def test_is_written_with_the_oldest_python_only(self, tmp_path, monkeypatch):
        monkeypatch.setattr(module, "python_version", lambda: "3.13")
        with pytest.raises(Missing, match=r"make lock PYTHON=/path/to/python3\.11"):
            write_lock(tmp_path)

    def test_pins_each_package_in_the_order_of_names(self):
        listed = [{"name": "Pebble", "version": "5.2.3"}, {"name": "av", "version": "18.1.0"}]
        assert pins(json.dumps(listed)) == "av==18.1.0\npebble==5.2.3\n"

    def test_leaves_out_the_tools_that_install(self):
        assert pins(json.dumps([{"name": "pip", "version": "23.2"}])) == ""


@pytest.mark.skipif(shutil.which("make") is None, reason="no make on this machine")
class TestMakefile:
    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        root = Path(module.__file__).parent.parent
        return subprocess.run(
            ["make", *arguments], cwd=root, capture_output=True, text=True, check=False
        )

    def test_alone_it_lists_the_commands(self):
        printed = self.make().stdout
        for command in ("app", "test", "quick", "lock", "format", "clean"):
            assert f"make {command} " in printed

    def test_a_python_that_tensorflow_has_no_wheel_for_is_turned_away(self, tmp_path):
        old = tmp_path / "old python"
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
        done = self.make("app", f"PYTHON={old}")
        assert done.returncode != 0
        assert "needs Python 3.11, 3.12 or 3.13" in done.stderr
        assert str(old) in done.stderr
