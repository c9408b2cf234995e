"""The page "Results of a folder": a table dropped, counted, searched, and one row of it opened."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from meso.models import weights
from meso.models.calibration import Calibration, ErrorRate
from meso.ui import desk, open_row, show_row
from meso.ui.results_page import CHOSEN, FOUND
from meso.ui.words import results as words
from tests.tables import CLIP, FAKE, REAL, ROWS, TORN, UNSURE, as_csv

pytestmark = pytest.mark.slow  # half a second a page

NASTY = "a`*b* ![x](https://elsewhere.test/x.png)<img src=x>\u202e.jpg"


@pytest.fixture
def page(client, networks, weights_folder, monkeypatch):
    """The page, opened, where the rows' network is installed."""
    monkeypatch.setattr(show_row, "known", partial(weights.known, weights_folder))
    monkeypatch.setattr(open_row, "default_name", partial(weights.default_name, weights_folder))

    def script():
        from meso.ui.results_page import show

        show()

    page = AppTest.from_function(script, default_timeout=30).run()
    yield page
    assert not page.exception


@pytest.fixture
def drop(page):
    """Drop a table of these rows, or these bytes."""

    def drop(rows=ROWS, name="scores.csv", **more):
        data = rows if isinstance(rows, bytes) else as_csv(rows, **more)
        return page.file_uploader[0].set_value((name, data, "text/csv")).run()

    return drop


@pytest.fixture
def choose(page):
    """Choose the row at this place, as a click on it does."""

    def choose(place):
        page.session_state[CHOSEN] = place
        return page.run()

    return choose


def said(page):
    told = [*page.markdown, *page.caption, *page.header, *page.success]
    return "\n".join(text.value for text in told).replace("\\", "")


def table(page):
    return page.dataframe[0].value


def widget(widgets, label):
    (found,) = [one for one in widgets if one.label == label]
    return found


def search(page, label, *values):
    return widget(page.multiselect, label).set_value(list(values)).run()


class TestATable:
    def test_is_asked_for_with_its_limits(self, page):
        assert page.file_uploader[0].label == words.DROP_HERE
        assert page.markdown[-1].value == words.MOST
        assert not page.dataframe

    def test_is_counted_by_verdict_and_by_reason(self, drop):
        page = drop()
        assert "4 rows of 4 files, scored by ` meso4 `." in said(page)
        counts = next(text.value for text in page.markdown if text.value.startswith("- "))
        assert [line[-5:] for line in counts.splitlines()] == ["**1**"] * 4
        assert "Why they were not scored: 1 × damaged or empty." in said(page)

    def test_is_drawn_by_its_scores_with_the_threshold(self, drop):
        (chart,) = drop().get("plotly_chart")
        assert '"name":"fake"' in chart.proto.spec
        assert '"x0":0.5' in chart.proto.spec

    def test_without_a_score_has_no_chart(self, drop):
        page = drop([TORN])
        assert not page.get("plotly_chart")
        assert "1 row of 1 file, scored by no network." in said(page)

    def test_has_a_row_a_file_and_no_number_for_a_failure(self, drop):
        shown = table(drop())
        assert shown["verdict"].tolist() == ["Fake", "Real", "Can't tell", "Not scored"]
        assert shown["fake score"].isna().tolist() == [False, False, False, True]
        assert shown["place"].tolist() == ["", "", "part 2: ben.png", ""]
        assert shown["reason"][3] == "not scored: damaged or empty"

    def test_stays_until_it_is_taken_away(self, drop):
        page = drop().run()
        widget(page.button, words.CLEAR).click().run()
        assert not page.dataframe
        assert FOUND not in page.session_state

    def test_makes_way_for_the_next(self, drop):
        drop()
        assert len(table(drop([REAL], name="more.csv"))) == 1


