"""Decoding in a process of its own: the same frames and words, whatever becomes of the process."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
import time
from pathlib import Path

import av
import numpy as np
import pytest

from meso.errors import (
    EmptyFile,
    MesoError,
    NotStarted,
    TookTooLong,
    TooLarge,
    UnreadableMedia,
)
from meso.media import isolate, read
from tests.media_files import (
    clip_bytes,
    grainy_pictures,
    number_in,
    numbered_picture,
    picture_bytes,
    sound_bytes,
)

pytestmark = [
    pytest.mark.slow,  # starts processes
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

FILES = {
    "JPEG": picture_bytes(),
    "HEIC": picture_bytes("HEIF"),
    "PNG of several strips": picture_bytes(
        "PNG", pixels=np.repeat(numbered_picture(), 10, axis=1), orientation=6
    ),
    "MP4": clip_bytes(frames=grainy_pictures(40)),
    "WebM": clip_bytes("webm", "libvpx-vp9", frames=50),
    "AVI": clip_bytes("avi", "mpeg4"),
}
REFUSED = {
    "empty": b"",
    "text": b"Dear diary",
    "cut JPEG": FILES["JPEG"][:-300],
    "cut MP4": FILES["MP4"][: len(FILES["MP4"]) // 2],
    "sound only": sound_bytes(),
    "tiny": picture_bytes(pixels=np.zeros((9, 12, 3), np.uint8)),
    "huge": picture_bytes("BMP")[:18] + 2 * (20_000).to_bytes(4, "little") + bytes(60),
}


def same(some, others) -> bool:
    return all(
        (one.index, one.seconds) == (other.index, other.seconds)
        and np.array_equal(one.pixels, other.pixels)
        for one, other in zip(some, others, strict=True)
    )


def told_by(media, data):
    """The class and the words of what is raised for these bytes."""
    try:
        list(media.open_media(io.BytesIO(data), "me.mp4").frames)
    except MesoError as error:
        return type(error), str(error)
    return None


@pytest.fixture
def started(monkeypatch):
    """The processes that were started."""
    processes = []

    class Noted(subprocess.Popen):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **options)
            processes.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    return processes


@pytest.fixture
def decoder_that(monkeypatch):
    """Puts other code in the decoder's place, and opens a clip with it."""

    def begin(code, *, confined=False):
        code = code.replace("CLIP", repr(FILES["MP4"]))
        before = "import sys; sys.path.insert(0, sys.argv.pop(1)); import os, time, json, signal\n"
        before += "from meso.media import confine, decode_worker, read\n"
        before += "confine.confine()\n" if confined else ""
        monkeypatch.setattr(isolate, "BEGIN", before + code)
        return list(isolate.open_media(io.BytesIO(FILES["MP4"]), "me.mp4").frames)

    return begin


def result_of(code: str) -> str:
    """What a confined process prints."""
    code = f"from meso.media.confine import confine; held = confine()\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    return done.stdout.strip()


class TestWhatComesOut:
    @pytest.mark.parametrize("name", FILES)
    def test_is_the_same_to_the_last_bit(self, name):
        alone, here = (
            media.open_media(io.BytesIO(FILES[name]), "me", frames=9) for media in (isolate, read)
        )
        assert (alone.name, alone.kind, alone.wanted) == (here.name, here.kind, here.wanted)
        assert same(alone.frames, here.frames)

    def test_is_the_same_for_frames_between_others(self):
        alone, here = (
            media.open_between(io.BytesIO(FILES["MP4"]), "me", [0, 13, 39]).frames
            for media in (isolate, read)
        )
        assert same(alone, here)

    @pytest.mark.parametrize("name", ["MP4", "JPEG"])
    def test_is_the_same_for_one_frame(self, name):
        data = FILES[name]
        alone, here = (media.frame_at(io.BytesIO(data), "me", 17) for media in (isolate, read))
        assert same([alone], [here])

    @pytest.mark.parametrize("name", REFUSED)
    def test_is_the_same_error_in_the_same_words(self, name):
        assert told_by(isolate, REFUSED[name]) == told_by(read, REFUSED[name])

    def test_mistakes_of_the_caller_are_told_before_anything_starts(self, started):
        with pytest.raises(ValueError, match="from 1 to 128"):
            isolate.open_media(io.BytesIO(FILES["MP4"]), "me", frames=0)
        with pytest.raises(ValueError, match="no frame between"):
            isolate.open_between(io.BytesIO(FILES["MP4"]), "me", [3, 4])
        assert started == []

    @pytest.mark.parametrize("data", [b"", b"#EXTM3U\nfile:///etc/passwd", b"ffconcat version 1.0"])
    def test_what_no_decoder_may_open_starts_none(self, data, started):
        with pytest.raises((EmptyFile, UnreadableMedia)):
            isolate.open_media(io.BytesIO(data), "me.mp4")
        assert started == []


