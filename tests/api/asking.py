"""Programs that ask the API over a real connection, as `curl -F file=@NAME` does."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread
from typing import Any, NamedTuple

import uvicorn

from meso.api.serve import settings_for

EDGE = "the-edge-of-a-part"
FORM = {"Content-Type": f"multipart/form-data; boundary={EDGE}"}
SECONDS = 300  # on a machine with much else to do


class Answer(NamedTuple):
    status: int
    told: Any
    headers: dict[str, str]


def part(data: bytes, name: str | None = "clip.mp4", *, field: str = "file") -> bytes:
    """A part of a form: a file, or a value where it has no name."""
    called = f'; filename="{name}"' if name is not None else ""
    about = f'--{EDGE}\r\nContent-Disposition: form-data; name="{field}"{called}\r\n\r\n'
    return about.encode() + data + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + f"--{EDGE}--\r\n".encode()


class Api(NamedTuple):
    """An API that is served at a port of this machine, and for how long an answer is waited for."""

    port: int
    seconds: int = SECONDS

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: Any = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        with self.connected() as connection:
            pieces = isinstance(body, Iterator)
            connection.request(method, path, body, headers or {}, encode_chunked=pieces)
            return answer_of(connection)

    def send(self, data: bytes, name: str = "clip.mp4", query: str = "", **headers: str) -> Answer:
        return self.ask(f"/detect{query}", "POST", form(part(data, name)), FORM | headers)

    @contextmanager
    def connected(self) -> Iterator[HTTPConnection]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.seconds)
        try:
            yield connection
        finally:
            connection.close()

    @contextmanager
    def begun(self, body: bytes, announced: int | None = None, **headers: str) -> Iterator[Any]:
        """A connection on which an upload was begun, and maybe not ended."""
        with self.connected() as connection:
            connection.putrequest("POST", "/detect")
            length = {"Content-Length": str(announced or len(body))}
            for name, value in (FORM | length | headers).items():
                connection.putheader(name, value)
            connection.endheaders(body)
            yield connection


def answer_of(connection: HTTPConnection) -> Answer:
    answer = connection.getresponse()
    return Answer(answer.status, json.loads(answer.read()), dict(answer.getheaders()))


@contextmanager
def served(app) -> Iterator[Api]:
    """The app, served as `meso serve` does, but in a thread of this process."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        server = uvicorn.Server(settings_for(app))
        thread = Thread(target=server.run, args=[[door]])
        thread.start()
        try:
            yield Api(door.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(SECONDS)
