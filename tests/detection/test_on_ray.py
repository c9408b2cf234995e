"""Ray's actors give the rows that one process gives, whichever of them are killed."""

from __future__ import annotations

import os
import re
import signal
import socket
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

from meso.detection import on_ray
from meso.detection.batch import Looks, Wanted, files_in, looker
from meso.detection.on_ray import FOR_SOCKETS, TRIES, Looker, NotOnRay, actors
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
    return Wanted(named("meso4"), frames=4)


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
def in_one_process(folder, wanted):
    """The rows of each file without Ray, from one process that loads what an actor loads.

    A process of its own: in this one TensorFlow may have started with more threads, and scores
    then differ by 1e-5 (`meso.detection.load`).
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as one:
        return one.submit(looked_at, folder, wanted).result()


def looked_at(folder, wanted):
    look = looker(folder, wanted)
    return {file: timeless(look(file)) for file in files_in(folder)}


class Here(NamedTuple):
    """Ray on this machine: what looks at files, the addresses it listens at, an empty home."""

    look: Looks
    listens: set[str]
    home: Path


@pytest.fixture(scope="module")
def here(folder, wanted, in_one_process, tmp_path_factory):
    """Up to two actors; fails where a process or a file of theirs is left behind.

    After `in_one_process`, for that leaves a process which keeps count of resources.
    """
    home, before, ports = tmp_path_factory.mktemp("home"), left(), listening()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        with actors(folder, wanted, workers=2) as look:
            yield Here(look, {address for address, _ in listening() - ports}, home)
    assert left() <= before


def left():
    """The processes below this one that run, and the folders that Ray may have files in."""
    running = {one for one in family(os.getpid()) if is_there(one)}
    files = Path(FOR_SOCKETS).glob(f"meso-*/ray/session_*_{os.getpid()}")
    return running | {str(path) for path in files}


def timeless(rows):
    return [replace(row, **dict.fromkeys(SECONDS)) for row in rows]


def kill(times=1, doing=""):
    """Kill actors, one after the other, as soon as each is there and does this."""
    killed = set()
    while len(killed) < times:
        for one in set(lookers(os.getpid(), doing)) - killed:
            os.kill(one, signal.SIGKILL)
            killed.add(one)
            break
        time.sleep(0.02)


@contextmanager
def killed_meanwhile(**how):
    killer = Thread(target=kill, kwargs=how, daemon=True)
    killer.start()
    yield
    killer.join()


@on_linux
class TestActors:
    def test_give_the_rows_that_one_process_gives_though_one_is_killed(
        self, here, folder, in_one_process
    ):
        looked = here.look(files_in(folder))
        rows = [next(looked)]
        kill()
        rows += looked
        assert {file: timeless(of_file) for file, of_file in rows} == in_one_process
        assert len(rows) == len(in_one_process) == 12

    def test_go_on_though_one_is_killed_while_it_loads(self, here, in_one_process):
        with killed_meanwhile(doing="load"):
            ((file, rows),) = here.look(["torn.png"])
        assert timeless(rows) == in_one_process[file]

    def test_give_a_file_up_that_ends_each_of_them(self, here, folder):
        os.mkfifo(folder / ".endless.jpg")  # whoever opens it waits for ever
        with killed_meanwhile(times=TRIES, doing="look"):
            ((_, (row,)),) = here.look([".endless.jpg"])
        assert (row.label, row.score, row.refusal) == ("", None, "internal")
        assert row.problem == str(WorkerLost(".endless.jpg"))

    def test_that_cannot_load_are_an_error_and_no_rows(self, here):
        with killed_meanwhile(times=TRIES, doing="load"), pytest.raises(NotOnRay, match="load"):
            list(here.look(["torn.png"]))

    def test_are_reached_from_this_machine_only(self, here):
        assert here.listens == {"127.0.0.1"}

    def test_leave_no_token_at_home(self, here):
        assert not (here.home / ".ray").exists()


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
        others = replace(wanted.network, sha256="0" * 64)
        with pytest.raises(BadWeights, match="other weights of the name meso4"):
            Looker().load(tmp_path, replace(wanted, network=others))

    def test_that_judges_by_other_numbers_gives_no_rows(self, wanted, tmp_path):
        others = replace(wanted.network, image=None, video=None, threshold=0.125)
        with pytest.raises(BadWeights, match="other thresholds or error rates of meso4"):
            Looker().load(tmp_path, replace(wanted, network=others))


class TestWorkers:
    @pytest.mark.parametrize(
        ("room", "count"),
        [
            ({"CPU": 8.0, "memory": 64e9}, 8),
            ({"CPU": 8.0, "memory": 5e9}, 2),
            ({"CPU": 8.0, "memory": 1e9}, 1),
            ({"CPU": 0.5, "memory": 64e9}, 1),
            ({}, 1),
        ],
    )
    def test_are_as_many_as_processors_and_memory_allow(self, room, count):
        assert on_ray._as_many_as_fit(room) == count

    @pytest.mark.parametrize(
        ("gpus", "workers", "share"),
        [(0, 3, 0), (1, 1, 1), (1, 4, 1 / 4), (2, 3, 1 / 2), (4, 2, 1), (3, 7, 1 / 3)],
    )
    def test_all_fit_on_the_gpus_and_none_has_parts_of_two(self, gpus, workers, share):
        assert on_ray._share_of_a_gpu(gpus, workers) == share
        assert not gpus or gpus * int(1 / share) >= workers


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
