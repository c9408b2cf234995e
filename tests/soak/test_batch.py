"""A folder scored by a command that is killed again and again; `tests.soak.batch` has 2,000."""

from __future__ import annotations

import sys

import pytest

from tests.soak.batch import ON_RAY, ONE_BROKEN_IN, Outcome, failed, fill, kill_and_resume, told

FILES = 40


@pytest.mark.slow  # starts the command five times
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for what to kill")
@pytest.mark.parametrize("options", [(), ON_RAY], ids=["alone", "on Ray, a worker killed, too"])
def test_a_batch_that_is_killed_three_times_loses_no_row_and_does_none_twice(tmp_path, options):
    archive, tables = tmp_path / "archive", tmp_path / "tables"
    archive.mkdir()
    tables.mkdir()
    fill(archive, FILES)
    outcome = kill_and_resume(archive, tables, *options)
    assert not failed(outcome, FILES)
    assert [row["file"] for row in outcome.rows] == [f"{number:05}.jpg" for number in range(FILES)]
    assert len(outcome.killed_after) == (4 if options else 3)
    assert [0, *outcome.killed_after, FILES] == sorted({0, *outcome.killed_after, FILES})


def test_no_two_files_are_the_same(tmp_path):
    fill(tmp_path, 450)
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) > 450 - 450 / ONE_BROKEN_IN


def test_a_lost_row_is_told():
    row = {"file": "a.jpg", "problem": ""}
    outcome = Outcome(
        [1, 2, 3], [row], [row, row | {"problem": "torn"}], 0, (12.0, 20.0), (9.6, 11.2)
    )
    assert "equal to an uninterrupted run   NO" in told(outcome)
    assert "10 s in one go, 11 s with all kills" in told(outcome)


SCORED, TORN = {"file": "00000.jpg", "problem": ""}, {"file": "00010.jpg", "problem": "torn"}
OF_20 = [SCORED] * 19 + [TORN]
GOOD = Outcome([1, 2, 3], OF_20, OF_20, 0, (12.0, 20.0), (9.6, 11.2))


@pytest.mark.parametrize(
    ("other", "fails"),
    [
        ({}, False),
        ({"twice": 1}, True),
        ({"whole": OF_20[::-1]}, True),
        ({"rows": OF_20[1:], "whole": OF_20[1:]}, True),
        ({"rows": [SCORED] * 20, "whole": [SCORED] * 20}, True),
        ({"rows": [SCORED] * 18 + [TORN] * 2, "whole": [SCORED] * 18 + [TORN] * 2}, True),
    ],
    ids=["good", "done twice", "other rows", "a row lost", "a broken one judged", "a whole not"],
)
def test_the_command_fails_wherever_something_is_wrong(other, fails):
    assert failed(GOOD._replace(**other), 20) is fails