class TestTheProcess:
    def test_knows_neither_the_name_of_the_file_nor_our_environment(self, started, monkeypatch):
        monkeypatch.setenv("SECRET", "canary")
        media = isolate.open_media(io.BytesIO(FILES["MP4"]), "class-photo.mp4")
        about = Path(f"/proc/{started[0].pid}")
        known = (about / "cmdline").read_bytes() + (about / "environ").read_bytes()
        assert b"decode_worker" in known
        assert b"class-photo" not in known
        assert b"canary" not in known
        list(media.frames)

    def test_holds_a_few_frames_of_a_film_in_4k_at_a_time(self, started):
        pictures = [av.VideoFrame(3840, 2160, "yuv420p") for _ in range(24)]
        data = clip_bytes("mp4", "libx264", frames=pictures, options={"preset": "ultrafast"})
        frames = isolate.open_media(io.BytesIO(data), "me.mp4").frames
        next(frames)
        time.sleep(0.5)  # it could run ahead
        status = Path(f"/proc/{started[0].pid}/status").read_text()
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        assert int(peak.split()[1]) < 300_000  # kB; all of it is 600 MB
        assert sum(1 for _ in frames) == 23

    @pytest.mark.parametrize("drawn", [0, 1, 99])
    def test_is_gone_when_the_frames_are(self, drawn, started):
        frames = isolate.open_media(io.BytesIO(FILES["MP4"]), "me.mp4").frames
        for _ in zip(range(drawn), frames, strict=False):
            pass
        del frames
        gc.collect()
        assert [process.poll() is None for process in started] == [False]

    def test_is_gone_after_an_error(self, started):
        assert told_by(isolate, REFUSED["cut JPEG"])
        assert [process.poll() is None for process in started] == [False]

    def test_that_cannot_be_started_is_told(self, monkeypatch):
        monkeypatch.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(NotStarted):
            isolate.open_media(io.BytesIO(FILES["MP4"]), "me.mp4")

    def test_is_not_waited_for_while_its_frames_are_looked_at(self, monkeypatch):
        monkeypatch.setattr(isolate, "DECODER_SECONDS", 2.0)
        frames = isolate.open_media(io.BytesIO(FILES["MP4"]), "me.mp4").frames
        seen = [number_in(next(frames).pixels)]
        time.sleep(2.5)
        seen += [number_in(frame.pixels) for frame in frames]
        assert len(seen) == 32


