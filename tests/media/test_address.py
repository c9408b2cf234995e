"""A stream at an address, served by this machine: comes, breaks off, comes back, or never was."""

from __future__ import annotations

from functools import partial

import grimp
import pytest

from meso.errors import MesoError, NotWatched
from meso.media.address import ENDED, GARBAGE, PAUSES, Address, shown
from meso.media.newest import Due, Gap, Picture
from tests.media.camera import Answer, camera
from tests.media.rtsp import rtsp_camera
from tests.media_files import clip_bytes, number_in, sound_bytes

pytestmark = pytest.mark.slow

PICTURES = 100
TS = partial(clip_bytes, "mpegts", options={"g": "25", "bf": "0"})  # as cameras send it


class Clock:
    """Goes on by a picture whenever somebody looks at it, and by as much as somebody waits."""

    def __init__(self):
        self.now, self.waited = 0.0, []

    def __call__(self):
        self.now += 0.04
        return self.now

    def wait(self, seconds):
        self.waited.append(seconds)
        self.now += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(clock):
    """Watch a camera that gives these answers; out comes all that happens, and what was asked."""

    def watch(*answers, path="/door?key=secret", every=0.04):
        with camera(answers) as (address, asked):
            due = Due(every)
            return [*Address(address + path, due, clock=clock, wait=clock.wait)], asked

    return watch


@pytest.fixture(scope="module")
def stream():
    return TS(frames=PICTURES)


@pytest.fixture(scope="module")
def file():
    return clip_bytes("mp4", frames=PICTURES)


def pictures(happenings):
    return [each for each in happenings if isinstance(each, Picture)]


def gaps(happenings):
    return [each for each in happenings if isinstance(each, Gap)]


