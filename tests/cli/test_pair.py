"""`meso weights pair` on a copy of the shipped weights."""

from __future__ import annotations

import shutil

import pytest

from meso.models.weights import WEIGHTS, check, known

pytestmark = pytest.mark.slow  # starts processes


@pytest.fixture
def folder(tmp_path, monkeypatch):
    folder = tmp_path / "weights"
    shutil.copytree(WEIGHTS, folder, ignore=shutil.ignore_patterns("*.md", "imported"))
    monkeypatch.setenv("MESO_WEIGHTS", str(folder))
    return folder


def test_installs_a_pair_and_says_how_to_try_it(meso, folder):
    done = meso("weights", "pair", "efficientnet_lite", "lite_short", "both")
    assert done.stdout == "both is installed. Try it: meso detect --sample --model both\n"
    check(known(folder)["both"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("efficientnet_lit", "lite_short", "both"), "Did you mean efficientnet_lite"),
        (("efficientnet_lite", "lite_short", "meso4"), "meso4 is another network, and no pair"),
        (("efficientnet_lite", "lite_short", "My Pair"), "cannot be named 'My Pair'"),
        (("lite_short", "efficientnet_lite", "both"), "in this order"),
    ],
)
def test_what_makes_no_pair_is_told_and_changes_nothing(meso, folder, arguments, told):
    before = known(folder)
    done = meso("weights", "pair", *arguments)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert known(folder) == before
