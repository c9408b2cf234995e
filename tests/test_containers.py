"""The files for containers, as a linter and a reader see them: no machine here can build them."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

from scripts import server

ROOT = Path(__file__).resolve().parent.parent
FILES = ["Dockerfile", "Dockerfile.gpu"]
HADOLINT = Path(sys.executable).with_name("hadolint")


def lint(*arguments, **given):
    """What hadolint objects to: file, line, rule and words."""
    done = subprocess.run(
        [HADOLINT, "--format", "json", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        **given,
    )
    return json.loads(done.stdout)


def instructions(name):
    """Each instruction of a file with its text, in one line."""
    text = re.sub(r"(?m)^#.*\n", "", (ROOT / name).read_text()).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line]


def of_kind(name, kind):
    return [text for one, text in instructions(name) if one == kind]


class TestTheLinter:
    @pytest.mark.parametrize("name", FILES)
    def test_has_nothing_to_object_to(self, name):
        assert lint(name) == []

    def test_objects_to_a_bad_file(self):
        """Else the test above could not fail."""
        assert "DL3006" in {one["code"] for one in lint("-", input="FROM debian\nUSER meso\n")}


@pytest.mark.parametrize("name", FILES)
def test_it_says_that_it_was_not_built_and_runs_as_nobody_special(name):
    assert "never built" in (ROOT / name).read_text().replace("\n# ", " ")
    assert of_kind(name, "USER")[-1] == "10001:10001"


def copied():
    """What is copied into the image."""
    return [source for text in of_kind("Dockerfile", "COPY") for source in text.split()[:-1]]


class TestWhatIsCopied:
    def test_is_there_and_reaches_the_builder(self):
        let_in = {
            line[1:]
            for line in (ROOT / ".dockerignore").read_text().splitlines()
            if line[:1] == "!"
        }
        assert {*copied()} == let_in
        assert [source for source in copied() if not [*ROOT.glob(source)]] == []

    def test_is_all_that_the_package_and_its_lists_need(self):
        project = (ROOT / "pyproject.toml").read_text()
        needed = re.findall(r'"([\w-]+\.(?:txt|md))"', project)
        assert needed
        for file in [*needed, "LICENSE", "app.py", "meso", "weights", ".streamlit"]:
            assert any(fnmatch(file, source) for source in copied()), file

    def test_is_no_picture_and_no_network_that_somebody_imported(self):
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        assert ignored[1] == "*"
        assert "weights/imported" in ignored


class TestTheContainer:
    def test_is_asked_for_its_health_where_the_app_answers(self):
        (check,) = of_kind("Dockerfile", "HEALTHCHECK")
        path = "/_stcore/health"
        assert f"http://127.0.0.1:8501{path}" in check
        assert path in Path(server.__file__).read_text()

    def test_says_first_what_keeps_a_hostile_file_apart_then_becomes_the_page(self):
        (command,) = map(json.loads, of_kind("Dockerfile", "CMD"))
        doctor, app = command[2].split("; exec ")
        assert command[:2] == ["sh", "-c"]
        assert doctor == "meso doctor"
        assert shlex.split(app)[:4] == ["meso", "app", "--port", *of_kind("Dockerfile", "EXPOSE")]
        assert "--server.address=0.0.0.0" in app
