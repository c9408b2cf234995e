"""The app in the browser, started by `streamlit run app.py`: its pages and their frame."""

from __future__ import annotations

import streamlit as st

from meso.ui import words
from meso.ui.pages import pages

st.set_page_config(page_title=words.TITLE, page_icon=words.TITLE_ICON, layout="centered")
st.navigation(pages()).run()
