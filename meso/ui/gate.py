"""The pages in; out the same, or the gate in their place for who has not typed the class's code.

`meso app --classroom` sets a code. Where none is set, everybody sees the pages.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from meso.service.access_code import VARIABLE, is_right
from meso.ui.words import gate as words

CODE = os.environ.pop(VARIABLE, "")  # taken out: no process that we start need know it
LET_IN = "let in"


def navigation(pages: Sequence[StreamlitPage]) -> StreamlitPage:
    """The page that the visitor is to see; its address stays what they asked for."""
    if not CODE or LET_IN in st.session_state:
        return st.navigation(pages)
    return st.navigation([*map(_locked, pages)], position="hidden")


def _locked(page: StreamlitPage) -> StreamlitPage:
    """The gate at a page's address."""
    return st.Page(_ask, title=words.TITLE, url_path=page.url_path)


def _ask() -> None:
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    with st.form("gate", border=False):
        typed = st.text_input(words.CODE, max_chars=20, autocomplete="off")
        pressed = st.form_submit_button(words.ENTER)
    if not pressed:
        return
    if is_right(typed, CODE):
        st.session_state[LET_IN] = True
        st.rerun()
    st.error(words.WRONG)
