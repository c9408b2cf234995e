"""The app in the browser, started by `meso app`: its pages and their frame."""

from __future__ import annotations

import streamlit as st

from meso.ui import gate, pages, words

st.set_page_config(page_title=words.TITLE, page_icon=words.TITLE_ICON, layout="centered")
gate.navigation(pages.all_pages()).run()
