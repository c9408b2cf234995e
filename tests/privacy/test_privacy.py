"""What is promised of uploads: nobody else sees them, nothing keeps them, none is told of."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from meso.ui.words.documents import REMOTE as TOLD
from scripts.server import serving
from tests.document_files import REMOTE
from tests.load.visit import CHARTS_OF_A_REPORT, Visit, request
from tests.privacy.conftest import IN_THE_BYTES, NAME, REFUSED_NAME

pytestmark = [
    pytest.mark.slow,  # starts the app
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]

CANARIES = (NAME, REFUSED_NAME, IN_THE_BYTES.decode())


class TestAnUpload:
    def test_was_looked_at(self, day):
        assert len(day.curves) == CHARTS_OF_A_REPORT
        (alert,) = day.alerts
        assert f"{REFUSED_NAME} ` could not be opened" in alert

    def test_is_shown_to_who_dropped_it(self, day):
        assert NAME.removesuffix(".mp4") in day.mine
        assert REFUSED_NAME in day.theirs

    def test_is_not_shown_to_anybody_else(self, day):
        assert NAME not in day.theirs
        assert REFUSED_NAME not in day.mine
        assert "plotly_chart" in day.mine
        assert "plotly_chart" not in day.theirs

    def test_that_no_page_of_ours_sends_is_refused(self, day, served):
        async def without_token():
            async with Visit(served.port) as visit:
                urls = await visit.place_for("a.jpg")
                return (await request(served.port, "PUT", urls.upload_url, {}, b"x"))[0]

        assert asyncio.run(without_token()) == 403


class TestTheLog:
    def test_has_all_that_can_be_said(self, day):
        assert b"Uvicorn" in day.log
        assert b"DEBUG" in day.log or b"AppSession initialized" in day.log

    @pytest.mark.parametrize("canary", CANARIES)
    def test_names_no_file_and_quotes_none(self, day, canary):
        assert canary.encode() not in day.log
        assert repr(canary.encode())[2:-1].encode() not in day.log


class TestTheTemporaryFolder:
    def test_is_empty_when_the_jobs_are_done_and_when_all_have_gone(self, day):
        assert day.left == [[], []]

    def test_holds_no_nameless_file_either(self, day):
        assert day.held == []


class TestTheNetwork:
    def test_is_asked_for_nothing(self, day):
        assert [line for line in day.looked_for if not is_within(line)] == []

    def test_is_asked_for_no_picture_that_a_mail_points_to(self, day):
        assert TOLD[True].format(number=len(REMOTE)) in day.letter
        hosts = ["news.test", "track.test", "cdn.test"]
        assert [line for line in day.looked_for if any(host in line for host in hosts)] == []

    def test_would_be_seen_to_be_asked(self, hook, tmp_path):
        environment, _ = hook
        told = tmp_path / "told"
        ask = "import socket; socket.socket().connect_ex(('198.51.100.1', 9))"
        subprocess.run(
            [sys.executable, "-c", f"import socket; socket.setdefaulttimeout(0.1); {ask}"],
            env=os.environ | environment | {"TELL_IN": str(told)},
            check=True,
        )
        (line,) = told.read_text().splitlines()
        assert "198.51.100.1" in line
        assert not is_within(line)

    def test_knocks_in_vain_where_another_site_does(self, day):
        assert day.knocked == 403


def is_within(line):
    """Whether it was for another process of this machine."""
    return any(f"'{own}'" in line for own in ("127.0.0.1", "::1", "localhost")) or "/" in line


class TestThePort:
    def test_is_open_to_this_machine_only(self, day, served):
        (address,) = {socket.inet_ntoa(bytes.fromhex(one)[::-1]) for one in listening(served)}
        assert address == "127.0.0.1"


@pytest.fixture(scope="session")
def served():
    """The app, with no more said than usual."""
    with serving() as server:
        yield server


def listening(server):
    """The addresses, in /proc's way of writing, on which the server's port is open."""
    rows = []
    for table in ("tcp", "tcp6"):
        lines = Path(f"/proc/{server.process.pid}/net/{table}").read_text().splitlines()
        rows += [line.split() for line in lines[1:]]
    own = [row[1].split(":") for row in rows if row[3] == "0A"]
    return {address for address, port in own if int(port, 16) == server.port}
