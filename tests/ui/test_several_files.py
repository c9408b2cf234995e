"""Several files at once: a job, a card and a row each, and what is asked of the worker."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from streamlit.runtime.caching.cache_resource_api import clear_session_cache

from meso.errors import UnreadableMedia
from meso.ui import desk as on_desk
from meso.ui import words
from meso.ui.words import desk

pytestmark = pytest.mark.slow  # half a second a page


@pytest.fixture
def drop_all(page):
    """Drop files of these names, each with bytes of its own, in one go."""

    def drop_all(*names):
        files = [(name, name.encode() + b"'s bytes", "video/mp4") for name in names]
        return page.file_uploader[0].set_value(files).run()

    return drop_all


@pytest.fixture
def ends(client, clip):
    """End the job on the file of this name: well, or with an error."""

    def ends(name, outcome=None):
        (job,) = [job for job in client.jobs if job.name == name and not job.done()]
        job.ends(outcome or replace(clip, source=name))

    return ends


def buttons(page, label):
    return [button for button in page.button if button.label == label]


def progress(page):
    return [bar.proto.text for bar in page.get("progress")]


def names(page):
    """The file names on cards and over the report, as they stand on the page."""
    return [text.value.strip("` ") for text in page.markdown if text.value.startswith("`")]


class TestFilesDroppedTogether:
    def test_have_a_job_each_in_their_order(self, drop_all, client):
        drop_all("a.mp4", "b.jpg", "c.webm")
        assert [(job.name, job.data) for job in client.jobs] == [
            ("a.mp4", b"a.mp4's bytes"),
            ("b.jpg", b"b.jpg's bytes"),
            ("c.webm", b"c.webm's bytes"),
        ]

    def test_show_how_far_each_is_and_all_are(self, drop_all, page, client, ends):
        drop_all("a.mp4", "b.mp4", "c.mp4")
        client.jobs[1].at("find", 6, 32)
        client.jobs[2].waiting_for = 1
        ends("a.mp4")
        assert progress(page.run()) == [
            "1 of 3 files are done",
            "Looking for faces in frame 7 of 32",
            "Waiting in line: 1 file is ahead of yours",
        ]

    def test_three_of_ten_that_are_broken_are_three_cards_beside_seven_results(
        self, drop_all, page, ends
    ):
        dropped = [f"{number}.mp4" for number in range(10)]
        drop_all(*dropped)
        for name in dropped:
            ends(name, UnreadableMedia(name) if name in {"2.mp4", "5.mp4", "9.mp4"} else None)
        page.run()
        assert len(page.error) == 3
        assert all("could not be opened" in card.value.replace("\\", "") for card in page.error)
        assert len(buttons(page, desk.SHOW)) == 7
        assert progress(page) == []

    def test_no_rerun_starts_them_again(self, drop_all, page, client, ends):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        page.run().run()
        assert len(client.jobs) == 2

    def test_the_same_name_twice_is_told_apart(self, page, client):
        page.file_uploader[0].set_value(
            [("clip.mp4", b"one", "video/mp4"), ("clip.mp4", b"other", "video/mp4")]
        ).run()
        assert [job.name for job in client.jobs] == ["clip.mp4", "clip (2).mp4"]

    def test_the_same_file_twice_is_one(self, page, client):
        page.file_uploader[0].set_value([("clip.mp4", b"one", "video/mp4")] * 2).run()
        assert [job.name for job in client.jobs] == ["clip.mp4"]

    def test_more_than_twenty_are_not_taken_and_named(self, drop_all, page, client):
        drop_all(*(f"{number}.mp4" for number in range(on_desk.MOST_FILES + 2)))
        assert len(client.jobs) == on_desk.MOST_FILES
        (warning,) = page.warning
        assert warning.value.endswith("` 20.mp4 `, ` 21.mp4 `")

    def test_more_bytes_than_there_is_room_for_are_not_taken(self, drop_all, client, monkeypatch):
        monkeypatch.setattr(on_desk, "MOST_BYTES", 30)
        drop_all("a.mp4", "b.mp4", "c.mp4")
        assert [job.name for job in client.jobs] == ["a.mp4", "b.mp4"]

    def test_bytes_that_all_sessions_together_have_no_room_for_are_not_taken(
        self, drop_all, page, client, monkeypatch
    ):
        monkeypatch.setattr(on_desk, "MOST_FOR_ALL", 30)
        somebody_else = on_desk.Desk([on_desk.Upload(0, "theirs.mp4", bytes(25))])
        monkeypatch.setitem(on_desk._desks, id(somebody_else), somebody_else)
        drop_all("a.mp4")
        assert not client.jobs
        (warning,) = page.warning
        assert warning.value == f"{words.TURNED_AWAY} ` a.mp4 `"

    def test_a_session_counts_what_it_has_now_and_only_once(self, drop_all, page):
        drop_all("a.mp4")
        drop_all("b.mp4")
        (mine,) = on_desk._desks.values()
        assert [file.name for file in mine] == ["a.mp4", "b.mp4"]
        next(button for button in page.button if button.label == words.CLEAR[True]).click().run()
        assert not mine

    def test_one_that_is_dropped_again_needs_no_more_room(self, drop_all, page, monkeypatch):
        drop_all("a.mp4")
        monkeypatch.setattr(on_desk, "MOST_FOR_ALL", sum(d.size for d in on_desk._desks.values()))
        drop_all("a.mp4")
        assert not page.warning

    def test_the_room_of_a_session_that_is_gone_is_free_again(self, drop_all, client, monkeypatch):
        monkeypatch.setattr(on_desk, "MOST_FOR_ALL", 30)
        somebody_else = on_desk.Desk([on_desk.Upload(0, "theirs.mp4", bytes(25))])
        on_desk._desks[id(somebody_else)] = somebody_else
        del somebody_else
        drop_all("a.mp4")
        assert [job.name for job in client.jobs] == ["a.mp4"]


class TestACard:
    @pytest.mark.parametrize("cautions", [(), ("Its faces are small.",)])
    def test_says_to_take_care_where_its_report_does(self, drop_all, page, client, clip, cautions):
        drop_all("a.mp4", "b.mp4")
        verdict = replace(clip.verdict, cautions=cautions)
        client.jobs[0].ends(replace(clip, source="a.mp4", verdict=verdict))
        told = [caption.value for caption in page.run().caption]
        assert (desk.CARE in told) == bool(cautions)


class TestAFullQueue:
    def test_says_so_of_the_files_that_it_has_no_room_for(self, drop_all, page, client):
        client.room = 2
        drop_all("a.mp4", "b.mp4", "c.mp4")
        assert [job.name for job in client.jobs] == ["a.mp4", "b.mp4"]
        assert "was not taken" in page.error[0].value
        assert "c.mp4" in page.error[0].value

    def test_takes_them_when_they_are_dropped_again(self, drop_all, client):
        client.room = 2
        drop_all("a.mp4", "b.mp4", "c.mp4")
        client.room = 3
        page = drop_all("c.mp4")
        assert [job.name for job in client.jobs] == ["a.mp4", "b.mp4", "c.mp4"]
        assert not page.error


class TestCancel:
    def test_of_one_leaves_the_others(self, drop_all, page, client):
        drop_all("a.mp4", "b.mp4")
        buttons(page, "Cancel")[0].click().run()
        assert [job.done() for job in client.jobs] == [True, False]
        assert "you stopped it" in page.info[0].value.replace("\\", "")

    def test_of_all_stops_all(self, drop_all, page, client, ends):
        drop_all("a.mp4", "b.mp4", "c.mp4")
        ends("a.mp4")
        page.run()
        buttons(page, desk.CANCEL_ALL)[0].click().run()
        assert all(job.done() for job in client.jobs)
        assert len(page.info) == 2
        assert len(buttons(page, desk.SHOW)) == 1

    def test_taking_all_away_stops_all_and_empties_the_page(self, drop_all, page, client):
        drop_all("a.mp4", "b.mp4")
        buttons(page, "Take all files away")[0].click().run()
        assert all(job.done() for job in client.jobs)
        assert names(page) == []
        assert "waits for a file" in page.caption[-1].value


class TestTheTable:
    def test_has_a_row_a_file_in_the_order_they_came(self, drop_all, page, ends):
        drop_all("a.mp4", "b.mp4", "c.mp4")
        ends("a.mp4")
        ends("b.mp4", UnreadableMedia("b.mp4"))
        table = page.run().dataframe[0].value
        assert table["file"].tolist() == ["a.mp4", "b.mp4", "c.mp4"]
        assert table["verdict"].tolist() == ["Real", "no verdict", "under way"]

    def test_a_broken_file_has_no_number_but_a_reason(self, drop_all, page, ends):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        ends("b.mp4", UnreadableMedia("b.mp4"))
        broken = page.run().dataframe[0].value.iloc[1]
        assert pd.isna(broken["score"])
        assert pd.isna(broken["faces"])
        assert broken["reason"].startswith("b.mp4 could not be opened")

    def test_one_file_has_none(self, drop_all, page, ends):
        drop_all("a.mp4")
        ends("a.mp4")
        assert next(iter(page.run().dataframe[0].value)) == "frame"


class TestTheReport:
    def test_is_that_of_no_file_before_one_was_chosen(self, drop_all, page, ends):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        assert [heading.value for heading in page.run().header] == [desk.OVERVIEW]
        assert page.caption[-1].value == desk.NONE_CHOSEN

    def test_is_that_of_the_card_that_was_chosen(self, drop_all, page, client, ends):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        ends("b.mp4")
        page.run()
        buttons(page, desk.SHOW)[1].click().run()
        assert names(page) == ["a.mp4", "b.mp4", "b.mp4"]
        assert len(client.jobs) == 2

    def test_every_report_is_kept_for_the_other_pages_the_chosen_one_first(
        self, drop_all, page, ends
    ):
        drop_all("a.mp4", "b.mp4", "c.mp4")
        for name in ("a.mp4", "b.mp4", "c.mp4"):
            ends(name)
        page.run()
        buttons(page, desk.SHOW)[0].click().run()
        kept = [report.source for report in page.session_state["reports"]]
        assert kept == ["a.mp4", "c.mp4", "b.mp4"]


class TestALeftPage:
    def test_has_its_unfinished_work_stopped(self, drop_all, page, client, ends):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        page.run()
        clear_session_cache("test session id")  # what Streamlit does when the page is closed
        assert [job.done() for job in client.jobs] == [True, True]

    def test_that_was_only_cut_off_begins_it_again_and_keeps_what_was_done(
        self, drop_all, page, client, ends
    ):
        drop_all("a.mp4", "b.mp4")
        ends("a.mp4")
        page.run()
        clear_session_cache("test session id")
        page.run()
        assert [job.name for job in client.jobs] == ["a.mp4", "b.mp4", "b.mp4"]
        assert not client.jobs[-1].done()


class TestTheCamera:
    def test_is_not_asked_for_before_somebody_wants_it(self, page):
        assert not page.camera_input

    def test_gives_a_photo_that_goes_the_way_of_a_file(self, page, client):
        page.toggle[0].set_value(True).run()
        page.camera_input[0].set_value(("photo.jpg", b"a face", "image/jpeg")).run()
        assert [(job.name, job.data) for job in client.jobs] == [("camera.jpg", b"a face")]
