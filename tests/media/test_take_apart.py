"""A document is taken apart by a process of its own: the same comes out, or a reason why not."""

from __future__ import annotations

import io
import subprocess
import sys
from resource import RUSAGE_CHILDREN, getrusage

import pytest

from meso.errors import (
    DocumentTooLarge,
    EmptyFile,
    MesoError,
    TookTooLong,
    UnreadableDocument,
)
from meso.media import documents, isolate, take_apart
from meso.media.carried import Document
from tests.document_files import newsletter, page, pdf_bytes, web_archive
from tests.hostile.documents import BROKEN, HARMLESS, TOO_MUCH

pytestmark = [
    pytest.mark.slow,  # starts processes
    pytest.mark.skipif(sys.platform != "linux", reason="counts on the limits of Linux"),
]

FILES = {
    "mail": newsletter().as_bytes(),
    "archive": web_archive(),
    "page": page('<img src="https://a.test/a.jpg">').encode(),
    "PDF": pdf_bytes(1, 2),
}
HOSTILE = {**TOO_MUCH, **HARMLESS, **BROKEN}


def read(data, name="letter"):
    return take_apart.read_document(io.BytesIO(data), name)


def told_by(module, data):
    """What a document carries, or the class and the words of what is raised for it."""
    try:
        return module.read_document(io.BytesIO(data), "me.eml")
    except MesoError as error:
        return type(error), str(error)


@pytest.fixture
def reader_that(monkeypatch):
    """Puts other code in the process's place, and has it read a mail."""

    def begin(code):
        monkeypatch.setattr(isolate, "BEGIN", f"import sys, os, time, signal, json; {code}")
        return read(FILES["mail"], "me.eml")

    return begin


class TestWhatComesOut:
    @pytest.mark.parametrize("name", FILES)
    def test_is_the_same_to_the_byte(self, name):
        assert told_by(take_apart, FILES[name]) == told_by(documents, FILES[name])

    @pytest.mark.parametrize("name", ["six_levels.eml", "too_many_pages.pdf", "torn.pdf"])
    def test_is_the_same_error_in_the_same_words(self, name):
        data = HOSTILE[name]()
        assert told_by(take_apart, data) == told_by(documents, data)

    @pytest.mark.parametrize(
        ("data", "error"), [(b"", EmptyFile), (b"Dear diary", UnreadableDocument)]
    )
    def test_of_what_is_no_document_starts_no_process(self, data, error, monkeypatch):
        monkeypatch.setattr(subprocess, "Popen", None)
        with pytest.raises(error):
            read(data)

    @pytest.mark.parametrize("name", HOSTILE)
    def test_of_a_hostile_one_is_nothing_or_a_reason_within_two_seconds(self, name):
        data, begun = HOSTILE[name](), getrusage(RUSAGE_CHILDREN)
        came_to = told_by(take_apart, data)
        if isinstance(came_to, Document):
            assert came_to.carried == ()
        else:
            assert came_to[0].reason in ("too_big", "damaged")
        ended = getrusage(RUSAGE_CHILDREN)
        assert ended.ru_utime + ended.ru_stime - begun.ru_utime - begun.ru_stime < 2


class TestAProcessThat:
    @pytest.mark.parametrize("number", ["SIGSEGV", "SIGABRT"])
    def test_crashes_means_a_document_that_cannot_be_opened(self, number, reader_that):
        with pytest.raises(UnreadableDocument, match=r"^me\.eml could not be opened as a mail"):
            reader_that(f"os.kill(os.getpid(), signal.{number})")

    def test_is_killed_for_its_memory_means_a_document_too_large(self, reader_that):
        with pytest.raises(DocumentTooLarge, match=r"more than 1\.5 GB to unpack"):
            reader_that("os.kill(os.getpid(), signal.SIGKILL)")

    def test_sleeps_is_stopped(self, reader_that, monkeypatch):
        monkeypatch.setattr(isolate, "DECODER_SECONDS", 0.5)
        with pytest.raises(TookTooLong):
            reader_that("sys.stdin.buffer.read(); time.sleep(60)")

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "{}",
            {"document": "exe", "carried": 0, "remote": 0, "ignored": 0},
            {"document": "mail", "carried": 51, "remote": 0, "ignored": 0},
            {"document": "mail", "carried": 0, "remote": -1, "ignored": 0},
            {"document": "mail", "carried": 0, "remote": 0, "ignored": "<b>"},
            {"name": "a", "where": "b", "alt": "c", "bytes": 2**31},
            {"name": "a", "where": "b", "alt": "c" * 201, "bytes": 0},
            {"name": "a\x1b[2J", "where": "b", "alt": "c", "bytes": 0},
            {"name": ["a"], "where": "b", "alt": "c", "bytes": 0},
        ],
    )
    def test_answers_garbage_is_our_fault_and_gives_nothing(self, answer, reader_that):
        opened = {"document": "mail", "carried": 1, "remote": 0, "ignored": 0}
        lines = [opened, answer] if "name" in answer else [answer]
        code = f"sys.stdin.buffer.read(); [print(json.dumps(line)) for line in {lines!r}]"
        with pytest.raises(Exception) as raised:  # noqa: PT011  # any but those for the user
            reader_that(code)
        assert not isinstance(raised.value, MesoError)
