"""Sentences that page and terminal share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meso.detection.words import error_rate, probability
from meso.values import Verdict

FAKE = Verdict("fake", 0.9, 0.5, "mean", 32)


@pytest.mark.parametrize(
    ("share", "about"),
    [
        (0.123, "about 12 were judged wrongly"),
        (0.01, "about 1 was judged"),
        (0.004, "fewer than 1 was"),
    ],
)
def test_an_error_rate_is_told_of_a_hundred(share, about):
    told = error_rate(replace(FAKE, error_rate=share), "video")
    assert told.startswith("Of 100 clips that scored like this, of people new to the network, ")
    assert about in told


def test_an_error_rate_is_that_of_the_same_kind_of_file():
    assert "100 photos" in error_rate(replace(FAKE, error_rate=0.1), "image")


def test_what_was_not_measured_is_said_or_left_out():
    assert "was not measured, so do not rely on" in error_rate(FAKE, "video")
    assert probability(FAKE) == ""
