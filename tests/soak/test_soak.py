"""A handful of uploads leave nothing behind; `python -m tests.soak` has hundreds."""

from __future__ import annotations

import sys

import pytest

from scripts.server import serving
from tests.load.watch import Held
from tests.soak.__main__ import growth, line
from tests.soak.soak import Look, soak

pytestmark = [
    pytest.mark.slow,  # starts the app
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
ROUND = 5  # uploads of each kind once


def test_uploads_leave_no_file_and_little_memory():
    with serving() as server:
        looks = list(soak(server, 3 * ROUND, every=ROUND, seconds=300))
    assert [look.uploads for look in looks] == [ROUND, 2 * ROUND, 3 * ROUND]
    assert {look.files for look in looks} == {0}
    assert growth(looks) < 200  # MB: not yet warm


def test_the_growth_is_from_the_first_look_to_the_last():
    looks = [
        Look(50, 9, Held(3, 60, {"server": 90}), 0),
        Look(99, 20, Held(3, 70, {"server": 95}), 0),
    ]
    assert growth(looks) == 5
    said = " ".join(line(looks[1]).split())
    assert said == "99 uploads, 20 s: RSS 95 MB (server 95), PSS 70 MB; temporary files: 0"
