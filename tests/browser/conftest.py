"""Visitors of the app, each in a real Chromium.

CHROMIUM=…          the browser to drive (scripts/browser.py)
MESO_SCREENSHOTS=…  a folder for pictures of the page (looks.py); without it, none are taken
"""

from __future__ import annotations

import os
from io import BytesIO
from urllib.parse import urlsplit

import av
import cv2
import pytest
from playwright.sync_api import expect

from meso.media import open_media
from meso.service.sample import make
from scripts import browser
from scripts.environment import Missing
from scripts.phone import assemble
from scripts.server import serving
from tests.browser.looks import JOURNEYS, named
from tests.browser.plain_host import hosting

SECONDS_TO_LOAD = 180  # the network, on a machine with much else to do
OF_THE_PAGE = ("data:", "blob:")

# Keeps every text that a progress bar showed, however short.
REMEMBER_PROGRESS = """
window.progress = [];
new MutationObserver(() => {
    for (const bar of document.querySelectorAll('[data-testid="stProgress"]')) {
        const text = bar.innerText.trim();
        if (text && text !== window.progress.at(-1)) window.progress.push(text);
    }
}).observe(document, {subtree: true, childList: true, characterData: true});
"""


@pytest.fixture(scope="session")
def chromium():
    """A browser; without one, the tests here are skipped, and fail where CI is set."""
    with browser.chromium() as found:
        if found is None:
            lacks(browser.NO_CHROMIUM)
        yield found


def lacks(what):
    """Leave out the tests that need it; where CI is set, they fail."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(what)


@pytest.fixture(scope="session")
def app(chromium):
    """The app, served from the first test to the last."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def address(app):
    """Where the app is served."""
    return app.address


class Visitor:
    """Someone who has opened the page: what they do, and what they see."""

    def __init__(self, page):
        self.page = page
        self.requested = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.add_init_script(REMEMBER_PROGRESS)
        page.set_default_timeout(1000 * SECONDS_TO_LOAD)

    def drops(self, name, data, kind):
        """Drag a file onto the page and let it go."""
        self.drops_all([(name, data, kind)])

    def drops_all(self, uploads):
        """Drag several files, each (name, bytes, type), onto the page and let them go."""
        browser.drop(self.page, uploads)

    def goes_to(self, page, title=None):
        """Open the menu, where it is folded away, follow its link, and wait for the page.

        title: what the page calls itself, where that is not its name in the menu
        """
        link = self.page.get_by_role("link", name=page, exact=True)
        if self.page.viewport_size["width"] < 768:
            self.page.get_by_test_id("stExpandSidebarButton").click()
            link.click()
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        else:
            link.click()
        self.page.get_by_role("heading", name=title or page, level=1).wait_for()

    def cancels(self):
        """Press the page's button; the drop zone has a "Cancel upload" of its own."""
        self.page.get_by_role("button", name="Cancel", exact=True).click()

    def moves_the_threshold(self, key):
        """Press a key on the slider below the chart."""
        self.page.get_by_role("slider", name="Threshold").press(key)

    def waits_for_the_verdict(self):
        self.page.get_by_role("heading", name="What the network saw").wait_for()
        self.page.get_by_test_id("stDataFrame").last.wait_for()
        self.chart.wait_for()

    def is_told(self, words):
        """Wait for the box that says what went wrong; it is there a moment before its words."""
        expect(self.alert).to_have_text(words, use_inner_text=True, timeout=1000 * SECONDS_TO_LOAD)

    @property
    def chart(self):
        """The chart of score over frames."""
        return self.page.locator(".js-plotly-plot").nth(1)

    def clicks_on_point(self, number):
        """Click on a point of the first curve, counted from 0."""
        self.page.mouse.click(*self._middle_of_point(number))

    def taps_on_point(self, number):
        """Touch a point of the first curve with a finger."""
        self.page.touchscreen.tap(*self._middle_of_point(number))

    def _middle_of_point(self, number):
        point = self.chart.locator(".points path").nth(number)
        point.scroll_into_view_if_needed()
        box = point.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    @property
    def text(self):
        return self.page.get_by_test_id("stMain").inner_text()

    @property
    def alert(self):
        """The box that says what went wrong, or what was stopped."""
        return self.page.get_by_test_id("stAlert")

    @property
    def progress(self):
        """The texts of the progress bars, in the order they were shown."""
        return self.page.evaluate("window.progress")

    def forgets_progress(self):
        self.page.evaluate("window.progress.length = 0")

    @property
    def curves(self):
        """One list of (frame, score) a person, without the gaps, as Plotly holds them."""
        curves = self.chart.evaluate(
            "plot => plot.data.map(({x, y}) => x.map((frame, at) => [frame, y[at]]))"
        )
        return [[(x, y) for x, y in curve if y is not None] for curve in curves]

    @property
    def elsewhere(self):
        """What was asked of anything but the app's own server."""
        return [
            url
            for url in self.requested
            if not url.startswith(OF_THE_PAGE) and urlsplit(url).hostname != "127.0.0.1"
        ]


@pytest.fixture(scope="session")
def open_page(chromium, address):
    """Opens the page in a browser of its own; every one is closed at the end."""
    contexts = []

    def open_page(*, width=1280, theme="light", touch=False):
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, has_touch=touch
        )
        contexts.append(context)
        visitor = Visitor(context.new_page())
        visitor.page.goto(address)
        visitor.page.get_by_test_id("stFileUploaderDropzone").wait_for()
        return visitor

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="session", params=JOURNEYS, ids=named)
def look(request):
    """How wide the page is, and whether it is light or dark."""
    return request.param


@pytest.fixture
def visitor(open_page):
    return open_page()


@pytest.fixture(scope="session")
def clip():
    """A video of a face: its name, its bytes and its type."""
    return (*make("clip"), "video/mp4")


@pytest.fixture(scope="session")
def long_clip():
    """A video that takes seconds to look at, with the most frames: its name, bytes and type."""
    _, short = make("clip")
    frames = [frame.pixels for frame in open_media(BytesIO(short), "short", frames=96).frames]
    larger = [cv2.resize(pixels, (960, 960)) for pixels in frames]
    file = BytesIO()
    with av.open(file, "w", format="mp4") as clip:
        stream = clip.add_stream("libx264", rate=24, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 960, 960, "yuv420p"
        for pixels in larger * 4:
            clip.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="rgb24")))
        clip.mux(stream.encode())
    return "long.mp4", file.getvalue(), "video/mp4"


@pytest.fixture(scope="session")
def photo():
    """A photo of a face: its name, its bytes and its type."""
    return (*make("photo"), "image/png")


@pytest.fixture(scope="session")
def phone_folder(tmp_path_factory):
    """The page for phones with the default network, as `make phone` puts it together."""
    try:
        return assemble(tmp_path_factory.mktemp("phone"))
    except Missing as missing:
        lacks(str(missing))


@pytest.fixture(scope="session")
def phone_host(phone_folder):
    """Where a host of plain files has it."""
    with hosting(phone_folder) as address:
        yield address
