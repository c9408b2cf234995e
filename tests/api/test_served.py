"""`meso serve` as a shell starts it: a process of its own, with the real worker and network."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest

from meso.api.serve import serve
from meso.api.shapes import Document, Report
from meso.service.sample import make
from scripts.processes import family, is_there
from scripts.server import free_port
from tests.api.asking import Answer, Api
from tests.document_files import newsletter, picture

pytestmark = [
    pytest.mark.slow,  # loads TensorFlow in a worker
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

ROOT = Path(__file__).parents[2]
PHOTO = files("skimage") / "data" / "astronaut.png"
CANARY = "canary-in-a-name"
JPEG = b"\xff\xd8\xff"
REFUSED = {
    "type": (415, b"a canary in the bytes, which are no picture"),
    "too_big": (413, JPEG + bytes(21 * 2**20)),
    "damaged": (422, JPEG + b"a canary in the bytes"),
    "no_content": (422, picture(1)),
}
SECONDS_TO_SERVE = 300  # on a machine with much else to do
SECONDS_TO_END = 30


class Day(NamedTuple):
    """What came of it.

    commands: what `meso detect --json` prints of the photo
    log:      all that was written
    left:     files that were left in the temporary folder, while it ran and at the end
    orphans:  processes that were left when it had been told to end
    """

    photo: Answer
    clip: Answer
    mail: Answer
    refused: dict[str, Answer]
    command: dict[str, object]
    log: str
    left: list[Path]
    orphans: list[int]
    address: str


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    """A photo, a clip, a mail and all that is refused; then it is told to end."""
    folder, log = tmp_path_factory.mktemp("tmp"), tmp_path_factory.mktemp("log") / "log"
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}
    api = Api(free_port())
    with started(api, log, environment) as process:
        answers = {
            "photo": api.send(PHOTO.read_bytes(), f"{CANARY}.png"),
            "clip": api.send(make("clip")[1], f"{CANARY}.mp4", "?frames=8&model=meso4"),
            "mail": api.send(mail_with_a_face(), f"{CANARY}.eml"),
            "refused": {
                reason: api.send(data, f"{CANARY}.jpg") for reason, (_, data) in REFUSED.items()
            },
        }
        left, address = [*folder.rglob("*")], listening(process.pid, api.port)
        processes = family(process.pid)
        process.terminate()
        process.wait(SECONDS_TO_END)
        orphans = [pid for pid in processes if stays(pid)]
    left += folder.rglob("*")
    command = printed_by_the_command(environment)
    return Day(
        **answers, command=command, log=log.read_text(), left=left, orphans=orphans, address=address
    )


@contextmanager
def started(api, log, environment):
    """`meso serve`, once it can score; nothing of it is left afterwards."""
    command = [sys.executable, "-m", "meso", "serve", "--port", str(api.port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    try:
        wait_until_served(api, process, log)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until_served(api, process, log):
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if api.ask("/health").told == {"state": "ready"}:
                return
        time.sleep(0.1)
    raise AssertionError(f"the API was not served: {log.read_text()}")


def mail_with_a_face():
    mail = newsletter()
    mail.add_attachment(PHOTO.read_bytes(), "image", "png", filename="face.png")
    return mail.as_bytes()


def listening(pid, port):
    """The address, in /proc's way of writing, at which the port is open."""
    lines = Path(f"/proc/{pid}/net/tcp").read_text().splitlines()[1:]
    rows = [line.split() for line in lines]
    (found,) = {row[1] for row in rows if row[3] == "0A" and row[1].endswith(f":{port:04X}")}
    return socket.inet_ntoa(bytes.fromhex(found.partition(":")[0])[::-1])


def stays(pid):
    """Whether a process is still there some seconds after it was to end."""
    deadline = time.monotonic() + 10
    while is_there(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return is_there(pid)


def printed_by_the_command(environment):
    command = [sys.executable, "-m", "meso", "detect", str(PHOTO), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def without_time(told):
    return {key: value for key, value in told.items() if key not in ("seconds", "source")}


class TestAFile:
    def test_of_a_face_gives_the_very_json_of_the_command(self, day):
        assert day.photo.status == 200
        assert without_time(day.photo.told) == without_time(day.command)
        assert day.photo.told["seconds"].keys() == day.command["seconds"].keys()
        assert day.photo.told["source"] == f"{CANARY}.png"

    def test_of_a_clip_gives_a_score_a_frame_by_the_network_that_was_asked_for(self, day):
        told = day.clip.told
        assert (told["kind"], told["model"], len(told["frames"])) == ("video", "meso4", 8)
        assert all(0 <= frame["fake_score"] <= 1 for frame in told["frames"])

    def test_that_is_a_mail_gives_a_report_on_what_it_carries(self, day):
        items = {item["source"]: item for item in day.mail.told["items"]}
        face = items.pop("face.png")
        assert face["verdict"] == day.photo.told["verdict"]
        assert face["where"] == "part 5"
        assert len(items) == 4
        assert all("problem" in item for item in items.values())

    def test_is_described_as_it_is(self, day):
        for told in (day.photo.told, day.clip.told):
            Report.model_validate_json(json.dumps(told), strict=True)
        Document.model_validate_json(json.dumps(day.mail.told), strict=True)

    @pytest.mark.parametrize("reason", REFUSED)
    def test_that_is_refused_is_told_the_reason_and_its_name(self, day, reason):
        answer = day.refused[reason]
        assert (answer.status, answer.told["reason"]) == (REFUSED[reason][0], reason)
        assert f"{CANARY}.jpg" in answer.told["problem"]


class TestTheServer:
    def test_is_open_to_this_machine_only(self, day):
        assert day.address == "127.0.0.1"

    def test_says_where_it_is_and_nothing_of_any_file(self, day):
        where, *others = day.log.splitlines()
        assert where.startswith("Starting the API at http://127.0.0.1:")
        assert others == ["Ctrl-C ends it."]

    def test_leaves_no_file(self, day):
        assert day.left == []

    def test_leaves_no_process_when_it_is_told_to_end(self, day):
        assert day.orphans == []


def test_a_port_that_is_taken_is_told_with_the_mend():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"port {port} of 127\.0\.0\.1: .*Name another one"):
            serve("127.0.0.1", port, model="meso4", code="")