class TestWhatIsNoTable:
    @pytest.mark.parametrize(
        ("data", "says"),
        [
            (b"name,price\nbread,2\n", "no table of `meso batch`"),
            (b"PAR1" + bytes(20), "CSV beside it"),
            (as_csv(ROWS)[:-20], "cut short or changed"),
        ],
    )
    def test_is_told_with_the_mend(self, drop, data, says):
        page = drop(data, name="some*thing*.csv")
        assert says in page.error[0].value.replace("\\", "")
        assert "` some*thing*.csv `" in page.error[0].value
        assert not page.dataframe

    def test_of_no_row_says_what_to_type(self, drop):
        assert [note.value for note in drop([]).info] == [words.EMPTY]

    def test_of_a_newer_version_is_shown_without_what_is_unknown(self, drop):
        page = drop(mood="calm", tide="high")
        assert [note.value for note in page.warning] == [words.UNKNOWN[True].format(number=2)]
        assert len(table(page)) == 4


class TestTheSearch:
    @pytest.mark.parametrize(
        ("label", "values", "found"),
        [
            (words.VERDICT, ["fake", ""], [FAKE, TORN]),
            (words.KIND, ["image"], [REAL, UNSURE]),
            (words.REASON, ["not scored: damaged or empty", "small face"], [FAKE, TORN]),
        ],
    )
    def test_leaves_the_rows_that_fit_one_of_each(self, drop, label, values, found):
        page = search(drop(), label, *values)
        assert table(page)["file"].tolist() == [row.file for row in found]
        assert f"{len(found)} of 4 rows shown." in said(page)

    def test_by_name_takes_the_place_in_a_document_and_any_case(self, drop):
        page = drop()
        page.text_input[0].set_value(" BEN.png ").run()
        assert table(page)["file"].tolist() == ["news.eml"]

    def test_by_score_leaves_out_what_has_none(self, drop):
        page = drop()
        page.slider[0].set_value((0.4, 1.0)).run()
        assert table(page)["file"].tolist() == [FAKE.file, UNSURE.file]

    def test_that_fits_nothing_says_so(self, drop):
        page = drop()
        page.text_input[0].set_value("nobody").run()
        assert [note.value for note in page.info] == [words.NO_MATCH]
        assert not page.dataframe


def headings(page):
    return [heading.value for heading in page.header]


class TestARow:
    def test_says_what_the_table_says_in_the_words_of_the_pages(self, drop, choose):
        drop()
        page = choose(0)
        assert "Fake" in headings(page)[2]
        for sentence in (
            "` 2024/holiday.mp4 `",
            "It scores **0.81** on a scale from **0 (real)** to **1 (fake)**. Fake begins at 0.50.",
            "The mean score 0.81 is above the threshold 0.50.",
            "This stands on 30 of 32 frames looked at, which show 1 person.",
            "reading 0.5 s · finding faces 1.5 s · scoring 0.1 s · in all 2.2 s",
            "Network meso4 · SHA-256 of its weights begins with",
        ):
            assert sentence in said(page)

    def test_believes_no_error_rate_of_the_table(self, drop, choose):
        drop()
        assert "was not measured, so do not rely on this one" in said(choose(0))

    def test_has_the_error_rate_of_the_network_that_is_installed(self, drop, choose, monkeypatch):
        rates = ErrorRate(0.5, 40, 0.2), ErrorRate(1.0, 40, 0.07)
        found = show_row.known()
        measured = replace(found["meso4"], video=Calibration(1.0, 0.0, 0.1, rates))
        monkeypatch.setattr(show_row, "known", lambda: found | {"meso4": measured})
        drop()
        page = choose(0)
        assert "Of 100 clips that scored like this" in said(page)
        assert "about 7 were judged wrongly" in said(page)

    @pytest.mark.parametrize("other", [{"model": "unheard-of"}, {"weights_sha256": "ef" * 32}])
    def test_of_a_network_that_is_not_installed_says_so(self, drop, choose, other):
        drop([replace(FAKE, **other)])
        assert "is not installed" in said(choose(0))

    def test_without_a_verdict_says_why_and_shows_no_number(self, drop, choose):
        drop()
        page = choose(3)
        assert headings(page)[1:3] == [words.ROW, words.NOT_SCORED]
        assert TORN.problem in said(page)
        assert len(page.get("plotly_chart")) == 1  # the histogram

    def test_of_another_table_is_not_shown(self, drop, choose):
        drop()
        choose(3)
        assert words.NOT_SCORED not in headings(drop([REAL]))

    def test_obeys_no_sign_in_a_name(self, drop, choose):
        drop([replace(TORN, file=NASTY, problem=f"{NASTY} is broken.")])
        page = choose(0)
        (problem,) = [text.value for text in page.markdown if "is broken" in text.value]
        assert "a\\`\\*b\\* ` ![x](https://elsewhere.test/x.png)<img ` src" in problem
        assert "\u202e" not in problem
        (name,) = [text.value for text in page.markdown if text.value.startswith("``")]
        assert "\u202e" not in name
        assert "\u202e" not in table(page)["file"][0]


