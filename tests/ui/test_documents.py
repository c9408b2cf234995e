"""Documents on the page: taken apart by the worker, then a card for all that they carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache

from meso.errors import Busy, DocumentTooLarge, NoFaceFound, UnreadableDocument
from meso.media.carried import Carried, Document
from meso.service.unpack import unpack
from meso.ui import desk as on_desk
from meso.ui import words as common
from meso.ui.words import desk
from meso.ui.words import documents as words
from tests.document_files import newsletter, pdf_bytes
from tests.document_files import page as web_page

pytestmark = pytest.mark.slow  # half a second a page

MAIL = newsletter().as_bytes()
JPEG, PNG = b"\xff\xd8\xff one", b"\x89PNG\r\n\x1a\n two"
TWO = (
    Carried("choir.jpg", "part 2", "The choir *in May*", JPEG),
    Carried("picture 2", "part 3", "", PNG),
)


def document(carried=TWO, *, kind="mail", remote=0, ignored=0):
    return Document("news.eml", kind, tuple(carried), remote, ignored)


def plain(markdown):
    return markdown.replace("\\", "")


def said(page):
    kinds = (page.markdown, page.caption, page.error, page.info, page.warning)
    return plain("\n".join(element.value for kind in kinds for element in kind))


@pytest.fixture
def drop_all(page):
    """Drop files, each (name, bytes), in one go."""

    def drop_all(*files):
        dropped = [(name, data, "application/octet-stream") for name, data in files]
        return page.file_uploader[0].set_value(dropped).run()

    return drop_all


@pytest.fixture
def carries(client, drop_all):
    """Drop a mail in which the worker finds this."""

    def carries(found, *others):
        frame = client.answer  # what is asked of a report
        client.answer = lambda question, options: (
            found if question is unpack else frame(question, options)
        )
        return drop_all(("news.eml", MAIL), *others)

    return carries


class TestAnOpenDocument:
    @pytest.mark.parametrize(
        ("name", "data"),
        [("news.eml", MAIL), ("a.html", web_page().encode()), ("a.pdf", pdf_bytes(1))],
    )
    def test_was_taken_apart_by_the_worker_and_not_looked_at_itself(
        self, drop_all, client, name, data
    ):
        client.answer = lambda question, options: document()
        drop_all((name, data))
        assert client.questions == [("unpack", None, {"upload": data, "called": name})]
        assert name not in [job.name for job in client.jobs]

    def test_has_a_job_for_all_that_it_carries_in_its_order_named_after_it(self, carries, client):
        carries(document())
        assert [(job.name, job.data) for job in client.jobs] == [
            ("news.eml › choir.jpg", JPEG),
            ("news.eml › picture 2.png", PNG),
        ]

    def test_says_what_it_is_carries_only_points_to_and_was_ignored(self, carries):
        page = carries(document(remote=1, ignored=3))
        assert "` news.eml `" in said(page)
        assert "This mail carries 2 pictures and videos." in said(page)
        assert "the document as a whole has none" in said(page)
        assert "1 picture or video elsewhere, which was **not fetched**" in said(page)
        assert "3 other things in it were ignored" in said(page)

    def test_says_nothing_of_what_there_is_not(self, carries):
        page = carries(document())
        assert "fetched" not in said(page)
        assert "ignored" not in said(page)

    def test_is_taken_apart_once(self, carries, client):
        carries(document()).run().run()
        assert len(client.questions) == 1
        assert len(client.jobs) == 2

    def test_that_carries_nothing_says_so_and_shows_no_number(self, carries, client):
        page = carries(document((), kind="PDF"))
        assert "This PDF carries no picture and no video" in said(page)
        assert client.jobs == []
        assert not page.get("plotly_chart")
        assert not page.dataframe
        assert common.READY.format(device="the CPU") not in said(page)

    def test_has_no_verdict_of_its_own(self, carries, client, clip):
        page = carries(document())
        for job in client.jobs:
            job.ends(replace(clip, source=job.name))
        page.run()
        assert [heading.value for heading in page.header] == [desk.OVERVIEW]
        assert len([button for button in page.button if button.label == desk.SHOW]) == 2

    def test_is_known_by_its_content_and_not_by_its_name(self, drop_all, client):
        drop_all(("news.eml", b"\xff\xd8\xff no mail"))
        assert client.questions == []
        assert [job.name for job in client.jobs] == ["news.eml"]


class TestAPlace:
    def test_stands_on_the_card_and_no_sign_in_it_is_obeyed(self, carries):
        told = [text.value for text in carries(document()).markdown]
        assert "` part 2 · “The choir *in May*” `" in told
        assert "` part 3 `" in told

    def test_is_a_column_of_the_table(self, carries, client, clip):
        table = carries(document(), ("a.mp4", b"some bytes")).dataframe[0].value
        assert dict(zip(table["file"], table["place"], strict=True)) == {
            "a.mp4": "",
            "news.eml › choir.jpg": "part 2 · “The choir *in May*”",
            "news.eml › picture 2.png": "part 3",
        }

    def test_stands_over_the_report_of_the_only_one(self, carries, client, photo):
        page = carries(document(TWO[:1]))
        client.jobs[0].ends(replace(photo, source=client.jobs[0].name))
        page.run()
        assert page.header
        assert "part 2 · “The choir *in May*”" in said(page)

    @pytest.mark.parametrize("how_many", [1, 2])
    def test_stands_below_what_could_not_be_judged(self, carries, client, how_many):
        page = carries(document(TWO[:how_many]))
        name = client.jobs[0].name
        client.jobs[0].ends(NoFaceFound(name, looked_at=1, too_small=0, smallest=64))
        page.run()
        (card,) = page.error
        assert plain(card.value).startswith("No face to score in ` news.eml › choir.jpg `")
        assert plain(card.value).endswith("` part 2 · “The choir *in May*” `")


class TestWhatCannotBeTakenApart:
    @pytest.mark.parametrize(
        "error", [UnreadableDocument("news.eml"), DocumentTooLarge("news.eml", what="200 parts")]
    )
    def test_is_a_card_in_the_words_of_the_command_and_the_rest_goes_on(
        self, carries, client, error
    ):
        page = carries(error, ("a.mp4", b"some bytes"))
        (card,) = page.error
        assert plain(card.value).replace("` news.eml `", "news.eml") == str(error)
        assert [job.name for job in client.jobs] == ["a.mp4"]

    def test_is_tried_again_when_it_is_dropped_again(self, carries, client):
        carries(UnreadableDocument("news.eml"))
        page = carries(document())
        assert not page.error
        assert len(client.jobs) == 2

    def test_says_so_where_the_queue_is_full(self, carries, client, monkeypatch):
        def busy(*_, **__):
            raise Busy("news.eml", ahead=40, seconds=None)

        monkeypatch.setattr(client, "ask", busy)
        assert "was not taken" in said(carries(None))


class TestAClosedDocument:
    def test_says_what_it_waits_for(self, carries, client):
        page = carries(None)
        client.asked[0].waiting_for = 2
        (bar,) = page.run().get("progress")
        assert bar.proto.text == "Waiting in line: 2 files are ahead of yours"
        assert len(client.questions) == 1

    def test_gives_its_place_to_what_it_carries_when_that_has_come(self, carries, client):
        page = carries(None)
        assert client.jobs == []
        client.asked[0].ends(document())
        page.run()
        assert len(client.jobs) == 2

    def test_can_be_given_up(self, carries, client):
        page = carries(None)
        next(button for button in page.button if button.label == common.CANCEL).click().run()
        assert "you stopped it" in said(page)
        assert not page.get("progress")

    def test_is_given_up_when_it_is_taken_away(self, carries, client):
        page = carries(None)
        next(button for button in page.button if button.label == common.CLEAR[False]).click().run()
        assert client.asked[0].done()
        assert not page.info
        assert "waits for a file" in said(page)

    def test_is_given_up_with_the_page_and_asked_for_anew_when_that_comes_back(
        self, carries, client
    ):
        page = carries(None)
        clear_session_cache("test session id")  # what Streamlit does when the page is closed
        assert client.asked[0].done()
        page.run()
        assert len(client.asked) == 2
        assert not client.asked[1].done()


class TestTheRoom:
    def test_is_that_of_twenty_files_and_what_has_none_is_counted_and_named(self, carries, client):
        many = [Carried(f"{n}.jpg", "part 2", "", JPEG + bytes([n])) for n in range(22)]
        page = carries(document(many))
        assert len(client.jobs) == on_desk.MOST_FILES
        assert page.warning[0].value.endswith("` news.eml › 20.jpg `, ` news.eml › 21.jpg `")
        assert words.NO_ROOM[True].format(number=2) in said(page)

    def test_counts_what_it_carries_and_no_longer_the_document(self, carries, page, monkeypatch):
        monkeypatch.setattr(on_desk, "MOST_BYTES", len(MAIL))
        carries(document())
        assert page.session_state["desk"].size == len(JPEG) + len(PNG)
        assert not page.warning

    def test_for_a_document_that_is_too_large_is_none(self, carries, page, client, monkeypatch):
        monkeypatch.setattr(on_desk, "MOST_BYTES", len(MAIL) - 1)
        carries(document())
        assert client.questions == []
        assert page.warning[0].value.endswith("` news.eml `")

    def test_of_all_sessions_holds_for_what_it_carries(self, carries, page, client, monkeypatch):
        monkeypatch.setattr(on_desk, "MOST_FOR_ALL", len(MAIL))
        carries(document([Carried("large.jpg", "part 2", "", JPEG + bytes(len(MAIL)))]))
        assert client.jobs == []
        assert page.warning[0].value == f"{common.TURNED_AWAY} ` news.eml › large.jpg `"


class TestDroppedAgain:
    def test_it_takes_the_place_of_all_that_it_carried(self, carries, client):
        carries(document())
        page = carries(document(TWO[:1]))
        assert [file.name for file in page.session_state["desk"]] == ["news.eml › choir.jpg"]
        assert said(page).count("This mail carries") == 1

    def test_another_of_the_same_name_is_told_apart(self, carries, client, drop_all):
        carries(document(TWO[:1]))
        page = drop_all(("news.eml", newsletter("Other news").as_bytes()))
        assert [file.name for file in page.session_state["desk"]] == [
            "news.eml › choir.jpg",
            "news (2).eml › choir.jpg",
        ]


def test_the_zone_and_the_sentence_about_limits_know_documents(page):
    assert {".eml", ".mhtml", ".html", ".pdf"} <= {*page.file_uploader[0].proto.type}
    assert "PDFs up to 25 MB, 50 pages and 50 pictures and videos" in said(page)
