"""All pages of the app out, in the order of the menu."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from meso.ui import detect_page, fake_page, quiz_page, what_if_page, words
from meso.ui.words import fake, quiz, what_if


def pages() -> list[StreamlitPage]:
    """The first one opens without a path of its own."""
    return [
        st.Page(detect_page.show, title=words.DETECT, icon=words.DETECT_ICON),
        st.Page(what_if_page.show, title=what_if.PAGE, icon=what_if.ICON, url_path="what-if"),
        st.Page(fake_page.show, title=fake.PAGE, icon=fake.ICON, url_path="make-a-fake"),
        st.Page(quiz_page.show, title=quiz.PAGE, icon=quiz.PAGE_ICON, url_path="guess"),
    ]
