"""The app as `meso app` serves it, or `streamlit run app.py`, to be tested and measured.

On a free port, with a folder for its temporary files, in a group of processes of its own.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from meso.cli.serve import SERVER
from scripts.processes import command, family

ROOT = Path(__file__).parents[1]
SECONDS_TO_SERVE = 180  # on a machine with much else to do
SECONDS_TO_END = 30


class Server(NamedTuple):
    """A running app. log: what it says; folder: its temporary files."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    folder: Path

    @property
    def address(self) -> str:
        """Where a browser finds it."""
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> list[int]:
        """The server and everything that it has started, now."""
        return family(self.process.pid)

    def worker(self) -> int:
        """The process that holds TensorFlow."""
        return next(pid for pid in self.processes() if "spawn_main" in command(pid))

    def decoders(self) -> list[int]:
        return [pid for pid in self.processes() if "decode_worker" in command(pid)]


@contextmanager
def serving(
    program: str = SERVER,
    *,
    app: Path = ROOT,
    folder: Path | None = None,
    **environment: str,
) -> Iterator[Server]:
    """Start the app and stop it again, with all of its processes.

    program: the module that runs it: that of `meso app`, or "streamlit"
    app:     where it lies
    folder:  for its temporary files; None: one that is made for it
    """
    with TemporaryDirectory(prefix="meso-test-") as about:
        own, log = Path(about, "tmp"), Path(about, "log")
        own.mkdir()
        where = {"TMPDIR": str(folder or own), "PYTHONPATH": str(app)}
        server = start(log, program, app, where | environment)
        try:
            yield server
        except BaseException as error:
            error.add_note(log.read_text())
            raise
        finally:
            stop(server)


def start(log: Path, program: str, app: Path, environment: dict[str, str]) -> Server:
    """Start the app, and wait until it answers."""
    port = free_port()
    typed = [sys.executable, "-m", program, "run", "app.py", "--server.headless=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*typed, f"--server.port={port}"],
            cwd=app,
            env=os.environ | environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server(process, port, log, Path(environment["TMPDIR"]))
    _wait_until_served(server)
    return server


def stop(server: Server) -> None:
    """End the app as a terminal does, and what is left of its group the hard way."""
    server.process.terminate()
    with suppress(subprocess.TimeoutExpired):
        server.process.wait(SECONDS_TO_END)
    with suppress(ProcessLookupError):
        os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()


def free_port() -> int:
    """A port of this machine that nobody serves at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_until_served(server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline and server.process.poll() is None:
        with suppress(URLError, ConnectionError):
            urlopen(f"{server.address}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.1)
    said = server.log.read_text()
    stop(server)
    raise RuntimeError(f"the app was not served: {said}")
