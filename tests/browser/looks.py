"""The looks in which people see the page: how wide it is, and light or dark; and pictures of it.

MESO_SCREENSHOTS=FOLDER pytest tests/browser keeps every state in every look there, to be looked at
by a person; without it the journeys are walked on a desk by day and on a phone by night.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = os.environ.get("MESO_SCREENSHOTS")
DESK_AND_PHONE = [(width, theme) for width in (1280, 390) for theme in ("light", "dark")]
PROJECTOR = (1920, "light")
JOURNEYS = [*DESK_AND_PHONE, PROJECTOR] if FOLDER else [(1280, "light"), (390, "dark")]


def named(look):
    """What a test calls the look."""
    width, theme = look
    return f"{width}-{theme}"


def take_picture(visitor, state, look):
    """Keep the whole page, scrolled out, where a folder is given."""
    if not FOLDER:
        return
    page, (width, _) = visitor.page, look
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    height = page.get_by_test_id("stMain").evaluate("main => main.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("height => innerHeight === height", arg=height)
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    path = Path(FOLDER) / f"{state.lower().replace(' ', '-')}-{named(look)}.png"
    page.screenshot(path=path, animations="disabled")


def fits(visitor, look):
    """Whether nothing is wider than the page."""
    return visitor.page.evaluate("document.documentElement.scrollWidth") <= look[0]
