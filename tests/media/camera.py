"""A camera in the network, made up: a web server on this machine that gives answer after answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import NamedTuple


class Answer(NamedTuple):
    """To one request.

    length: what it says of its length; None: nothing, as a stream does
    stalls: whether it sends no more afterwards and yet does not break off
    """

    body: bytes = b""
    length: int | None = None
    status: int = 200
    location: str = ""
    stalls: bool = False


NOTHING = Answer(status=404)


@contextmanager
def camera(answers: Sequence[Answer]) -> Iterator[tuple[str, list[str]]]:
    """Its address, and the paths that were asked for so far; after the last answer, nothing."""
    left, asked, over = list(answers), [], Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            answer = left.pop(0) if left else NOTHING
            self.send_response(answer.status)
            if answer.length is not None:
                self.send_header("Content-Length", str(answer.length))
            if answer.location:
                self.send_header("Location", answer.location)
            self.end_headers()
            self.wfile.write(answer.body)
            self.wfile.flush()
            if answer.stalls:
                over.wait(60)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
