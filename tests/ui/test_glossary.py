"""The words that are explained on every page."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from meso.ui.glossary import hover
from meso.ui.words.glossary import TERMS, TITLE


class TestHover:
    def test_explains_the_terms_that_were_asked_for(self):
        text = hover("threshold", "crop")
        assert TERMS["threshold"] in text
        assert TERMS["crop"] in text
        assert TERMS["frame"] not in text

    def test_refuses_a_term_that_nobody_explained(self):
        with pytest.raises(KeyError, match="entropy"):
            hover("entropy")


class TestTerms:
    def test_are_a_dozen_that_the_pages_use(self):
        assert len(TERMS) >= 12
        assert {"fake score", "threshold", "verdict", "crop", "error rate", "AUC"} <= TERMS.keys()

    @pytest.mark.parametrize("term", TERMS)
    def test_are_explained_in_short_whole_sentences(self, term):
        meaning = TERMS[term]
        assert meaning[0].isupper()
        assert meaning.endswith(".")
        assert len(meaning) < 200


@pytest.mark.slow
def test_unfolds_on_a_page():
    def script():
        from meso.ui.glossary import show_glossary

        show_glossary()

    page = AppTest.from_function(script, default_timeout=30).run()
    (box,) = page.expander
    assert box.label == TITLE
    assert all(term in box.markdown[0].value for term in TERMS)
