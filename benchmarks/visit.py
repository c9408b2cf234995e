"""A real Chromium before the page in; what a clip costs from the drop to the chart, out.

    python -m benchmarks.visit [--runs 3] [--write]

The clip is generated: 10 s, 720p, one face. CPU time is that of the server, the worker and the
process that decodes, not of the browser; wall clock is what a person in front of it waits.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import click
from playwright.sync_api import Browser, Page

from benchmarks.clips import Clip, made
from benchmarks.page import finish, table
from scripts.browser import NO_CHROMIUM, Upload, chromium, drop
from scripts.processes import cpu_of_tree
from scripts.server import Server, serving

CLIP = Clip(height=720, seconds=10)
PATIENCE = 300_000  # milliseconds

# Notes when each of these was first there, in milliseconds since the page was opened.
NOTE_FIRSTS = """
window.firsts = {};
document.addEventListener('drop', () => { firsts.drop = performance.now(); }, true);
const signs = {progress: '[data-testid="stProgress"]', chart: '.js-plotly-plot .points path'};
new MutationObserver(() => {
    for (const [name, selector] of Object.entries(signs))
        if (!(name in firsts) && document.querySelector(selector)) firsts[name] = performance.now();
}).observe(document, {subtree: true, childList: true});
"""
CHART = "() => window.firsts.chart"
THRESHOLD = "([...document.querySelectorAll('.annotation-text')].map((one) => one.textContent))"


class Visit(NamedTuple):
    """Seconds: of CPU time, and of what one waits."""

    cpu: float
    first_progress: float
    to_chart: float
    slider_cpu: float
    slider: float


def visits(server: Server, browser: Browser, upload: Upload, *, runs: int) -> Iterator[Visit]:
    """One visit after the other, each of somebody new; the first comes when all is loaded."""
    for _ in range(runs):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(PATIENCE)
        page.add_init_script(NOTE_FIRSTS)
        page.goto(server.address)
        page.get_by_text("The network is loaded").wait_for()
        yield _visit(server, page, upload)
        page.close()


def _visit(server: Server, page: Page, upload: Upload) -> Visit:
    begun = cpu_of_tree(server.process.pid)
    drop(page, [upload])
    page.wait_for_function(CHART)
    firsts = page.evaluate("firsts")
    page.get_by_role("slider", name="Threshold").wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    charted = cpu_of_tree(server.process.pid)
    waited = _moves_the_threshold(page)
    return Visit(
        charted - begun,
        (firsts["progress"] - firsts["drop"]) / 1000,
        (firsts["chart"] - firsts["drop"]) / 1000,
        cpu_of_tree(server.process.pid) - charted,
        waited,
    )


def _moves_the_threshold(page: Page) -> float:
    """Seconds from a key on the slider to the line that has moved in the chart."""
    before = page.evaluate(THRESHOLD)
    pressed = page.evaluate("performance.now()")
    page.get_by_role("slider", name="Threshold").press("ArrowRight")
    page.wait_for_function(f"(before) => {THRESHOLD}.join() !== before.join()", arg=before)
    seconds: float = (page.evaluate("performance.now()") - pressed) / 1000
    return seconds


def rows(seen: Sequence[Visit]) -> list[list[str]]:
    """The medians beside what is aimed at."""
    middle = Visit(*(median(column) for column in zip(*seen, strict=True)))
    return [
        ["from the drop to the chart", f"{middle.cpu:.2f}", f"{middle.to_chart:.2f}", "4 s of CPU"],
        ["to the first progress", "", f"{middle.first_progress:.2f}", "0.5 s"],
        ["threshold moved", f"{middle.slider_cpu:.2f}", f"{middle.slider:.2f}", "1 s"],
    ]


@click.command()
@click.option("--runs", default=3, show_default=True, help="How many visits.")
@click.option("--write", is_flag=True, help="Put the result into docs/performance.md.")
def main(runs: int, write: bool) -> None:
    """Measure what somebody who drops a clip waits for."""
    with tempfile.TemporaryDirectory() as folder:
        clip = made(Path(folder), CLIP)
        upload = clip.name, clip.read_bytes(), "video/mp4"
        with chromium() as browser, serving() as app:
            if browser is None:
                raise click.ClickException(NO_CHROMIUM)
            seen = [*visits(app, browser, upload, runs=runs)]
    head = ["10 s, 720p, 1 face", "CPU s", "wall s", "aim"]
    finish("visit", f"Medians of {runs} visits.\n\n{table(head, rows(seen))}", write=write)


if __name__ == "__main__":
    main()