class TestAStream:
    def test_gives_its_pictures_by_the_clock(self, watch, stream):
        seen = pictures(watch(Answer(stream))[0])
        assert [number_in(each.frame.pixels) for each in seen] == [*range(PICTURES)]
        assert [each.number for each in seen] == [*range(PICTURES)]
        assert [each.seconds for each in seen] == pytest.approx([n / 25 for n in range(PICTURES)])

    def test_gives_as_many_as_are_wanted(self, watch, stream):
        assert len(pictures(watch(Answer(stream), every=0.5)[0])) == 8

    def test_that_breaks_off_and_comes_back_goes_on_and_the_gap_is_told(self, watch, stream):
        half = stream[: len(stream) // 2]
        happened, asked = watch(Answer(half), Answer(status=503), Answer(stream))
        seen = pictures(happened)
        before = len(seen) - PICTURES
        assert 25 <= before <= 75
        lost, refused, back, *_ = gaps(happened)
        assert lost == Gap(seen[before - 1].seconds, None, f"{ENDED}; trying again in 1 s")
        assert refused.why.endswith("trying again in 2 s")
        assert (back.begin, back.end) == (lost.begin, seen[before].seconds)
        assert back.end - back.begin == pytest.approx(3.04)
        assert [number_in(each.frame.pixels) for each in seen[before:]] == [*range(PICTURES)]
        assert len(asked) == 3 + len(PAUSES)

    def test_that_does_not_come_back_is_over_after_longer_and_longer_pauses(
        self, watch, stream, clock
    ):
        happened, _ = watch(Answer(stream))
        assert clock.waited == [*PAUSES]
        assert gaps(happened)[-1].why == "there is nothing at that address; it did not come back"

    def test_time_never_runs_backwards_over_a_break(self, watch, stream):
        seen = pictures(watch(Answer(stream[:20_000]), Answer(stream), Answer(stream))[0])
        seconds = [each.seconds for each in seen]
        assert seconds == sorted(seconds)
        assert len({each.number for each in seen}) == len(seen)


class TestRtsp:
    def test_is_watched_like_any_stream_from_its_first_picture_on(self, clock):
        with rtsp_camera(frames=50) as address:
            happened = iter(Address(address, Due(0.04), clock=clock, wait=clock.wait))
            *seen, lost = (next(happened) for _ in range(51))
        assert [number_in(each.frame.pixels) for each in seen] == [*range(50)]
        assert lost == Gap(seen[-1].seconds, None, f"{ENDED}; trying again in 1 s")


class TestAFileAtAnAddress:
    def test_is_watched_by_its_own_time_and_then_over(self, watch, file):
        happened, asked = watch(Answer(file, len(file)))
        assert [each.seconds for each in happened] == pytest.approx(
            [n / 25 for n in range(PICTURES)]
        )
        assert len(asked) == 1

    def test_that_breaks_off_begins_anew(self, watch):
        file = clip_bytes("matroska", frames=PICTURES)
        torn = Answer(file[: len(file) * 2 // 3], len(file))
        happened, asked = watch(torn, Answer(file, len(file)))
        assert [each.end is None for each in gaps(happened)] == [True, False]
        assert len(pictures(happened)) > PICTURES
        assert len(asked) == 2


SDP = b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n"


class TestAnAddressThatGivesNothing:
    @pytest.mark.parametrize(
        ("answer", "why"),
        [
            (Answer(status=404), "there is nothing at that address"),
            (Answer(status=401), "it wants a name and a password"),
            (Answer(status=403), "it refuses to send anything"),
            (Answer(b""), "it cannot be reached, or sends no video"),
            (Answer(b"Dear class,\n" * 9000, 9000 * 12), GARBAGE),
            (Answer(SDP, len(SDP)), GARBAGE),
        ],
    )
    def test_is_an_error_that_says_why_and_is_not_tried_again(self, watch, answer, why, clock):
        with pytest.raises(NotWatched) as caught:
            watch(answer)
        assert why in str(caught.value)
        assert "/door cannot be watched" in str(caught.value)
        assert clock.waited == []

    def test_where_nobody_listens_is_an_error(self, clock):
        with pytest.raises(NotWatched, match="nobody answers at that address"):
            list(Address("http://127.0.0.1:9/door", Due(1), wait=clock.wait))

    def test_with_sound_only_is_an_error(self, watch):
        sound = sound_bytes("matroska")
        with pytest.raises(MesoError, match="only sound"):
            watch(Answer(sound, len(sound)))

    @pytest.mark.parametrize(
        "address", ["ftp://a/b", "file:///etc/passwd", "concat://a", "udp://a"]
    )
    def test_of_another_kind_is_not_opened(self, address):
        with pytest.raises(NotWatched, match="only http, https, rtsp, rtsps are opened"):
            Address(address, Due(1), wait=print)


class TestWhatIsAtAnAddress:
    def test_leads_to_no_other_address(self, watch):
        with camera([]) as (other, asked):
            playlist = f"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{other}/a.ts\n".encode()
            with pytest.raises(NotWatched, match="playlists are none"):
                watch(Answer(playlist, len(playlist)), path="/live.m3u8")
        assert asked == []

    def test_leads_to_no_file(self, watch, tmp_path):
        clip = tmp_path / "private.mp4"
        clip.write_bytes(clip_bytes(frames=2))
        with pytest.raises(NotWatched):
            watch(Answer(status=302, location=clip.as_uri()))


class TestSecrets:
    @pytest.mark.parametrize(
        "address",
        ["rtsp://anna:secret@10.0.0.7:554/door?key=secret", "rtsp://secret@10.0.0.7:554/door"],
    )
    def test_name_and_password_are_never_shown(self, address):
        assert shown(address) == "rtsp://10.0.0.7:554/door"

    def test_no_error_tells_them(self, watch):
        with pytest.raises(NotWatched) as caught:
            watch(Answer(status=401))
        assert "secret" not in str(caught.value)


class TestUploads:
    def test_never_come_near_to_what_opens_addresses(self):
        graph = grimp.build_graph("meso")
        leads_there = graph.find_downstream_modules("meso.media.address")
        assert leads_there == {"meso.media.live", "meso.cli.watch", "meso.cli", "meso.__main__"}
