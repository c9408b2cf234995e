"""Who has not typed the code of the class sees the gate at every address, and no page behind it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from meso.service import access_code
from meso.ui import gate
from meso.ui.words import gate as words

ROOT = Path(__file__).parents[2]
CODE = "A3F7KM"
OF_DETECT = "show"  # what Streamlit calls the page that opens first, until it is opened
ADDRESSES = [OF_DETECT, "what-if", "make-a-fake", "look-inside", "compare"]
ADDRESSES += ["experiments", "results", "guess", "about"]

pytestmark = pytest.mark.usefixtures("client", "networks")


@pytest.fixture
def locked(monkeypatch):
    monkeypatch.setattr(gate, "CODE", CODE)
    monkeypatch.setattr(access_code, "SECONDS_AFTER_A_WRONG_ONE", 0)


@pytest.fixture
def visit():
    """Opens the app at a page's address."""

    def visit(address=OF_DETECT):
        page = AppTest.from_file(ROOT / "app.py", default_timeout=30)
        page._page_hash = calc_hash(address)  # as a link does; `switch_page` is for files
        page.run()
        assert not page.exception
        return page

    return visit


def types(page, code):
    page.text_input[0].set_value(code)
    page.button[0].click().run()
    assert not page.exception
    return page


def is_gate(page):
    return [one.value for one in page.title] == [words.TITLE]


class TestWithoutACode:
    def test_every_page_is_open(self, visit):
        titles = {visit(address).title[0].value for address in ADDRESSES}
        assert words.TITLE not in titles
        assert len(titles) == len(ADDRESSES)

    def test_the_addresses_here_are_those_that_there_are(self):
        pages = (ROOT / "meso/ui/pages.py").read_text()
        assert [OF_DETECT, *re.findall(r'url_path="([^"]+)"', pages)] == ADDRESSES
        assert pages.count("st.Page(") == len(ADDRESSES)


@pytest.mark.usefixtures("locked")
class TestBehindTheGate:
    @pytest.mark.parametrize("address", ADDRESSES)
    def test_every_link_shows_the_gate_and_nothing_else(self, visit, address):
        page = visit(address)
        assert is_gate(page)
        assert len(page.text_input) == len(page.button) == 1
        assert not page.file_uploader
        assert not page.sidebar.children

    @pytest.mark.parametrize("wrong", ["", "A3F7KN", "A3F7K", "<b>", "x" * 20])
    def test_a_wrong_code_opens_nothing_and_is_told(self, visit, wrong):
        page = types(visit(), wrong)
        assert is_gate(page)
        assert page.error[0].value == words.WRONG

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_the_code_opens_the_page_that_the_link_named(self, visit, address, monkeypatch):
        shown = types(visit(address), CODE.lower()).title[0].value
        monkeypatch.setattr(gate, "CODE", "")
        assert shown == visit(address).title[0].value

    def test_who_was_let_in_stays_in_and_others_stay_out(self, visit):
        mine, theirs = types(visit(), CODE), visit("about")
        assert not is_gate(mine.run())
        assert is_gate(theirs.run())

    def test_no_question_is_asked_of_the_worker_before(self, visit, client):
        for address in ADDRESSES:
            visit(address)
        assert (client.jobs, client.questions) == ([], [])


class TestTheCode:
    @pytest.mark.slow  # starts a Python that loads Streamlit
    def test_is_not_handed_on_to_the_processes_that_the_page_starts(self):
        ask = "import os; from meso.ui import gate; print(gate.CODE, gate.VARIABLE in os.environ)"
        done = subprocess.run(
            [sys.executable, "-c", ask],
            cwd=ROOT,
            env=os.environ | {gate.VARIABLE: CODE},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split() == [CODE, "False"]
