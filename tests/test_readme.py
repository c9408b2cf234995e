"""The README is run: its Python is typed into a prompt, its commands into a terminal."""

from __future__ import annotations

import doctest
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
PROMPTS = [text for language, text in BLOCKS if language == "python"]
COMMANDS = [
    shlex.split(line, comments=True)[1:]
    for language, text in BLOCKS
    for line in text.splitlines()
    if not language and line.startswith("meso ")
]
RUN_ALL = "import json, sys; from meso.cli import cli\n" + (
    "for arguments in json.loads(sys.argv[1]): cli.main(arguments, standalone_mode=False)"
)
SERVE_FOR_EVER = {"app", "serve"}  # tests/browser opens the page, tests/api asks the API


def test_there_are_examples_to_run():
    assert len(PROMPTS) == 1
    assert len(COMMANDS) >= 10
    assert {arguments[0] for arguments in COMMANDS} >= {"detect", "models", "weights", "train"}


@pytest.mark.parametrize("link", re.findall(r"\]\((?!http)([^)]+)\)", README))
def test_what_it_links_to_is_there(link):
    assert (ROOT / link).exists()


def test_it_names_the_two_commands_first():
    assert README.index("make app") < README.index("make test") < README.index("pip install")


@pytest.mark.slow
class TestPython:
    def test_prints_what_the_readme_says(self):
        test = doctest.DocTestParser().get_doctest(PROMPTS[0], {}, "README", "README.md", 0)
        assert len(test.examples) >= 5
        assert doctest.DocTestRunner().run(test).failed == 0


@pytest.fixture
def workplace(tmp_path):
    """A folder with the files that the README's commands are given."""
    from meso.service.sample import make
    from tests.document_files import newsletter
    from tests.models.oracle import meso4_numbers, write_as_in_2018

    shutil.copytree(ROOT / "weights", tmp_path / "weights")
    clip = make("clip")[1]
    (tmp_path / "clip.mp4").write_bytes(clip)
    (tmp_path / "newsletter.eml").write_bytes(newsletter().as_bytes())
    for side, person in (("train", "anna"), ("val", "bert")):
        for kind in ("real", "fake/blend"):
            folder = tmp_path / "clips" / side / kind
            folder.mkdir(parents=True)
            (folder / f"{person}_1.mp4").write_bytes(clip)
    _publish(tmp_path / "FaceForensics++", clip)
    write_as_in_2018(tmp_path / "Meso4_DF.h5", "meso4", meso4_numbers(seed=1))
    return tmp_path


def _publish(folder, clip):
    """The clip laid out as FaceForensics++, with a pair of people for train and one for val."""
    for side, (one, other) in {"train": ("001", "002"), "val": ("003", "004")}.items():
        for part, name in (
            ("original_sequences/youtube", one),
            ("manipulated_sequences/Deepfakes", f"{one}_{other}"),
        ):
            path = folder / part / "c23" / "videos" / f"{name}.mp4"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(clip)
        (folder / f"{side}.json").write_text(json.dumps([[one, other]]))


@pytest.mark.slow
class TestCommands:
    def test_each_runs_after_the_one_before(self, workplace):
        commands = [
            ["smoke" if word == "own" else word for word in arguments]  # seconds, not an hour
            for arguments in COMMANDS
            if arguments[0] not in SERVE_FOR_EVER
        ]
        done = subprocess.run(
            [sys.executable, "-c", RUN_ALL, json.dumps(commands)],
            cwd=workplace,
            env=os.environ | {"MESO_WEIGHTS": str(workplace / "weights"), "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        assert "meso4-df is installed" in done.stdout
        assert "newsletter.eml: 4 pictures and videos in this mail" in done.stdout
        assert "4 rows in scores.csv" in done.stdout
        assert "| val, blend |" in done.stdout
        assert "32 faces in faces/ff: deepfakes 16, real 16." in done.stdout
        assert "24 faces in blends/train: real 8, self_blended 16." in done.stdout
