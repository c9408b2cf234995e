"""A class at the gate: a wrong code, the right one, and a link that opens nothing by itself."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time

import pytest

from meso.ui.words import about
from meso.ui.words import gate as words
from scripts.server import ROOT, SECONDS_TO_SERVE
from tests.browser.conftest import SECONDS_TO_LOAD

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """The address and the code, as `meso app --classroom` prints them."""
    log = tmp_path_factory.mktemp("classroom") / "log"
    command = [sys.executable, "-m", "meso", "app", "--classroom", "--address", "127.0.0.1"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "--", "--server.headless", "true"],
            cwd=ROOT,
            env=os.environ | {"STREAMLIT_LOGGER_LEVEL": "debug"},  # not even then is a code logged
            stdout=output,
            stderr=output,
        )
    try:
        deadline = time.monotonic() + SECONDS_TO_SERVE
        while "URL:" not in log.read_text() and time.monotonic() < deadline:
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
        said = log.read_text()
        (address,) = re.findall(r"opens +(http://\S+)", said)
        (code,) = re.findall(r"types the code +(\S+)", said)
        yield address, code
        assert said.count(code) == log.read_text().count(code) == 1
    finally:
        server.terminate()
        server.wait(timeout=30)


@pytest.fixture
def visit(chromium, room):
    """Follows a link in a browser of its own."""
    contexts = []

    def visit(path=""):
        contexts.append(chromium.new_context())
        page = contexts[-1].new_page()
        page.set_default_timeout(1000 * SECONDS_TO_LOAD)
        page.goto(f"{room[0]}/{path}")
        page.get_by_role("heading", name=words.TITLE).wait_for()
        return page

    yield visit
    for context in contexts:
        context.close()


def types(page, code):
    page.get_by_label(words.CODE).fill(code)
    page.get_by_role("button", name=words.ENTER).click()


def shows_an_app(page):
    """Whether there is a menu, or a place for files."""
    return any(page.get_by_test_id(part).count() for part in ("stSidebar", "stFileUploader"))


def test_a_wrong_code_opens_nothing_the_right_one_everything(visit, room):
    page = visit()
    types(page, "AAAAAA")
    page.get_by_text("This is not the code").wait_for()
    assert not shows_an_app(page)
    types(page, room[1].lower())
    page.get_by_test_id("stFileUploaderDropzone").wait_for()
    assert shows_an_app(page)


def test_a_link_to_a_page_is_locked_in_another_browser_and_leads_there_with_the_code(visit, room):
    inside = visit()
    types(inside, room[1])
    inside.get_by_test_id("stFileUploaderDropzone").wait_for()
    page = visit("about")
    assert not shows_an_app(page)
    types(page, room[1])
    page.get_by_role("heading", name=about.PAGE, level=1).wait_for()
    assert page.url == f"{room[0]}/about"
