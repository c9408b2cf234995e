"""The client with a real pool, real spawned processes and pipes; only the detector is small."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from meso.errors import (
    BadWeights,
    Busy,
    Cancelled,
    NoFaceFound,
    NotStarted,
    OurFault,
    TookTooLong,
    WorkerLost,
)
from meso.service import Step, heart
from meso.service import client as client_module

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent


def process(report):
    return report.took["process"]


class TestAJob:
    def test_gives_the_report_that_was_made_in_another_process(self, client):
        report = client.submit(b"score", "clip.mp4", model="meso4", frames=7).result(20)
        assert (report.source, report.model, report.verdict.frames) == ("clip.mp4", "meso4", 7)
        assert process(report) != os.getpid()

    def test_brings_every_pixel_home(self, client):
        crops = client.submit(b"score", "clip.mp4", frames=3).result(20).crops
        assert np.array_equal(crops.ravel(), np.arange(crops.size, dtype=np.uint8))

    def test_tells_how_far_it_is_while_it_runs(self, client, tmp_path, until):
        job = client.submit(f"wait {tmp_path / 'go'}".encode(), "clip.mp4", frames=9)
        until(lambda: job.step == Step("find", 0, 9))
        assert not job.done()
        (tmp_path / "go").touch()
        job.result(20)
        until(lambda: job.step == Step("score", 9, 9))

    def test_knows_how_many_are_ahead(self, client, tmp_path, until):
        first = client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")
        until(lambda: first.step)
        others = [client.submit(b"score", name) for name in ("second.mp4", "third.mp4")]
        assert [job.waiting_for for job in (first, *others)] == [0, 1, 2]
        assert [job.step for job in others] == [None, None]
        (tmp_path / "go").touch()
        assert [job.result(20).source for job in others] == ["second.mp4", "third.mp4"]
        assert [job.waiting_for for job in others] == [0, 0]

    def test_keeps_nothing_of_the_upload_when_it_is_done(self, client, until):
        data = b"score " + bytes(1000)
        mine = sys.getrefcount(data)
        job = client.submit(data, "clip.mp4")
        job.result(20)
        until(lambda: sys.getrefcount(data) == mine)

    def test_says_when_its_result_is_not_there_in_time(self, client, tmp_path):
        job = client.submit(f"wait {tmp_path / 'never'}".encode(), "clip.mp4")
        with pytest.raises(TimeoutError):
            job.result(0.01)

    def test_raises_the_error_of_the_worker_in_the_words_of_the_worker(self, client):
        job = client.submit(b"refuse", "sky.jpg")
        with pytest.raises(NoFaceFound, match=r"No face to score in sky\.jpg .* faces found: 3 "):
            job.result(20)

    def test_raises_the_same_each_time_that_it_is_asked(self, client):
        job = client.submit(b"refuse", "sky.jpg")
        depths = []
        for _ in range(3):
            with pytest.raises(NoFaceFound) as raised:
                job.result(20)
            depths.append(len(raised.traceback))
        assert len(set(depths)) == 1

    @pytest.mark.parametrize("order", [b"blunder", b"unknown"])
    def test_calls_any_other_error_ours_without_path_or_traceback(self, client, order):
        job = client.submit(order, "clip.mp4")
        with pytest.raises(OurFault, match=f"our fault.* job {job.id}") as raised:
            job.result(20)
        assert "/" not in str(raised.value)
        assert raised.value.__cause__ is None

    def test_logs_our_fault_by_its_number_and_never_by_the_name_of_the_file(
        self, open_client, capfd
    ):
        job = open_client().submit(b"blunder", "class-photo.jpg")
        with pytest.raises(OurFault):
            job.result(20)
        logged = capfd.readouterr().err
        assert f"job {job.id} failed: ValueError" in logged
        assert "class-photo" not in logged

    def test_is_served_from_any_thread(self, client):
        names = [f"{place}.jpg" for place in range(24)]

        def source(name):
            return client.submit(b"score", name, frames=1).result(20).source

        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(source, names)) == names


class TestAQuestion:
    @pytest.fixture
    def ask(self, client):
        obedient = import_module("obedient")

        def ask(question, word, **options):
            return client.ask(getattr(obedient, question), "a face", word=word, **options)

        return ask

    def test_is_answered_by_the_detector_in_the_worker(self, ask):
        model, word, process = ask("about", "nose", model="meso4").result(20)
        assert (model, word) == ("meso4", "nose")
        assert process != os.getpid()

    def test_waits_its_turn_like_an_upload(self, ask, client, tmp_path, until):
        first = client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")
        until(lambda: first.step)
        question = ask("about", "nose")
        assert question.waiting_for == 1
        (tmp_path / "go").touch()
        assert question.result(20)[1] == "nose"

    def test_raises_what_the_answer_raises(self, ask):
        with pytest.raises(NoFaceFound, match="nose"):
            ask("too_hard", "nose").result(20)

    def test_never_logs_what_was_asked(self, open_client, capfd):
        question = import_module("obedient").tell_all
        with pytest.raises(OurFault, match="a face"):
            open_client().ask(question, "a face", word="the head teacher").result(20)
        logged = capfd.readouterr().err
        assert "ValueError" in logged
        assert "teacher" not in logged

    def test_tells_how_far_it_is_and_can_be_cancelled(self, ask, until):
        question = ask("without_end", "nose")
        until(lambda: question.step == Step("retrain", 4, 7))
        process_of = ask("about", "nose")
        question.cancel()
        with pytest.raises(Cancelled):
            question.result(20)
        assert process_of.result(20)


class TestTheWorker:
    def test_stays_the_same_and_loads_each_network_once(self, client):
        jobs = [client.submit(b"score", "a.jpg", model=model) for model in ("a", "b", "a", "b")]
        reports = [job.result(20) for job in jobs]
        assert len({process(report) for report in reports}) == 1
        assert [report.took["loads"] for report in reports] == [2, 3, 3, 3]  # 1: the warm-up

    def test_has_loaded_the_network_it_was_told_to(self, open_client):
        job = open_client(model="meso1").submit(b"score", "a.jpg", model="meso1")
        assert job.result(20).took["loads"] == 1

    def test_keeps_the_terminal_readable(self, open_client, monkeypatch):
        monkeypatch.delenv("TF_CPP_MIN_LOG_LEVEL", raising=False)
        job = open_client().submit(b"environment TF_CPP_MIN_LOG_LEVEL", "a.jpg")
        assert job.result(20).source == "2"

    def test_leaves_the_environment_that_the_user_set(self, open_client, monkeypatch):
        monkeypatch.setenv("OMP_NUM_THREADS", "3")
        job = open_client().submit(b"environment OMP_NUM_THREADS", "a.jpg")
        assert job.result(20).source == "3"


class TestStarting:
    def test_does_not_wait_and_becomes_ready(self, open_client, tmp_path, until):
        client = open_client("load_after", model=str(tmp_path / "go"))
        assert client.state == "starting"
        (tmp_path / "go").touch()
        until(lambda: client.state == "ready")
        assert client.problem is None
        assert client.device == "a slate"

    def test_a_job_may_come_before_it_is_ready(self, open_client, tmp_path):
        path = str(tmp_path / "go")
        client = open_client("load_after", model=path)
        job = client.submit(b"score", "a.jpg", model=path)
        assert (client.state, job.waiting_for, job.step) == ("starting", 0, None)
        (tmp_path / "go").touch()
        assert job.result(20).source == "a.jpg"

    def test_keeps_the_error_of_the_weights_and_raises_it_to_jobs(
        self, open_client, tmp_path, until
    ):
        client = open_client("load_when_there", model=str(tmp_path / "meso4.h5"))
        until(lambda: client.state == "failed")
        assert str(client.problem) == "meso4.h5 is missing."
        with pytest.raises(BadWeights, match=r"meso4\.h5 is missing"):
            client.submit(b"score", "a.jpg").result(20)

    def test_works_as_soon_as_the_weights_are_mended(self, open_client, tmp_path, until):
        weights = tmp_path / "meso4.h5"
        client = open_client("load_when_there", model=str(weights))
        until(lambda: client.state == "failed")
        weights.touch()
        assert client.submit(b"score", "a.jpg", model=str(weights)).result(20).source == "a.jpg"
        assert (client.state, client.problem) == ("ready", None)

    @pytest.mark.parametrize("load", ["load_and_die", "load_and_blunder"])
    def test_that_goes_wrong_some_other_way_is_told_with_what_to_do(self, open_client, load):
        client = open_client(load)
        with pytest.raises(NotStarted, match=r"could not be started\. Close other programs"):
            client.submit(b"score", "a.jpg").result(20)
        assert client.state == "failed"


class TestALostProcess:
    @pytest.mark.parametrize(
        "order",
        [b"end %d" % signal.SIGSEGV, b"end %d" % signal.SIGKILL, b"leave 3", b"unpicklable"],
    )
    def test_costs_only_its_own_job(self, client, order):
        before = client.submit(b"score", "before.jpg").result(20)
        lost, queued = client.submit(order, "clip.mp4"), client.submit(b"score", "queued.jpg")
        with pytest.raises(WorkerLost, match=r"clip\.mp4 was not analysed"):
            lost.result(20)
        after = queued.result(20)
        assert after.source == "queued.jpg"
        assert process(after) != process(before)
        assert client.state == "ready"

    def test_is_replaced_when_it_ends_between_two_jobs(self, client, until):
        before = client.submit(b"score", "before.jpg").result(20)
        os.kill(process(before), signal.SIGKILL)
        until(lambda: not client._pool.active)
        assert process(client.submit(b"score", "after.jpg").result(20)) != process(before)

    def test_is_replaced_before_the_next_job_comes(self, open_client, tmp_path, until):
        go = tmp_path / "go"
        go.touch()
        client = open_client("load_after", model=str(go))
        until(lambda: client.state == "ready")
        go.unlink()
        client.submit(b"leave 3", "clip.mp4", model=str(go))
        until(lambda: client.state == "starting")
        go.touch()
        until(lambda: client.state == "ready")

    def test_is_what_becomes_of_one_that_takes_too_long_and_heeds_no_signal(self, open_client):
        client = open_client(seconds=0.5)
        slow, next_one = client.submit(b"hang", "film.mp4"), client.submit(b"score", "a.jpg")
        with pytest.raises(TookTooLong, match=r"film\.mp4 .* longer than 0\.5 s.*Look at fewer"):
            slow.result(20)
        assert next_one.result(20).source == "a.jpg"

    def test_is_what_becomes_of_one_that_shows_no_sign_of_life(self, client, monkeypatch):
        monkeypatch.setattr(heart, "LOOKS", 3)
        frozen, next_one = client.submit(b"freeze", "film.mp4"), client.submit(b"score", "a.jpg")
        with pytest.raises(WorkerLost, match=r"film\.mp4 was not analysed"):
            frozen.result(30)
        assert next_one.result(20).source == "a.jpg"


class TestCancel:
    def test_takes_a_waiting_job_out_and_leaves_the_process_alone(self, client, tmp_path, until):
        first = client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")
        until(lambda: first.step)
        waiting, last = client.submit(b"score", "waiting.mp4"), client.submit(b"score", "last.mp4")
        waiting.cancel()
        with pytest.raises(Cancelled, match=r"waiting\.mp4 .* you stopped it"):
            waiting.result(0)
        assert last.waiting_for == 1
        (tmp_path / "go").touch()
        assert process(last.result(20)) == process(first.result(20))

    def test_makes_the_process_give_the_job_up_and_go_on_with_the_next(self, client, until):
        before = client.submit(b"score", "before.jpg").result(20)
        running = client.submit(b"look on", "running.mp4")
        until(lambda: running.step)
        queued = client.submit(b"score", "queued.mp4")
        running.cancel()
        with pytest.raises(Cancelled, match=r"running\.mp4 .* you stopped it"):
            running.result(20)
        assert process(queued.result(20)) == process(before)

    def test_stops_the_process_where_the_job_heeds_nothing(self, client, tmp_path, until):
        running = client.submit(f"wait {tmp_path / 'never'}".encode(), "running.mp4")
        until(lambda: running.step)
        queued = client.submit(b"score", "queued.mp4")
        running.cancel()
        with pytest.raises(Cancelled, match=r"running\.mp4"):
            running.result(20)
        assert queued.result(20).source == "queued.mp4"

    def test_before_the_worker_is_ready_keeps_the_job_from_it(self, open_client, tmp_path, until):
        client = open_client("load_after", model=str(tmp_path / "go"))
        job = client.submit(b"score", "a.jpg")
        job.cancel()
        (tmp_path / "go").touch()
        until(lambda: client.state == "ready")
        with pytest.raises(Cancelled):
            job.result(0)

    def test_changes_nothing_when_the_job_is_done(self, client):
        job = client.submit(b"score", "a.jpg")
        report = job.result(20)
        job.cancel()
        assert job.result(0) is report
        assert process(client.submit(b"score", "b.jpg").result(20)) == process(report)


class TestTheQueue:
    @pytest.fixture
    def full(self, client, tmp_path, until, monkeypatch):
        """A client that works on one job while two wait, which is all that it takes."""
        monkeypatch.setattr(client_module, "MOST_WAITING", 2)
        jobs = [client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")]
        until(lambda: jobs[0].step)
        jobs += [client.submit(b"score", name) for name in ("second.mp4", "third.mp4")]
        return jobs

    def test_takes_no_more_than_it_can_and_says_so(self, client, full):
        with pytest.raises(Busy, match=r"late\.mp4 was not taken: 2 files are ahead.*try again"):
            client.submit(b"score", "late.mp4")
        assert [job.waiting_for for job in full] == [0, 1, 2]

    def test_takes_one_again_when_another_has_left(self, client, full, tmp_path):
        full[1].cancel()
        late = client.submit(b"score", "late.mp4")
        (tmp_path / "go").touch()
        assert [job.result(20).source for job in (full[2], late)] == ["third.mp4", "late.mp4"]

    def test_tells_how_long_the_wait_is_by_what_the_last_jobs_took(self, client, tmp_path, until):
        first = client.submit(f"wait {tmp_path / 'go'}".encode(), "first.mp4")
        until(lambda: first.step)
        second, third = (client.submit(b"score", name) for name in ("second.mp4", "third.mp4"))
        assert third.seconds_to_wait is None
        client._took.extend([2.0, 4.0])
        assert [job.seconds_to_wait for job in (second, third)] == [3.0, 6.0]
        (tmp_path / "go").touch()
        third.result(20)
        assert third.seconds_to_wait == 0


class TestClose:
    def test_cancels_what_is_left(self, client, tmp_path, until):
        running = client.submit(f"wait {tmp_path / 'never'}".encode(), "running.mp4")
        waiting = client.submit(b"score", "waiting.mp4")
        until(lambda: running.step)
        client.close()
        for job in (running, waiting):
            with pytest.raises(Cancelled):
                job.result(0)

    def test_may_come_twice_and_no_job_after_it(self, client):
        client.close()
        client.close()
        with pytest.raises(RuntimeError, match="closed"):
            client.submit(b"score", "a.jpg")

    def test_may_come_while_the_first_detector_loads(self, open_client, tmp_path):
        open_client("load_after", model=str(tmp_path / "never")).close()


SCRIPT = """
import time
from meso.service import Client
print("begun", flush=True)
client = Client(load="obedient:load")
job = client.submit(b"wait {path}", "clip.mp4")
while job.step is None:
    time.sleep(0.01)