class TestAProcessThat:
    @pytest.mark.parametrize("number", ["SIGSEGV", "SIGABRT", "SIGBUS"])
    def test_crashes_means_a_file_that_cannot_be_opened(self, number, decoder_that):
        with pytest.raises(UnreadableMedia, match=r"^me\.mp4 could not be opened"):
            decoder_that(f"os.kill(os.getpid(), signal.{number})")

    def test_crashes_after_some_frames_gives_no_more(self, decoder_that):
        code = """
tell = decode_worker._telling(decode_worker._take_stdout())
tell({"kind": "video", "wanted": 3})
tell({"index": 0, "seconds": 0.0, "shape": [64, 64]})
os.kill(os.getpid(), signal.SIGSEGV)"""
        with pytest.raises(UnreadableMedia):
            decoder_that(code)

    def test_the_system_kills_has_taken_its_memory(self, decoder_that):
        with pytest.raises(TooLarge, match=r"more than 1\.5 GB to unpack"):
            decoder_that("os.kill(os.getpid(), signal.SIGKILL)")

    def test_wants_too_much_memory_gets_none(self, decoder_that):
        code = "read.open_media = lambda *a, **b: bytearray(2 << 30)\n"
        with pytest.raises(TooLarge, match=r"more than 1\.5 GB to unpack"):
            decoder_that(f"{code}decode_worker.main(sys.argv[1])")

    def test_sleeps_is_stopped(self, decoder_that, monkeypatch):
        monkeypatch.setattr(isolate, "DECODER_SECONDS", 0.5)
        with pytest.raises(TookTooLong, match="longer than 30 s"):
            decoder_that("sys.stdin.buffer.read(); time.sleep(60)")

    def test_never_takes_the_file_is_stopped(self, monkeypatch, decoder_that):
        monkeypatch.setattr(isolate, "DECODER_SECONDS", 0.5)
        monkeypatch.setitem(FILES, "MP4", FILES["MP4"] + bytes(1 << 20))  # more than a pipe holds
        with pytest.raises(TookTooLong):
            decoder_that("time.sleep(60)")

    def test_loops_in_c_code_is_ended_by_the_system(self, decoder_that):
        code = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\n"
        with pytest.raises(TookTooLong):
            decoder_that(f"{code}sum(iter(int, 1))")

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "hello",
            "5",
            "[" * 9000,
            "{}",
            '{"kind": "video", "wanted": 1e9}',
            '{"kind": "video", "wanted": 129}',
            '{"kind": "video", "wanted": true}',
            '{"kind": "video", "wanted": 2}\n{"index": 0, "seconds": 0, "shape": [90000, 90000]}',
            '{"kind": "video", "wanted": 2}\n{"index": -1, "seconds": 0, "shape": [64, 64]}',
            '{"kind": "video", "wanted": 2}\n{"index": 0, "seconds": NaN, "shape": [64, 64]}',
            '{"error": "BadWeights", "facts": {}}',
            '{"error": "TooSmall", "facts": {}}',
            '{"error": "TooLarge", "facts": {"what": "<script>"}}',
            '{"error": "DamagedMedia", "facts": {"read": "<script>", "wanted": 1}}',
            '{"fault": "KeyError"}',
        ],
    )
    def test_answers_garbage_is_our_fault_and_gives_no_frame(self, answer, decoder_that):
        code = f"sys.stdin.buffer.read(); print({answer!r})"
        with pytest.raises(Exception) as raised:  # noqa: PT011  # any but those for the user
            decoder_that(code)
        assert not isinstance(raised.value, MesoError)

    def test_tells_more_frames_than_it_announced_is_not_listened_to(self, decoder_that):
        code = """
tell = decode_worker._telling(decode_worker._take_stdout())
tell({"kind": "video", "wanted": 1})
for _ in range(9):
    tell({"index": 0, "seconds": 0.0, "shape": [64, 64]}, memoryview(bytes(3 << 12)))"""
        code = code.replace("memoryview(bytes(3 << 12))", "np.zeros((64, 64, 3), np.uint8)")
        assert len(decoder_that(f"import numpy as np{code}")) == 1

    def test_blunders_tells_where_and_never_what(self, decoder_that, caplog):
        code = """
def blunder(*a, **b):
    raise KeyError("class-photo.jpg")
read.open_media = blunder
decode_worker.main(sys.argv[1])"""
        with pytest.raises(RuntimeError, match="a decoder failed"):
            decoder_that(code)
        assert "KeyError at" in caplog.text
        assert "class-photo" not in caplog.text


class TestAConfinedProcess:
    def test_has_every_limit_that_linux_knows(self):
        held = {"memory", "cpu", "files", "time", "privileges", "parent"}
        assert held <= {*isolate.limits_that_hold()}

    def test_writes_no_file(self, tmp_path):
        code = f"""
try:
    with open({str(tmp_path / "a")!r}, "w") as file: file.write("a")
except OSError as error:
    print(error.errno)"""
        assert result_of(code) == "27"  # EFBIG

    def test_reaches_nobody(self):
        if "network" not in isolate.limits_that_hold():
            pytest.skip("this machine does not let us cut a process off")
        import socket

        with socket.create_server(("127.0.0.1", 0)) as server:
            code = f"""
import socket
try:
    socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), timeout=5)
except OSError as error:
    print("cut off")"""
            assert result_of(code) == "cut off"

    def test_takes_no_network_of_its_own_where_it_was_started_without_one(self):
        if "network" not in isolate.limits_that_hold():
            pytest.skip("this machine does not let us cut a process off")
        code = """
import os
from meso.media.confine import confine, cut_off
network = lambda: os.readlink("/proc/self/ns/net")
first, cut = network(), cut_off()
second, held = network(), confine()
print(cut, first != second, second == network(), "network" in held)"""
        command = [sys.executable, "-c", code]
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ})
        assert done.stdout.split() == ["True"] * 4

    def test_gets_no_more_memory_than_the_limit(self):
        code = """
try: bytearray(2 << 30)
except MemoryError: print("none")"""
        assert result_of(code) == "none"

    def test_gains_no_privileges(self):
        code = "print([x for x in open('/proc/self/status') if 'NoNewPrivs' in x][0][-2])"
        assert result_of(code) == "1"

    @pytest.mark.skipif(os.getuid() != 0, reason="only root can be somebody else")
    def test_is_confined_as_well_where_it_is_not_root(self):
        code = """
import os, resource
from meso.media.confine import confine
os.setuid(65534)
print(*confine())"""
        command = [sys.executable, "-c", code]
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **isolate.ENVIRONMENT}
        )
        assert {"memory", "cpu", "files", "privileges"} <= {*done.stdout.split()}
