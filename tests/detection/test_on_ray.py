"""Ray's actors give the rows that this process gives, whichever of them are killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from meso.detection.batch import Wanted, files_in, looker
from meso.detection.on_ray import TRIES, Looker, NotOnRay, actors
from meso.detection.row import SECONDS
from meso.errors import BadWeights, NotInstalled, WorkerLost
from meso.models.weights import named
from meso.service.sample import PHOTO
from scripts.processes import family, is_there
from tests.document_files import newsletter
from tests.ray_actors import lookers
from tests.soak.batch import fill

pytestmark = pytest.mark.slow
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for what to kill")
LISTENS = "0A"  # in /proc/net/tcp


@pytest.fixture(scope="module")
def wanted():
    return Wanted("meso4", named("meso4").sha256, frames=4)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A dozen files: nine photos, a mail with a photo, a torn one, and a text."""
    folder = tmp_path_factory.mktemp("archive")
    fill(folder, 9)
    mail = newsletter()
    mail.add_attachment(PHOTO.read_bytes(), "image", "png", filename="eileen.png")
    (folder / "news.eml").write_bytes(mail.as_bytes())
    (folder / "torn.png").write_bytes(PHOTO.read_bytes()[:1000])
    (folder / "notes.txt").write_text("hello")
    return folder


@pytest.fixture(scope="module")
def in_this_process(folder, wanted):
    """The rows of each file without Ray."""
    look = looker(folder, wanted)
    return {file: timeless(look(file)) for file in files_in(folder)}


@pytest.fixture(autouse=True)
def nothing_is_left():
    """Fails the test that leaves a process of Ray's behind, or a file."""
    before, files = set(family(os.getpid())), set(Path(tempfile.gettempdir()).glob("meso-*"))
    yield
    assert not [one for one in set(family(os.getpid())) - before if is_there(one)]
    assert not set(Path(tempfile.gettempdir()).glob("meso-*")) - files


def timeless(rows):
    return [replace(row, **dict.fromkeys(SECONDS)) for row in rows]


def kill_one(doing=""):
    """Kill an actor as soon as there is one that does this; its number."""
    while not (found := lookers(os.getpid(), doing)):
        time.sleep(0.02)
    os.kill(found[0], signal.SIGKILL)
    return found[0]


@on_linux
class TestActors:
    def test_give_the_rows_that_this_process_gives_though_one_is_killed(
        self, folder, wanted, in_this_process
    ):
        with actors(folder, wanted, workers=2) as look:
            looked = look(files_in(folder))
            rows = [next(looked)]
            kill_one()
            rows += looked
        assert {file: timeless(of_file) for file, of_file in rows} == in_this_process
        assert len(rows) == len(in_this_process) == 12

    def test_go_on_though_one_is_killed_while_it_loads(self, folder, wanted, in_this_process):
        killer = Thread(target=kill_one, args=["load"], daemon=True)
        with actors(folder, wanted, workers=1) as look:
            killer.start()
            ((file, rows),) = look(["torn.png"])
        killer.join()
        assert timeless(rows) == in_this_process[file]

    def test_give_a_file_up_that_ends_each_of_them(self, tmp_path, wanted):
        fill(tmp_path, 1)
        os.mkfifo(tmp_path / "endless.jpg")  # whoever opens it waits for ever
        killed = []
        killer = Thread(
            target=lambda: killed.extend(kill_one("look") for _ in range(TRIES)), daemon=True
        )
        with actors(tmp_path, wanted, workers=1) as look:
            killer.start()
            looked = dict(look(["endless.jpg", "00000.jpg"]))
        killer.join()
        (given_up,), (photo,) = looked["endless.jpg"], looked["00000.jpg"]
        assert (given_up.label, given_up.score, given_up.refusal) == ("", None, "internal")
        assert given_up.problem == str(WorkerLost("endless.jpg"))
        assert photo.score is not None


@on_linux
class TestRayOnThisMachine:
    def test_is_reached_by_nobody_else_and_writes_nothing_at_home(
        self, folder, wanted, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("HOME", str(tmp_path))
        mine = listening()
        with actors(folder, wanted, workers=1) as look:
            assert len(list(look(["notes.txt"]))) == 1
            new = listening() - mine
        assert new
        assert {address for address, _ in new} == {"127.0.0.1"}
        assert not list(tmp_path.iterdir())


def listening():
    """Where this process and its children listen: addresses and ports."""
    held = set()
    for pid in family(os.getpid()):
        with suppress(OSError):
            for link in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):
                    held.update(re.findall(r"socket:\[(\d+)\]", str(link.readlink())))
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/self/net/{table}").read_text().splitlines()[1:]:
            cells = line.split()
            if cells[3] == LISTENS and cells[9] in held:
                address, port = cells[1].split(":")
                found.add((socket.inet_ntoa(bytes.fromhex(address[-8:])[::-1]), int(port, 16)))
    return found


class TestAMachineOfACluster:
    def test_that_lacks_the_folder_gives_no_rows(self, wanted, tmp_path):
        with pytest.raises(NotOnRay, match="it has no folder"):
            Looker().load(tmp_path / "elsewhere", wanted)

    def test_that_has_other_weights_gives_no_rows(self, wanted, tmp_path):
        with pytest.raises(BadWeights, match="other weights of the name meso4"):
            Looker().load(tmp_path, replace(wanted, weights_sha256="0" * 64))


class TestWithoutRay:
    def test_the_list_that_has_it_is_named(self, folder, wanted, monkeypatch):
        monkeypatch.setitem(sys.modules, "ray", None)
        with pytest.raises(NotInstalled, match=r"pip install -r requirements-ray\.txt"):
            actors(folder, wanted).__enter__()

    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("127.0.0.1:1", "Connection refused"),
            ("ray://127.0.0.1:10001", "must be HOST:PORT"),
            ("nonsense", "must be HOST:PORT"),
        ],
    )
    def test_a_cluster_that_does_not_answer_is_told_at_once(self, folder, wanted, address, says):
        with pytest.raises(NotOnRay, match=says):
            actors(folder, wanted, address=address).__enter__()
