"""Whatever is uploaded is decoded, or refused for a named reason, by a decoder within limits."""

from __future__ import annotations

import ctypes
import json
import os
import socket
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meso.errors import MesoError
from meso.media import isolate, read
from tests.hostile.corpus import BAD, Outcome, outcome, table
from tests.hostile.files import EITHER_WAY, HARMLESS_IN_PART, OTHER_TYPES, TORN, nasty
from tests.hostile.mutate import KINDS, Change, changed, random_changes
from tests.hostile.seeds import SEEDS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="counts on the limits of Linux"),
]

ROOT = Path(__file__).parents[2]
NASTY = {one.name: one for one in nasty()}
IN_OPEN = 0x20  # of inotify(7)
CHANGES = st.lists(
    st.builds(
        Change, st.sampled_from(KINDS), st.floats(0, 1), st.floats(0, 1), st.integers(0, 255)
    ),
    min_size=1,
    max_size=8,
)


def run(*command):
    done = subprocess.run(
        [sys.executable, "-m", *map(str, command)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
    )
    return done.returncode, done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The nasty files and some damaged ones, as the command makes them."""
    folder = tmp_path_factory.mktemp("hostile")
    assert run("tests.hostile.make", folder, "--mutations", 21) == (0, "")
    return folder


@pytest.fixture(scope="module")
def outcomes(folder):
    """What became of each, as the command tells, by name."""
    code, said = run("tests.hostile.corpus", folder, "--each")
    assert code == 0
    each = [Outcome(**json.loads(line)) for line in said.splitlines()]
    return {one.name: one for one in each}


@pytest.fixture(scope="module")
def seeds():
    return {name: make() for name, make in SEEDS.items()}


@pytest.fixture
def opened_in():
    """Watches a folder; says how often a file in it was opened since."""
    libc = ctypes.CDLL(None)
    watch = libc.inotify_init1(os.O_NONBLOCK)

    def opened_in(folder):
        libc.inotify_add_watch(watch, os.fsencode(folder), IN_OPEN)

        def count():
            try:
                return len(os.read(watch, 1 << 16))
            except BlockingIOError:
                return 0

        return count

    yield opened_in
    os.close(watch)


class TestTheNastiestFiles:
    def test_are_many(self):
        assert len(NASTY) >= 60
        assert len({one.make for one in NASTY.values()}) >= 60

    @pytest.mark.parametrize("name", NASTY)
    def test_come_to_what_is_right_for_them(self, name, outcomes):
        assert outcomes[name].what in NASTY[name].right, outcomes[name].words

    @pytest.mark.parametrize("name", NASTY)
    def test_keep_a_decoder_busy_for_seconds_at_most(self, name, outcomes):
        assert outcomes[name].cpu <= 5

    def test_take_little_memory(self, outcomes):
        assert max(one.peak for one in outcomes.values()) <= 300  # MB, of any decoder

    def test_are_refused_in_words_that_name_the_file(self, outcomes):
        refused = [one for one in outcomes.values() if one.what != "decoded"]
        assert [one for one in refused if not one.words.startswith("upload ")] == []


class TestFilesThatNameOthers:
    @pytest.fixture
    def secret(self, tmp_path):
        (tmp_path / "secret.mp4").write_bytes(SEEDS["h264.mp4"]())
        return tmp_path / "secret.mp4"

    def test_the_watch_sees_what_is_opened(self, opened_in, secret):
        count = opened_in(secret.parent)
        secret.read_bytes()
        assert count() > 0

    @pytest.mark.parametrize(
        "name",
        [
            name
            for name, make in {**OTHER_TYPES, **HARMLESS_IN_PART, **TORN, **EITHER_WAY}.items()
            if any(word in name for word in ("list", "session", "manifest", "elsewhere", ".svg"))
        ],
    )
    def test_open_no_file_and_no_connection(self, name, opened_in, secret):
        with socket.create_server(("127.0.0.1", 0)) as server:
            server.setblocking(False)
            address = f"127.0.0.1:{server.getsockname()[1]}".encode()
            data = NASTY[name].make().replace(b"127.0.0.1:9", address)
            for path in (b"/etc/passwd", b"secret.mp4"):
                data = data.replace(path, os.fsencode(secret))
            count = opened_in(secret.parent)
            for media in (isolate, read):
                with suppress(MesoError):
                    list(media.open_media(BytesIO(data), "upload").frames)
            assert count() == 0
            with pytest.raises(BlockingIOError):
                server.accept()


class TestDamagedFiles:
    @pytest.mark.parametrize("name", SEEDS)
    def test_were_sound_before(self, name, seeds):
        expected = "no_content" if name == "song.mp4" else "decoded"
        assert outcome(name, seeds[name]).what == expected

    @given(name=st.sampled_from([*SEEDS]), changes=CHANGES)
    @example(name="h264.mp4", changes=[Change("cut", 0.5, 0, 0)])
    @settings(max_examples=300, deadline=None, derandomize=True, database=None)
    def test_crash_nothing_and_are_refused_for_a_reason(self, seeds, name, changes):
        came_to = outcome(name, changed(seeds[name], changes), frames=4)
        assert came_to.what not in BAD, came_to

    def test_are_the_same_for_the_same_number(self, seeds):
        once, again = (changed(seeds["h264.mp4"], random_changes(7)) for _ in range(2))
        assert once == again != seeds["h264.mp4"]
        assert len({tuple(random_changes(number)) for number in range(50)}) == 50

    def test_are_damaged_in_every_way(self):
        kinds = Counter(change.kind for number in range(200) for change in random_changes(number))
        assert {*kinds} == {*KINDS}


class TestTheTable:
    @pytest.mark.parametrize("number", ["SIGSEGV", "SIGABRT", "SIGBUS"])
    def test_knows_a_crash_behind_its_reason(self, number, seeds, monkeypatch):
        crash = f"import os, signal; os.kill(os.getpid(), signal.{number})"
        monkeypatch.setattr(isolate, "BEGIN", crash)
        assert outcome("a", seeds["h264.mp4"]).what == "crash"

    def test_knows_what_nobody_foresaw(self, seeds, monkeypatch):
        monkeypatch.setattr(isolate, "BEGIN", "print('hello')")
        came_to = outcome("a", seeds["h264.mp4"])
        assert came_to.what == "uncaught"

    def test_counts_and_names_what_went_wrong(self):
        said = table([Outcome("a", "decoded", 1, 9), Outcome("b", "hang", 60, 80, "no end")])
        assert "     1 decoded" in said
        assert "     0 crash" in said
        assert "most CPU: 60.0 s, b (hang)" in said
        assert said.endswith("hang: b no end")
