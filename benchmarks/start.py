"""The app started anew and opened in a real Chromium; what its first visitor waits for, out.

    python -m benchmarks.start [--runs 3] [--write]

Wall clock, as a person waits; files that were read before stay in the system's memory.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

import click
from playwright.sync_api import Browser

from benchmarks.page import finish, table
from benchmarks.visit import PATIENCE
from scripts.browser import NO_CHROMIUM, chromium
from scripts.server import serving

HEAD = ["first visitor", "wall s", "aim"]


class Start(NamedTuple):
    """Seconds: until the server answers, then until the page is there, and the network.

    again: until the page is there for one who comes when all is loaded
    """

    server: float
    page: float
    network: float
    again: float


def start(browser: Browser) -> Start:
    """Start the app and open its page while the network is not loaded yet."""
    typed = time.perf_counter()
    with serving() as app:
        started = time.perf_counter() - typed
        page, network = _waits(browser, app.address, ["is loading", "is loaded"])
        (again,) = _waits(browser, app.address, ["is loaded"])
    return Start(started, page, network, again)


def _waits(browser: Browser, address: str, states: Sequence[str]) -> Iterator[float]:
    """Seconds until a new page says each of these of the network."""
    with browser.new_page() as page:
        page.set_default_timeout(PATIENCE)
        opened = time.perf_counter()
        page.goto(address)
        for state in states:
            page.get_by_text(f"The network {state}").wait_for()
            yield time.perf_counter() - opened


def rows(seen: Sequence[Start]) -> list[list[str]]:
    """The medians beside what is aimed at."""
    middle = Start(*(median(column) for column in zip(*seen, strict=True)))
    return [
        ["from the command to an answer of the server", f"{middle.server:.2f}", ""],
        ["from the address to the page, which says it loads", f"{middle.page:.2f}", "2 s"],
        ["the same for who comes when all is loaded", f"{middle.again:.2f}", ""],
        ["from the address to the loaded network", f"{middle.network:.2f}", ""],
    ]


@click.command()
@click.option("--runs", default=3, show_default=True, help="How many starts.")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(runs: int, write: bool) -> None:
    """Measure what the first visitor of the app waits for."""
    with chromium() as browser:
        if browser is None:
            raise click.ClickException(NO_CHROMIUM)
        seen = [start(browser) for _ in range(runs)]
    finish("start", f"Medians of {runs} starts.\n\n{table(HEAD, rows(seen))}", write=write)


if __name__ == "__main__":
    main()
