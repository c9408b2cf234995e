"""What is sent is read within the limits, in memory, and given up when nobody wants it any more."""

from __future__ import annotations

import socket
from itertools import repeat
from tempfile import SpooledTemporaryFile

import pytest

from meso.api import upload
from meso.api.upload import MOST, Room
from meso.errors import TooLarge
from meso.limits import BYTES_ON_ALL_DESKS, MB, VIDEO_BYTES
from tests.api.asking import FORM, answer_of, form, part

pytestmark = pytest.mark.slow  # starts a worker

PIECE = bytes(64 * 2**10)
TOO_MUCH = str(TooLarge("The file", what=VIDEO_BYTES.what))


class TestAnUploadOverTheLimit:
    def test_is_refused_before_any_of_it_comes_where_its_length_is_told(self, api):
        with api.begun(b"", announced=MOST + 1) as connection:
            answer = answer_of(connection)
        assert answer.status == 413
        assert answer.told == {"reason": "too_big", "problem": TOO_MUCH}

    def test_without_an_end_is_stopped_early(self, api):
        """It is sent until the connection is closed, which takes little more than the limit."""
        sent = 0
        with socket.create_connection(("127.0.0.1", api.port), timeout=60) as connection:
            connection.sendall(HEAD_WITHOUT_LENGTH + chunked(part(b"")))
            for piece in repeat(chunked(PIECE)):
                assert sent < MOST + 20 * MB  # of what the system keeps on the way
                try:
                    connection.sendall(piece)
                except ConnectionError:
                    break
                sent += len(PIECE)
        assert sent > VIDEO_BYTES.most - MB

    def test_is_told_so_also_where_its_length_was_not_told(self, api, monkeypatch):
        monkeypatch.setattr(upload, "MOST", 1000)
        body = iter([part(bytes(2000))])
        answer = api.ask("/detect", "POST", body, FORM)
        assert (answer.status, answer.told["reason"]) == (413, "too_big")

    def test_takes_no_room_afterwards(self, api, app, until):
        with api.begun(part(PIECE), announced=MOST + 1) as connection:
            answer_of(connection)
        until(lambda: room_left(app) == BYTES_ON_ALL_DESKS)


class TestAnUpload:
    def test_is_never_put_on_the_disk(self, api, monkeypatch):
        def rollover(self):
            raise AssertionError("put on the disk")

        monkeypatch.setattr(SpooledTemporaryFile, "rollover", rollover)
        assert api.send(b"score " + bytes(5 * MB)).status == 200

    def test_has_its_room_until_it_is_answered(self, api, app, tmp_path, until):
        go = tmp_path / "go"
        body = form(part(f"wait {go}".encode()))
        with api.begun(body) as connection:
            until(lambda: app.state.client._running is not None)
            assert room_left(app) == BYTES_ON_ALL_DESKS - len(body)
            go.touch()
            assert answer_of(connection).status == 200
        until(lambda: room_left(app) == BYTES_ON_ALL_DESKS)

    def test_that_all_together_have_no_room_for_is_told_to_come_back(self, api, app):
        app.state.room = Room(1000)
        answer = api.send(bytes(2000))
        assert (answer.status, answer.told["reason"]) == (503, "busy")
        assert answer.headers["retry-after"] == "30"
        assert api.send(b"score").status == 200

    def test_that_comes_too_slowly_is_given_up(self, api, monkeypatch):
        monkeypatch.setattr(upload, "SECONDS_TO_SEND", 0.2)
        with api.begun(part(b"score"), announced=1000) as connection:
            answer = answer_of(connection)
        assert (answer.status, answer.told["reason"]) == (422, "too_slow")

    @pytest.mark.parametrize("name", ["clip.mp4", "Müll & Berg.jpg", "<b>.jpg", "a" * 200])
    def test_is_called_what_it_was_called(self, api, name):
        assert api.send(b"score", name).told["source"] == name

    def test_is_called_by_one_short_line_that_any_terminal_can_show(self, api):
        assert api.send(b"score", "a\x1b[2J\tb" + "c" * 500).told["source"] == (
            "a[2J b" + "c" * 193 + "…"
        )

    def test_without_a_name_is_called_the_file(self, api):
        assert api.send(b"score", "").told["source"] == "The file"


class TestWhatIsNoFormWithOneFile:
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"no form at all",
            form(),
            form(part(b"a", field="photo")),
            form(part(b"a", None)),
            form(part(b"a"), part(b"b")),
            form(part(b"a"), part(b"7", None, field="frames")),
            form(part(b"a", None, field="frames"), part(b"a")),
        ],
    )
    def test_is_refused_with_the_way_to_send_one(self, api, body):
        answer = api.ask("/detect", "POST", body, FORM)
        assert (answer.status, answer.told["reason"]) == (400, "bad_request")
        assert "Send one file, as the field `file` of a form" in answer.told["problem"]

    @pytest.mark.parametrize(
        "kind", ["image/jpeg", "application/x-www-form-urlencoded", "multipart/form-database", ""]
    )
    def test_by_its_kind_is_refused_unread(self, api, kind):
        answer = api.ask("/detect", "POST", form(part(b"score")), {"Content-Type": kind})
        assert (answer.status, answer.told["reason"]) == (415, "bad_request")

    def test_for_its_lack_of_edges_is_refused(self, api):
        answer = api.ask("/detect", "POST", b"x", {"Content-Type": "multipart/form-data"})
        assert (answer.status, answer.told["reason"]) == (400, "bad_request")


class TestWhoHangsUp:
    def test_while_sending_takes_no_room_any_more(self, api, app, until):
        with api.begun(part(PIECE), announced=1_000_000):
            until(lambda: room_left(app) < BYTES_ON_ALL_DESKS)
        until(lambda: room_left(app) == BYTES_ON_ALL_DESKS)

    def test_while_it_is_looked_at_has_its_job_given_up_and_the_process_goes_on(
        self, api, app, until
    ):
        before = api.send(b"score").told["seconds"]["process"]
        with api.begun(form(part(b"look on"))):
            until(lambda: app.state.client._running is not None)
        until(lambda: app.state.client._running is None)
        assert api.send(b"score").told["seconds"]["process"] == before
        until(lambda: room_left(app) == BYTES_ON_ALL_DESKS)

    def test_while_waiting_leaves_the_queue(self, api, app, tmp_path, until):
        with api.begun(form(part(f"wait {tmp_path / 'go'}".encode()))) as first:
            until(lambda: app.state.client._running is not None)
            with api.begun(form(part(b"score"))):
                until(lambda: len(app.state.client._waiting) == 1)
            until(lambda: not app.state.client._waiting)
            (tmp_path / "go").touch()
            assert answer_of(first).status == 200


HEAD_WITHOUT_LENGTH = (
    "POST /detect HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n"
    f"Content-Type: {FORM['Content-Type']}\r\n\r\n"
).encode()


def chunked(data):
    return f"{len(data):x}\r\n".encode() + data + b"\r\n"


def room_left(app):
    return app.state.room._left
