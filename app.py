"""The app in the browser, started by `streamlit run app.py`: its pages and their frame."""

from __future__ import annotations

import streamlit as st

from meso.ui import detect_page, quiz_page, words
from meso.ui.words import quiz

st.set_page_config(page_title=words.TITLE, page_icon=words.TITLE_ICON, layout="centered")
pages = [
    st.Page(detect_page.show, title=words.DETECT, icon=words.DETECT_ICON),
    st.Page(quiz_page.show, title=quiz.PAGE, icon=quiz.PAGE_ICON, url_path="guess"),
]
st.navigation(pages).run()
