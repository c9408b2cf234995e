"""A real Chromium, to be put in front of the app, and files dropped onto a page in it.

CHROMIUM=…  the browser to drive; else one on the PATH, else the one of Playwright
"""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from scripts.environment import BROWSERS

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


def drop(page: Page, uploads: Sequence[Upload]) -> None:
    """Drag files onto the page and let them go."""
    files = [[name, kind, base64.b64encode(data).decode()] for name, data, kind in uploads]
    transfer = page.evaluate_handle(MAKE_TRANSFER, files)
    zone = page.get_by_test_id("stFileUploaderDropzone")
    for event in ("dragenter", "dragover", "drop"):
        zone.dispatch_event(event, {"dataTransfer": transfer})
