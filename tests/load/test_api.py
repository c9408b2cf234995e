"""Several programs at once on the real API; `python -m tests.load.api` has thirty."""

from __future__ import annotations

import sys

import pytest

from tests.api.asking import Answer
from tests.load.api import Figures, crowd, kind, serving, table
from tests.load.clips import clip

pytestmark = [
    pytest.mark.slow,  # starts the API and loads TensorFlow in its worker
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
BUSY = {"reason": "busy", "problem": "Others are first."}


def test_each_client_gets_the_scores_of_its_own_clip():
    with serving(3) as api:
        figures = crowd(api, [clip(0), clip(1)], 3)
    assert figures[:4] == (3, 0, 0, 0)
    assert len(figures.seconds) == 3


class TestAnAnswer:
    ALONE = (0.25, None)

    def kind(self, status, told, **headers):
        return kind(Answer(status, told, headers), [*self.ALONE])

    def test_is_right_only_with_the_same_scores(self):
        frames = [{"fake_score": score} for score in self.ALONE]
        assert self.kind(200, {"frames": frames}) == "right"
        assert self.kind(200, {"frames": frames[::-1]}) == "wrong"

    def test_that_refuses_says_why_and_when_to_come_back(self):
        assert self.kind(503, BUSY, **{"Retry-After": "7"}) == "refused"
        assert self.kind(503, BUSY) == "odd"
        assert self.kind(500, BUSY, **{"Retry-After": "7"}) == "odd"


def test_the_table_has_a_line_a_figure():
    lines = table(Figures(3, 1, 2, 0, [1.0, 1.0, 2.0]), 6).splitlines()
    assert lines[0].endswith("client alone   3 of 6")
    assert lines[2].endswith(" 2")
    assert lines[4].endswith(" 1.0 1.9 2.0 s")