class TestTheFileOfARow:
    @pytest.fixture
    def drop_file(self, page, drop, choose):
        """Choose the first row, and drop a file for it."""

        def drop_file(data=CLIP, rows=ROWS, name="renamed.mp4"):
            drop(rows)
            choose(0)
            return page.file_uploader[1].set_value((name, data, "video/mp4")).run()

        return drop_file

    def test_is_looked_at_by_the_network_and_frames_of_the_row(self, drop_file, client):
        page = drop_file()
        (job,) = client.jobs
        assert (job.data, job.name, job.model, job.frames) == (CLIP, "renamed.mp4", "meso4", 32)
        assert words.THE_FILE in said(page)
        assert page.get("progress")

    def test_comes_with_its_whole_report_and_whether_the_table_was_right(
        self, drop_file, client, clip
    ):
        page = drop_file()
        verdict = replace(clip.verdict, label="fake", score=0.8125)
        client.jobs[0].ends(replace(clip, verdict=verdict))
        page.run()
        assert "It scores 0.81 again, as the table says." in said(page)
        assert "What the network saw" in [heading.value for heading in page.subheader]

    def test_that_scores_otherwise_shows_a_table_that_was_changed(self, drop_file, client, clip):
        page = drop_file()
        client.jobs[0].ends(clip)
        page.run()
        assert "The table says 0.8125; looked at now, it scores 0.2500" in page.warning[0].value

    def test_that_is_another_one_is_not_looked_at(self, drop_file, client):
        page = drop_file(b"some other bytes")
        assert [note.value for note in page.error] == [words.ANOTHER_FILE]
        assert not client.jobs
        assert not any(desk._desks.values())

    def test_by_another_network_is_compared_with_nothing(self, drop_file, client, clip):
        page = drop_file(rows=[replace(FAKE, weights_sha256="ef" * 32)])
        client.jobs[0].ends(clip)
        page.run()
        (warning,) = page.warning
        assert "is not installed" in warning.value

    def test_lies_on_the_desk_and_for_want_of_room_is_named(self, drop_file, client, monkeypatch):
        monkeypatch.setattr(desk, "MOST_BYTES", 3)
        page = drop_file()
        assert "` renamed.mp4 `" in page.warning[0].value
        assert not client.jobs

    def test_that_is_a_document_lies_on_the_page_detect(self, drop_file, client):
        from hashlib import sha256

        mail = b"From: a@school.test\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nHello"
        row = replace(UNSURE, file_sha256=sha256(mail).hexdigest())
        page = drop_file(mail, rows=[row], name="news.eml")
        assert words.A_DOCUMENT in said(page)
        assert not client.jobs

    def test_is_forgotten_with_the_table(self, drop_file, drop, choose):
        drop_file(b"some other bytes")
        drop()
        assert not choose(0).error

    def test_without_a_fingerprint_cannot_be_told(self, drop, choose):
        drop([replace(TORN, file_sha256="")])
        page = choose(0)
        assert len(page.file_uploader) == 1
        assert words.NO_FINGERPRINT in said(page)
