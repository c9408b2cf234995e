"""Elements and the text in them: what comes from outside stays text."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meso.markup import Markup, printable, tag, together


class Seen(HTMLParser):
    """The elements and the text that a browser would see."""

    def __init__(self, page):
        super().__init__()
        self.elements, self.text = [], ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


class TestTag:
    def test_is_an_element_with_its_attributes(self):
        assert (
            tag("p", "a", class_="word", aria_label="b") == '<p class="word" aria-label="b">a</p>'
        )

    def test_elements_stay_elements_in_others(self):
        assert tag("p", tag("b", "x"), " y") == "<p><b>x</b> y</p>"

    def test_one_that_is_always_empty_has_no_end(self):
        assert tag("meta", charset="utf-8") == '<meta charset="utf-8">'

    def test_may_have_an_attribute_called_name(self):
        assert tag("meta", name="viewport") == '<meta name="viewport">'

    @pytest.mark.parametrize("text", ["<script>alert(1)</script>", '" onload="x', "a & b", "'>"])
    def test_text_does_nothing_but_stand_there(self, text):
        seen = Seen(tag("p", text, title=text))
        assert seen.elements == [("p", {"title": text})]
        assert seen.text == text

    @given(st.text())
    def test_whatever_it_says(self, text):
        seen = Seen(tag("p", text, title=text))
        assert seen.elements == [("p", {"title": printable(text)})]
        assert seen.text == printable(text)


def test_parts_are_put_together_each_as_what_it_is():
    assert together([Markup("<br>"), "<br>"]) == "<br>&lt;br&gt;"


def test_signs_that_cannot_be_seen_are_shown():
    assert printable("gpj.\u202eexe\x00 ok é 学") == "gpj.�exe� ok é 学"
