"""A report in; buttons that save it as a page, as a table and as data out."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import partial
from pathlib import PurePath

import streamlit as st

from meso.detection.as_json import as_json
from meso.models.weights import known
from meso.takeaway.as_csv import as_csv
from meso.takeaway.as_html import as_html
from meso.ui.words import away as words
from meso.values import Report

LONGEST = 60  # signs of a file's name; more would end up cut by the system


def show_downloads(report: Report) -> None:
    """Three buttons; a file is made when its button is pressed, and nothing runs again."""
    st.subheader(words.TAKE_AWAY, anchor=False)
    st.caption(words.WHAT)
    with st.container(horizontal=True):
        for label, icon, suffix, kind, made in (
            (words.REPORT, words.REPORT_ICON, "html", "text/html", page),
            (words.TABLE, words.TABLE_ICON, "csv", "text/csv", as_csv),
            (words.JSON, words.JSON_ICON, "json", "application/json", data),
        ):
            st.download_button(
                label,
                partial(made, report),
                file_name(report, suffix),
                kind,
                key=f"take away {suffix} {report.source} {report.model}",
                on_click="ignore",
                icon=icon,
            )


def page(report: Report) -> str:
    """The report as a page of today."""
    return as_html(report, known().get(report.model), on=date.today())


def data(report: Report) -> str:
    """The report as `meso detect --json` prints it."""
    return json.dumps(as_json(report), indent=2)


def file_name(report: Report, suffix: str) -> str:
    """What the file is called: after upload and network, in signs that no system refuses."""
    stem = re.sub(r"[^\w-]+", "-", PurePath(report.source).stem).strip("-")[:LONGEST]
    return f"{stem or 'report'}-{report.model}.{suffix}"
