"""The page for phones in a real Chromium, on a host of plain files: what someone does and sees."""

from __future__ import annotations

import io
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import expect

from meso.detection import words
from meso.detection.load import load_detector
from meso.models.network import load_network
from meso.service.sample import make
from tests.browser.plain_host import hosting
from tests.media_files import numbered_picture

pytestmark = pytest.mark.slow

SECONDS = 120  # to load 20 MB, or to score, on a machine with much else to do
LOOKS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]


def png(pixels):
    """Pixels as an upload."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    return {"name": "photo.png", "mimeType": "image/png", "buffer": file.getvalue()}


class Phone:
    """Someone who has opened the page, and all that their browser asked for."""

    def __init__(self, context, address):
        self.context, self.page = context, context.new_page()
        self.requested, self.complaints = [], []
        context.on("request", lambda request: self.requested.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(address)
        self.is_told("Ready")

    def is_told(self, words):
        expect(self.page.get_by_role("status")).to_contain_text(
            re.compile(words), timeout=1000 * SECONDS
        )

    def chooses(self, upload):
        self.page.get_by_label("Choose a photo").set_input_files(upload)

    def saves_the_crop(self):
        """The picture behind the button, (256, 256, 3) uint8 RGB."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="Save this crop").click()
        return np.asarray(Image.open(download.value.path()).convert("RGB"))

    @property
    def face(self):
        return self.page.get_by_role("article")

    @property
    def score(self):
        return float(self.face.get_attribute("data-score"))


@pytest.fixture
def open_phone(chromium):
    contexts = []

    def open_phone(address, *, width=360, theme="light"):
        contexts.append(
            chromium.new_context(viewport={"width": width, "height": 780}, color_scheme=theme)
        )
        return Phone(contexts[-1], address)

    yield open_phone
    for context in contexts:
        context.close()


@pytest.fixture
def phone(open_phone, phone_host):
    return open_phone(phone_host)


@pytest.fixture(scope="module")
def astronaut():
    """The sample photo as an upload."""
    _, data = make("photo")
    return {"name": "astronaut.png", "mimeType": "image/png", "buffer": data}


@pytest.fixture(scope="module")
def report(astronaut, tmp_path_factory):
    """What the full program says of it."""
    path = tmp_path_factory.mktemp("photo") / astronaut["name"]
    path.write_bytes(astronaut["buffer"])
    return load_detector().detect(path)


class TestThePhoto:
    @pytest.fixture
    def judged(self, phone, astronaut):
        phone.chooses(astronaut)
        phone.is_told("1 face was scored")
        return phone

    def test_scores_as_keras_scores_the_crop_that_was_used(self, judged):
        (score,) = load_network().fake_scores(judged.saves_the_crop()[None])
        assert abs(judged.score - score) <= 1e-3

    def test_is_cut_as_in_the_full_program(self, judged, report):
        apart = np.abs(judged.saves_the_crop().astype(int) - report.crops[0])
        assert apart.max() <= 2
        assert apart.mean() < 0.02

    def test_is_judged_as_in_the_full_program(self, judged, report):
        told = judged.face.inner_text()
        assert words.LABELS[report.verdict.label] in told
        assert words.error_rate(report.verdict, "image") in told
        assert abs(judged.score - report.verdict.score) < 0.02
        assert judged.complaints == []

    def test_never_leaves(self, judged, phone_host):
        assert {urlsplit(url)[:2] for url in judged.requested} <= {urlsplit(phone_host)[:2]} | {
            ("blob", "")
        }
        before = len(judged.requested)
        judged.face.get_by_role("button").click()
        assert [url for url in judged.requested[before:] if not url.startswith("blob:")] == []

    def test_can_be_followed_by_another(self, judged, astronaut):
        judged.chooses(png(numbered_picture(3, width=400, height=300)))
        judged.is_told("No face was found")
        expect(judged.face).to_have_count(0)
        judged.chooses(astronaut)
        expect(judged.face).to_have_count(1, timeout=1000 * SECONDS)


class TestWhatCannotBeScored:
    def test_is_a_photo_without_a_face(self, phone):
        phone.chooses(png(numbered_picture(7, width=400, height=300)))
        phone.is_told("No face was found in this photo, so there is no score.")

    def test_is_a_face_that_is_too_small(self, phone, astronaut):
        photo = Image.open(io.BytesIO(astronaut["buffer"])).resize((300, 300))
        phone.chooses(png(np.asarray(photo)))
        phone.is_told("0 faces were scored")
        assert phone.page.get_by_text("1 face was too small to score").is_visible()

    def test_is_a_file_that_is_no_photo(self, phone):
        phone.chooses({"name": "a.png", "mimeType": "image/png", "buffer": b"Dear diary"})
        phone.is_told("could not be read as a photo")
        assert phone.complaints == []

    def test_is_anything_where_the_browser_alters_pixels(self, chromium, phone_host):
        context = chromium.new_context()
        context.add_init_script(
            "const given = CanvasRenderingContext2D.prototype.getImageData;"
            "CanvasRenderingContext2D.prototype.getImageData = function (...where) {"
            "  const image = given.apply(this, where); image.data[5] ^= 1; return image; }"
        )
        page = context.new_page()
        page.goto(phone_host)
        expect(page.get_by_role("status")).to_contain_text("gives pages other pixels")
        expect(page.get_by_label("Choose a photo")).to_be_disabled()
        context.close()


class TestThePolicy:
    def test_lets_the_page_ask_no_other_machine(self, phone, tmp_path):
        with hosting(tmp_path) as elsewhere:
            refused = phone.page.evaluate(
                """async (address) => {
                    const refused = new Promise((tell) => addEventListener(
                        "securitypolicyviolation", (event) => tell(event.effectiveDirective)));
                    await fetch(address).catch(() => null);
                    return refused;
                }""",
                elsewhere,
            )
        assert refused == "connect-src"


def test_it_opens_and_scores_when_its_host_is_gone(open_phone, phone_folder, astronaut):
    with hosting(phone_folder) as address:
        phone = open_phone(address)
        phone.page.evaluate("async () => { await navigator.serviceWorker.ready; }")
    phone.page.reload()
    phone.is_told("Ready")
    phone.chooses(astronaut)
    phone.is_told("1 face was scored")


class TestLooks:
    @pytest.fixture(params=LOOKS, ids=str)
    def judged(self, open_phone, phone_host, astronaut, request):
        width, theme = request.param
        phone = open_phone(phone_host, width=width, theme=theme)
        phone.chooses(astronaut)
        phone.is_told("1 face was scored")
        for summary in phone.page.locator("summary").all():
            summary.click()
        return phone

    def test_nothing_is_wider_than_the_page_and_axe_finds_no_fault(self, judged):
        wide = judged.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= judged.page.viewport_size["width"]
        assert Axe().run(judged.page).response["violations"] == []

    def test_it_says_what_differs_from_the_full_program(self, judged):
        assert judged.page.get_by_text("no videos, no documents, no sound").is_visible()
        assert judged.page.get_by_text("The error rates were not measured").is_visible()

    def test_everything_can_be_reached_with_the_keyboard(self, judged):
        judged.page.get_by_role("heading", level=1).click()
        reached = []
        for _ in range(6):
            judged.page.keyboard.press("Tab")
            reached.append(
                judged.page.evaluate(
                    "document.activeElement.id || document.activeElement.innerText"
                )
            )
        assert reached[:3] == ["choose", "take", "Save this crop"]
        assert reached[3:] == [
            "How to read this",
            "How this differs from the full program",
            "Licences",
        ]
