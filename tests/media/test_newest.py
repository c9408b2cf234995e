"""Pictures that come too fast, too slowly, or not at all."""

from __future__ import annotations

from threading import Event

import pytest

from meso.media.newest import Due, Gap, Newest, Picture, at_real_speed, with_silences


def picture(seconds):
    return Picture(round(seconds * 25), seconds, pixels=lambda: None)


class TestDue:
    def test_wants_the_first_picture_of_every_so_many_seconds(self):
        due = Due(0.5)
        assert [n for n in range(26) if due(n / 25)] == [0, 13, 25]

    def test_wants_every_picture_that_comes_as_often_as_it_wants(self):
        due = Due(0.04)
        assert all(due(n * 0.04) for n in range(1000))

    def test_wants_every_picture_of_a_slow_source(self):
        due = Due(0.5)
        assert [n for n in range(4) if due(float(n))] == [0, 1, 2, 3]

    def test_never_wants_more_in_a_window_than_fit(self):
        due = Due(0.5)
        wanted = [n / 1000 for n in range(20_000) if due(n / 1000)]
        assert max(sum(t - 4 < s <= t for s in wanted) for t in wanted) == 8


class TestSilences:
    def test_a_time_without_a_picture_is_told(self):
        times = [0.0, 0.5, 6.0, 6.5]
        told = list(with_silences(map(picture, times), 0.5))
        assert told[2] == Gap(0.5, 6.0, "no picture came")
        assert [each.seconds for each in told if isinstance(each, Picture)] == times

    def test_what_was_told_already_is_not_told_again(self):
        known = [picture(0.0), Gap(0.0, None, "lost"), Gap(0.0, 9.0, "lost"), picture(9.0)]
        assert list(with_silences(iter(known), 0.5)) == known

    def test_frames_that_are_wanted_rarely_are_no_silence(self):
        times = [0.0, 10.0, 20.0]
        assert len(list(with_silences(map(picture, times), 10.0))) == 3


class TestRealSpeed:
    def test_holds_each_picture_back_until_its_time(self):
        now, waits = [100.0], []

        def wait(seconds):
            waits.append(seconds)
            now[0] += seconds

        shown = []
        for each in at_real_speed(map(picture, [0.0, 1.0, 3.0]), clock=lambda: now[0], wait=wait):
            shown.append((each.seconds, now[0]))
            now[0] += 0.25  # spent on the picture
        assert shown == [(0.0, 100.0), (1.0, 101.0), (3.0, 103.0)]
        assert waits == [0.75, 1.75]

    def test_does_not_wait_for_what_is_late_already(self):
        clock = iter([0.0, 0.0, 5.0]).__next__
        assert (
            len(list(at_real_speed(map(picture, [0.0, 1.0]), clock=clock, wait=pytest.fail))) == 2
        )


class TestNewest:
    @pytest.fixture
    def source(self):
        """A source whose every step the test takes, and a place to see how far it came."""
        allowed, came = [Event() for _ in range(6)], [Event() for _ in range(6)]

        def happenings(each):
            for happening, may, has in zip(each, allowed, came, strict=False):
                assert may.wait(10)
                yield happening
                has.set()

        return happenings, allowed, came

    def test_who_is_too_slow_gets_the_newest_and_is_told_how_many_were_left_out(self, source):
        happenings, allowed, came = source
        drawn = iter(Newest(happenings([*map(picture, range(5))]), Event()))
        allowed[0].set()
        assert next(drawn).seconds == 0
        for may in allowed[1:]:
            may.set()
        assert came[4].wait(10)
        last = next(drawn)
        assert (last.seconds, last.left_out) == (4, 3)
        assert list(drawn) == []

    def test_nothing_is_left_out_for_who_is_quick_enough(self, source):
        happenings, allowed, _ = source
        drawn = iter(Newest(happenings([*map(picture, range(5))]), Event()))
        for number in range(5):
            allowed[number].set()
            shown = next(drawn)
            assert (shown.seconds, shown.left_out) == (number, 0)
        assert list(drawn) == []

    def test_no_gap_is_left_out(self, source):
        happenings, allowed, came = source
        gaps = [Gap(1, None, "lost"), Gap(1, 2, "lost")]
        drawn = Newest(happenings([picture(0), picture(1), *gaps, picture(2)]), Event())
        for may in allowed:
            may.set()
        told = iter(drawn)
        first = next(told)
        assert came[4].wait(10)
        rest = [first, *told]
        assert [each for each in rest if isinstance(each, Gap)] == gaps
        assert rest[-1].seconds == 2

    def test_what_the_source_raises_comes_after_what_it_gave(self):
        def breaks():
            yield picture(0)
            raise RuntimeError("unplugged")

        drawn = iter(Newest(breaks(), Event()))
        assert next(drawn).seconds == 0
        with pytest.raises(RuntimeError, match="unplugged"):
            next(drawn)

    def test_the_source_is_told_when_nobody_looks_any_longer(self):
        stop = Event()
        drawn = iter(Newest(map(picture, range(3)), stop))
        next(drawn)
        drawn.close()
        assert stop.is_set()
