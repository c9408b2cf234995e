"""What a bar says of the pace: of this run, whatever another one had done before."""

from __future__ import annotations

import pytest

from meso.cli.terminal import Pace, bar


@pytest.fixture
def clock():
    """A clock that stands where the test puts it."""
    return [100.0]


@pytest.fixture
def pace(clock):
    return Pace("files", clock=lambda: clock[0])


class TestAPace:
    def test_counts_from_what_it_is_told_first(self, pace, clock):
        assert pace.told(1500, 2000) == ""
        clock[0] += 10
        assert pace.told(1520, 2000) == "2.0 files a second, 0:04:00 left"

    def test_of_a_run_from_the_beginning_counts_everything(self, pace, clock):
        pace.told(0, 90)
        clock[0] += 60
        assert pace.told(30, 90) == "0.5 files a second, 0:02:00 left"

    def test_says_the_rate_alone_at_the_end(self, pace, clock):
        pace.told(10, 20)
        clock[0] += 5
        assert pace.told(20, 20) == "2.0 files a second"

    def test_says_nothing_where_all_was_done_before(self, pace):
        assert (pace.told(20, 20), pace.told(20, 20)) == ("", "")

    def test_without_a_unit_tells_the_time_alone(self, clock):
        pace = Pace(clock=lambda: clock[0])
        pace.told(1, 4)
        clock[0] += 90_000
        assert pace.told(2, 4) == "2 days, 2:00:00 left"

    def test_of_a_work_that_begins_again_counts_anew(self, pace, clock):
        pace.told(5, 10)
        clock[0] += 5
        pace.told(0, 10)
        clock[0] += 2
        assert pace.told(1, 10) == "0.5 files a second, 0:00:18 left"


def test_a_log_gets_the_label_once(capsys):
    with bar("Scoring", unit="files") as tell:
        for done in range(1, 5):
            tell(done, 4)
    assert capsys.readouterr().err == "Scoring\n"
