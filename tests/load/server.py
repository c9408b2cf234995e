"""The app as `streamlit run app.py` serves it, for tests: on a free port, in a folder for its
temporary files, in a group of processes of its own.
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

ROOT = Path(__file__).parents[2]
SECONDS_TO_SERVE = 180  # on a machine with much else to do
SECONDS_TO_END = 30


class Server(NamedTuple):
    """A running app. log: what it says; folder: its temporary files."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path
    folder: Path

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
    program: str = "streamlit",
    *,
    app: Path = ROOT,
    folder: Path | None = None,
    **environment: str,
) -> Iterator[Server]:
    """Start the app and stop it again, with all of its processes.

    program: the module that runs it
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
    command = [sys.executable, "-m", program, "run", "app.py", "--server.headless=true"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, f"--server.port={port}"],
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
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for about in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((about / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(about.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def command(pid: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""


def is_there(pid: int) -> bool:
    """Whether the process runs: one that has ended and is not yet waited for does not."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def megabytes(pid: int) -> dict[str, float]:
    """The memory of a process: RSS, and PSS, which counts in part what others share with it."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        held = {line.split()[0]: int(line.split()[1]) / 1024 for line in lines}
        return {"RSS": held["Rss:"], "PSS": held["Pss:"]}
    return {"RSS": 0.0, "PSS": 0.0}


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor, with its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _wait_until_served(server: Server) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline and server.process.poll() is None:
        with suppress(URLError, ConnectionError):
            urlopen(f"http://127.0.0.1:{server.port}/_stcore/health", timeout=5).close()
            return
        time.sleep(0.1)
    said = server.log.read_text()
    stop(server)
    raise RuntimeError(f"the app was not served: {said}")
