"""An access code is hard to guess, easy to read out, and tells nobody how near a guess was."""

from __future__ import annotations

import hmac
import string
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from meso.service import access_code
from meso.service.access_code import LENGTH, SIGNS, is_right, new_code

LOOK_ALIKES = ("0OQ", "1IL", "2Z", "5S", "8B", "6G", "UV")


@pytest.fixture
def quick(monkeypatch):
    """A wrong code costs a moment only."""
    monkeypatch.setattr(access_code, "SECONDS_AFTER_A_WRONG_ONE", 0.01)


class TestANewCode:
    def test_has_six_signs_of_the_alphabet(self):
        for code in (new_code() for _ in range(100)):
            assert len(code) == LENGTH == 6
            assert set(code) <= set(SIGNS)

    def test_is_another_one_each_time_and_takes_every_sign(self):
        codes = [new_code() for _ in range(500)]
        assert len(set(codes)) == 500
        assert set("".join(codes)) == set(SIGNS)

    @pytest.mark.parametrize("group", LOOK_ALIKES)
    def test_has_no_sign_that_looks_like_another(self, group):
        assert len(set(group) & set(SIGNS)) <= 1

    def test_is_one_of_more_than_80_million(self):
        assert len(set(SIGNS)) ** LENGTH > 80_000_000
        assert set(SIGNS) <= set(string.ascii_uppercase + string.digits)


class TestWhatIsTyped:
    @pytest.mark.parametrize("typed", ["A3F7KM", "a3f7km", " A3F 7KM\n", "a3f7kM"])
    def test_is_right_in_any_case_and_spacing(self, typed):
        assert is_right(typed, "A3F7KM")

    @pytest.mark.parametrize(
        "typed", ["", "A3F7K", "A3F7KMM", "A3F7KN", "ä3F7KM", "\0", "É" * 9000]
    )
    def test_is_wrong_otherwise(self, typed, quick):
        assert not is_right(typed, "A3F7KM")

    def test_is_compared_in_a_time_that_tells_nothing(self, monkeypatch):
        compared = []
        monkeypatch.setattr(hmac, "compare_digest", lambda *both: compared.append(both) or True)
        assert is_right("x", "A3F7KM")
        assert compared == [(b"X", b"A3F7KM")]

    def test_costs_everybody_a_wait_where_it_is_wrong(self, monkeypatch):
        monkeypatch.setattr(access_code, "SECONDS_AFTER_A_WRONG_ONE", 0.1)
        begun = monotonic()
        with ThreadPoolExecutor(8) as many:
            assert not any(many.map(is_right, ["X"] * 8, ["A3F7KM"] * 8))
        assert monotonic() - begun > 0.8
