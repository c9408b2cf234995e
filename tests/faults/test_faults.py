"""What goes wrong costs at most the job that it happens to; `python -m tests.faults` tells seconds.

The app is the real one, with its real processes, harmed from outside.
"""

from __future__ import annotations

import asyncio
import shutil
import sys

import pytest

from meso.models.weights import default_name, named
from meso.service.sample import make
from scripts.processes import is_there
from scripts.server import ROOT, serving
from tests.faults.harm import HARMS
from tests.faults.scenes import (
    OTHERS,
    allow_writing,
    copy_of_the_app,
    half_an_upload,
    in_the_middle,
    seen_at_once,
    small_disk,
    stopped,
    uploaded,
)
from tests.load.clips import clip

pytestmark = [
    pytest.mark.slow,  # starts the app
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
SECONDS = 120  # of a machine with much else to do; on one without, 10
SMALL_UPLOAD, LARGE_UPLOAD = 900_000, 1_500_000  # Streamlit keeps those up to 1 MB in memory


def of_size(size: int) -> bytes:
    """A clip, with a box behind it that decoders pass over."""
    _, data = make("clip")
    assert len(data) < size
    length = size - len(data)
    return data + length.to_bytes(4) + b"free" + bytes(length - 8)


@pytest.fixture(scope="module")
def server():
    with serving() as server:
        yield server


class TestHarmInTheMiddleOfAJob:
    @pytest.mark.parametrize("name", HARMS)
    def test_costs_at_most_this_job_and_the_page_says_why(self, name, server):
        harm, words = HARMS[name]
        outcome = asyncio.run(in_the_middle(server, harm))
        assert outcome.others == OTHERS
        assert outcome.seconds < SECONDS
        assert (words or "") in outcome.told
        assert bool(words) == bool(outcome.told)

    def test_leaves_one_worker_and_no_decoder(self, server):
        assert is_there(server.worker())
        assert server.decoders() == []

    def test_of_an_upload_costs_nobody_anything_and_leaves_no_file(self, server):
        assert asyncio.run(half_an_upload(server)).others
        assert list(server.folder.iterdir()) == []

    def test_leaves_no_name_of_a_file_in_the_log(self, server):
        assert "guilty" not in server.log.read_text()


class TestTheEnd:
    def test_with_jobs_queued_leaves_no_process(self):
        with serving() as server:
            assert asyncio.run(stopped(server)) < SECONDS


class TestADiskForTemporaryFiles:
    @pytest.fixture(params=["1m"])
    def folder(self, request):
        try:
            with small_disk(request.param) as folder:
                yield folder
        except PermissionError as error:
            pytest.skip(str(error))

    def test_that_is_full_refuses_large_files_and_goes_on_with_others(self, folder):
        with serving(folder=folder) as server:
            assert asyncio.run(uploaded(server, of_size(LARGE_UPLOAD))) == "refused"
            assert asyncio.run(uploaded(server, of_size(SMALL_UPLOAD))) == "served"

    @pytest.mark.parametrize("folder", ["4m"], indirect=True)
    def test_that_may_not_be_written_to_any_more_does_so_too(self, folder):
        with serving(folder=folder) as server:
            assert asyncio.run(uploaded(server, of_size(LARGE_UPLOAD))) == "served"
            allow_writing(folder, False)
            assert asyncio.run(uploaded(server, of_size(LARGE_UPLOAD))) == "refused"
            assert asyncio.run(uploaded(server, of_size(SMALL_UPLOAD))) == "served"
            allow_writing(folder, True)
            assert asyncio.run(uploaded(server, of_size(LARGE_UPLOAD))) == "served"


class TestDamagedWeights:
    def test_are_named_at_the_start_and_score_nothing_until_they_are_mended(self):
        with copy_of_the_app() as app:
            weights = app / "weights" / named(default_name()).path.name
            data = bytearray(weights.read_bytes())
            data[len(data) // 2] ^= 1
            weights.write_bytes(data)
            with serving(app=app) as server:
                assert weights.name in asyncio.run(seen_at_once(server))
                assert weights.name in asyncio.run(uploaded(server, clip(0)))
                shutil.copy(ROOT / "weights" / weights.name, weights)
                assert asyncio.run(uploaded(server, clip(0))) == "served"
