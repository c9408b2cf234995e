"""The page that one keeps: all that is known, nothing that acts, nothing fetched."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

import meso
from meso.takeaway.as_html import MOST_FACES, as_html, shown_faces
from meso.takeaway.words import GONE, LIMITS
from tests.reports import report_of

DAY = date(2026, 11, 25)
NAUGHTY = "<script>alert(1)</script><img src=x onerror=alert(2)>\"' &amp; \u202e.mp4"
MANY = [(frame, frame % 2, 0.9 if frame == 7 else 0.25) for frame in range(40)]


class Page(HTMLParser):
    """What a browser would find in the file: elements, and the text of each."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "\n".join(self.texts)

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture
def page(clip, weights):
    return Page(as_html(clip, weights, on=DAY))


class TestTheVerdict:
    def test_is_a_word_a_sentence_and_a_number_between_two_named_ends(self, page):
        assert {"Real", "0 real", "1 fake"} <= {*page.texts}
        assert "score on average 0.25 on a scale from 0 (real) to 1 (fake)." in page.text

    def test_comes_with_reason_caution_error_rate_and_probability(self, page):
        assert "The mean score 0.25 is below the threshold 0.50." in page.texts
        assert "Take care: The face is small." in page.texts
        assert "about 8 were judged wrongly" in page.text
        assert "A fake is 20% probable" in page.text

    @pytest.mark.parametrize(
        ("label", "word"), [("fake", "Fake"), ("real", "Real"), ("uncertain", "Can't tell")]
    )
    def test_has_an_icon_and_a_colour_of_its_own(self, clip, label, word):
        verdict = replace(clip.verdict, label=label)
        page = Page(as_html(replace(clip, verdict=verdict), None, on=DAY))
        assert word in page.texts
        assert {"class": f"word {label}"} in page.all("p")
        assert any(icon.get("aria-hidden") == "true" for icon in page.all("svg"))

    def test_without_one_no_error_rate_is_told(self, clip):
        verdict = replace(clip.verdict, label="uncertain")
        assert "judged wrongly" not in as_html(replace(clip, verdict=verdict), None, on=DAY)


class TestWhatItHolds:
    def test_the_chart_with_its_description(self, page):
        assert any(
            "Chart of the fake score" in svg.get("aria-label", "") for svg in page.all("svg")
        )
        assert {"person 1", "person 2", "threshold"} <= {*page.texts}

    def test_every_face_as_the_network_saw_it(self, page):
        assert [image["alt"] for image in page.all("img")] == [
            "Face of person 1, 0.0 s: 0.10",
            "Face of person 1, 1.0 s: 0.20",
            "Face of person 2, 1.0 s: 0.70",
            "Face of person 2, 4.0 s: 0.90",
        ]
        pictures = [image["src"] for image in page.all("img")]
        assert len({*pictures}) == 4
        assert all(source.startswith("data:image/png;base64,") for source in pictures)

    def test_every_score_in_a_table_and_what_got_none(self, page):
        assert len(page.all("tr")) == 1 + 4 + 2
        assert {"2, 22, 112, 152", "no face found", "face too small"} <= {*page.texts}
        assert "No face was found in 1 frame." in page.texts

    def test_network_fingerprint_licence_version_and_date(self, page, clip, weights):
        assert {clip.model, clip.weights_sha256, weights.licence} <= {*page.texts}
        assert f"meso {meso.__version__}, 2026-11-25" in page.texts
        assert weights.note in page.text

    def test_the_limits(self, page):
        assert {*LIMITS} <= {*page.texts}

    def test_a_photo_has_no_times(self, photo):
        page = Page(as_html(photo, None, on=DAY))
        assert [image["alt"] for image in page.all("img")][1] == "Face of person 2: 0.80"
        assert "one score from many" not in page.texts


class TestANetworkThatIsNotThere:
    @pytest.mark.parametrize("other", [None, "changed"])
    def test_has_no_licence_and_no_note(self, clip, weights, other):
        known = other and replace(weights, sha256="0" * 64)
        page = Page(as_html(clip, known, on=DAY))
        assert GONE in page.texts
        assert weights.licence not in page.text
        assert weights.note not in page.text


class TestManyFaces:
    def test_are_shown_evenly_and_the_most_fake_one_with_them(self):
        report = report_of(MANY, looked_at=range(40))
        places = shown_faces(report)
        assert len(places) == len({*places}) == MOST_FACES
        assert 7 in places
        assert {report.scores.person[place] for place in places} == {0, 1}

    def test_it_is_told_how_many_are_not(self):
        text = as_html(report_of(MANY, looked_at=range(40)), None, on=DAY)
        assert text.count("<img") == MOST_FACES
        assert "28 more faces were scored: their scores are in the table below." in text

    def test_and_where_it_is_one(self):
        text = as_html(report_of(MANY[:13], looked_at=range(13)), None, on=DAY)
        assert "1 more face was scored: its score is in the table below." in text


class TestWhatMustNotHappen:
    def test_a_name_is_shown_and_never_carried_out(self, clip, weights):
        verdict = replace(clip.verdict, reasons=(NAUGHTY,), cautions=(NAUGHTY,))
        report = replace(clip, source=NAUGHTY, model=NAUGHTY, verdict=verdict)
        hostile = replace(weights, name=NAUGHTY, licence=NAUGHTY, note=NAUGHTY)
        plain = Page(as_html(clip, weights, on=DAY))
        page = Page(as_html(report, hostile, on=DAY))
        assert [name for name, _ in page.elements] == [name for name, _ in plain.elements]
        assert NAUGHTY.replace("\u202e", "�") in page.texts

    def test_nothing_is_fetched_and_nothing_runs(self, clip, weights):
        page = Page(as_html(clip, weights, on=DAY))
        assert not {"script", "link", "iframe", "a", "form"} & {name for name, _ in page.elements}
        sources = [
            value
            for _, attributes in page.elements
            for name, value in attributes.items()
            if name in ("src", "href", "srcset", "data", "poster")
        ]
        assert all(source.startswith("data:") for source in sources)
        assert "url(" not in as_html(clip, weights, on=DAY)
        assert "@import" not in as_html(clip, weights, on=DAY)

    def test_it_forbids_the_browser_to_try(self, page):
        (policy,) = [m["content"] for m in page.all("meta") if "http-equiv" in m]
        assert policy.startswith("default-src 'none'")
        assert "script-src" not in policy

    def test_numbers_are_not_made_up(self, clip):
        verdict = replace(clip.verdict, error_rate=None, probability=None)
        text = as_html(replace(clip, verdict=verdict), None, on=DAY)
        assert "was not measured" in text
        assert not re.search(r"\d+% probable", text)


def test_the_same_report_gives_the_same_page(clip, weights):
    assert as_html(clip, weights, on=DAY) == as_html(clip, weights, on=DAY)
