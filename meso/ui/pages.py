"""The pages of the app, in the order of their menu."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from meso.ui import (
    about_page,
    compare_page,
    detect_page,
    experiments_page,
    fake_page,
    look_inside_page,
    quiz_page,
    results_page,
    what_if_page,
    words,
)
from meso.ui.words import about, compare, experiments, fake, look_inside, quiz, results, what_if


def all_pages() -> list[StreamlitPage]:
    """Every page with its name, its icon and its address; the first opens."""
    return [
        st.Page(detect_page.show, title=words.DETECT, icon=words.DETECT_ICON),
        st.Page(what_if_page.show, title=what_if.PAGE, icon=what_if.ICON, url_path="what-if"),
        st.Page(fake_page.show, title=fake.PAGE, icon=fake.ICON, url_path="make-a-fake"),
        st.Page(
            look_inside_page.show,
            title=look_inside.TITLE,
            icon=look_inside.ICON,
            url_path="look-inside",
        ),
        st.Page(compare_page.show, title=compare.TITLE, icon=compare.ICON, url_path="compare"),
        st.Page(
            experiments_page.show,
            title=experiments.TITLE,
            icon=experiments.ICON,
            url_path="experiments",
        ),
        st.Page(results_page.show, title=results.TITLE, icon=results.ICON, url_path="results"),
        st.Page(quiz_page.show, title=quiz.PAGE, icon=quiz.PAGE_ICON, url_path="guess"),
        st.Page(about_page.show, title=about.PAGE, icon=about.PAGE_ICON, url_path="about"),
    ]
