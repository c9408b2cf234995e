"""Words of the trade in; what they mean, to unfold or to hover over, out."""

from __future__ import annotations

import streamlit as st

from meso.ui.words import glossary as words


def show_glossary() -> None:
    """All words of the glossary, to unfold; for the foot of any page."""
    with st.expander(words.TITLE, icon=words.ICON):
        st.markdown(_listed(words.TERMS))


def hover(*terms: str) -> str:
    """What the terms mean, in Markdown, for the `help=` of any Streamlit element.

    Raises KeyError for a term that is not in the glossary.
    """
    return _listed({term: words.TERMS[term] for term in terms})


def _listed(terms: dict[str, str]) -> str:
    return "\n\n".join(f"**{term}**: {meaning}" for term, meaning in terms.items())
