"""The app as people start it, and a real Chromium in front of it: to be tested and measured.

CHROMIUM=…  the browser to drive; else one on the PATH, else the one of Playwright
"""

from __future__ import annotations

import base64
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.environment import BROWSERS

ROOT = Path(__file__).parents[1]
SECONDS_TO_SERVE = 60
NO_CHROMIUM = "No Chromium: install one, or name it in CHROMIUM."

MAKE_TRANSFER = """(files) => {
    const transfer = new DataTransfer();
    for (const [name, type, content] of files) {
        const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
        transfer.items.add(new File([bytes], name, {type}));
    }
    return transfer;
}"""

Upload = tuple[str, bytes, str]  # a file's name, its bytes and its type


class Served(NamedTuple):
    """An app that runs: its address and its process."""

    address: str
    process: int


@contextmanager
def chromium() -> Iterator[Browser | None]:
    """A browser; None where there is none."""
    with sync_playwright() as playwright:
        places = [os.environ.get("CHROMIUM"), *map(shutil.which, BROWSERS)]
        places.append(playwright.chromium.executable_path)
        found = next((place for place in places if place and Path(place).exists()), None)
        if found is None:
            yield None
            return
        # Chromium refuses to run as root in its sandbox.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=found, args=options)
        yield browser
        browser.close()


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The app by `streamlit run app.py`; what it prints goes into `log` in the folder.

    Raises RuntimeError if it does not come up.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = folder / "log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, f"--server.port={port}"], cwd=ROOT, stdout=output, stderr=output
        )
    try:
        _wait_until_served(f"http://127.0.0.1:{port}/_stcore/health", server, log)
        yield Served(f"http://127.0.0.1:{port}", server.pid)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_until_served(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(url, timeout=5):
                return
        except URLError:
            time.sleep(0.1)
    raise RuntimeError(f"The app was not served:\n{log.read_text()}")


def drop(page: Page, uploads: Sequence[Upload]) -> None:
    """Drag files onto the page and let them go."""
    files = [[name, kind, base64.b64encode(data).decode()] for name, data, kind in uploads]
    transfer = page.evaluate_handle(MAKE_TRANSFER, files)
    zone = page.get_by_test_id("stFileUploaderDropzone")
    for event in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": transfer})
