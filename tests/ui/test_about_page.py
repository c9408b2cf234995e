"""The page about a network: three sentences and a picture first, and all of the card below."""

from __future__ import annotations

from functools import partial

import pytest
from streamlit.testing.v1 import AppTest

from meso.models import weights
from meso.models.weights import WEIGHTS
from meso.ui import about_page
from meso.ui.words import about as words

pytestmark = pytest.mark.slow  # half a second a page


def opened():
    def script():
        from meso.ui import about_page

        about_page.show()

    return AppTest.from_function(script, default_timeout=30).run()


@pytest.fixture
def folder(weights_folder, monkeypatch):
    """Another folder of networks for this page; none is installed."""
    for name in ("known", "default_name"):
        monkeypatch.setattr(about_page, name, partial(getattr(weights, name), weights_folder))
    return weights_folder


@pytest.fixture
def page():
    """The page with the networks and the cards that are shipped."""
    page = opened()
    assert not page.exception
    return page


def texts(page):
    return [text.value for text in page.markdown]


def folded(page):
    return {part.label: [text.value for text in part.markdown] for part in page.expander}


class TestTheFirstScreen:
    def test_says_in_three_sentences_what_it_is_how_often_wrong_and_what_it_knows(self, page):
        first, second, third = texts(page)[:3]
        assert first == words.WHAT_IT_IS
        assert second.startswith("Of 100 photos of people whom it had never seen, half of them")
        assert third == words.WHAT_IT_KNOWS

    def test_has_one_picture_with_a_sentence_how_to_read_it(self, page):
        assert texts(page)[3].startswith("Each dot is a group of photos.")
        alt = page.get("plotly_chart")[0].proto.alt
        assert alt.startswith("Chart of how many photos were fake")

    def test_says_that_videos_were_not_measured(self, page):
        assert words.ONLY_PHOTOS in [caption.value for caption in page.caption]


class TestTheNumbers:
    def test_are_those_of_the_chosen_networks_card(self, page):
        page.selectbox[0].set_value("meso_deep").run()
        card = (WEIGHTS / "meso_deep.md").read_text("utf-8")
        wrong = card.partition("| 100% | ")[2].partition("%")[0]
        assert f"**about {round(float(wrong))}**" in texts(page)[1]
        page.selectbox[0].set_value("meso4").run()
        assert f"**about {round(float(wrong))}**" not in texts(page)[1]

    def test_an_example_names_the_largest_dot(self, page):
        page.selectbox[0].set_value("meso_deep").run()
        assert "The dot at 75% stands on 479 photos: **76% were fake**" in texts(page)[3]


class TestTheCard:
    def test_is_folded_part_by_part_under_plain_titles(self, page):
        titles = [part.label for part in page.expander]
        assert titles[0] == words.SUREST
        assert {*words.SECTIONS.values(), words.FACTS, words.SIGNATURE} <= {*titles}

    def test_has_its_tables_as_tables_and_their_measures_explained(self, page):
        part = next(p for p in page.expander if p.label == words.SECTIONS["How good it is"])
        assert {"tested on", "AUC", "fakes found"} <= {*part.dataframe[0].value.columns}
        assert part.markdown[0].value == words.MEASURES.strip()

    def test_tells_the_licence_and_what_it_was_trained_on(self, page):
        told = "\n".join(folded(page)[words.FACTS])
        assert "not commercial" in told
        assert "**trained on**" in told

    def test_shows_no_picture_and_no_markdown_table(self, page):
        assert not [text for text in texts(page) if "![" in text or text.startswith("|")]


class TestTheSignature:
    def test_stands_beside_the_detector(self, page):
        told = "\n".join(folded(page)[words.SIGNATURE])
        assert "**A detector** looks at the pixels." in told
        assert "**A signature** is a sealed note in the file." in told
        assert "does not read them" in told


class TestWhatIsMissing:
    def test_without_a_network_it_says_how_to_get_one(self, folder):
        page = opened()
        assert not page.exception
        assert "No network is installed" in page.warning[0].value

    def test_without_a_card_no_number_is_made_up(self, folder, networks):
        page = opened()
        assert not page.exception
        assert texts(page)[1] == words.NEVER_MEASURED
        assert page.get("plotly_chart") == []
        assert words.NO_PICTURE in [info.value for info in page.info]

    def test_a_foreign_card_is_shown_and_not_carried_out(self, folder, networks):
        naughty = (
            "# meso4\n\n![x](http://evil.example/x.png)\n\n## :red[a]\n[b](../../etc) <b>c</b>\n"
        )
        (folder / "meso4.md").write_text(naughty, "utf-8")
        page = opened()
        assert not page.exception
        assert "\\:red\\[a\\]" in [part.label for part in page.expander]
        assert not [text for text in texts(page) if "![" in text or "../../etc" in text]

    def test_a_broken_index_is_told(self, folder, networks):
        (folder / "index.toml").write_text("[meso4", "utf-8")
        page = opened()
        assert not page.exception
        assert "is not valid TOML" in page.error[0].value.replace("\\", "")