print("running", flush=True)
{then}
"""


class TestAProcessThatUsesTheClient:
    """A worker inherits its parent's stdout, which is closed when the last of them has ended."""

    @pytest.fixture
    def start(self, tmp_path):
        def start(then):
            script = tmp_path / "page.py"
            script.write_text(SCRIPT.format(path=tmp_path / "never", then=then))
            paths = os.pathsep.join([str(HERE), str(HERE.parents[1])])
            started.append(
                subprocess.Popen(
                    [sys.executable, script],
                    env=os.environ | {"PYTHONPATH": paths},
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                    start_new_session=True,
                )
            )
            return started[-1]

        started = []
        yield start
        for page in started:
            with suppress(ProcessLookupError):  # all of its group have ended, as they should
                os.killpg(page.pid, signal.SIGKILL)
            page.communicate()

    def test_leaves_none_behind_when_it_ends_and_is_not_run_again_in_the_worker(self, start):
        out, err = start(then="").communicate(timeout=20)
        assert out == "begun\nrunning\n"
        assert err == ""

    def test_leaves_none_behind_when_it_fails(self, start):
        out, err = start(then="raise SystemExit(3)").communicate(timeout=20)
        assert out == "begun\nrunning\n"
        assert err == ""

    def test_leaves_none_behind_when_it_is_killed(self, start):
        page = start(then="job.result()")
        assert [page.stdout.readline() for _ in range(2)] == ["begun\n", "running\n"]
        page.kill()
        page.communicate(timeout=10)


def test_the_page_that_imports_the_client_loads_nothing_heavy():
    heavy = {"tensorflow", "keras", "cv2", "av", "mtcnn", "PIL", "h5py"}
    code = f"import sys, meso.service, meso.service.worker; print({heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_the_real_detector_finds_the_face_of_the_sample(open_client, untrained, monkeypatch):
    monkeypatch.setenv("MESO_WEIGHTS", str(untrained))
    client = open_client("load_real", model="second")
    name, photo = client.sample("photo")
    report = client.submit(photo, name, model="second").result(60)
    assert (report.source, report.kind, report.model) == (name, "image", "second")
    assert report.crops.shape == (1, 256, 256, 3)
