"""A report in, kept for the session; the reports that the other pages may look at out."""

from __future__ import annotations

import streamlit as st

from meso.values import Report

MOST = 20  # reports; each holds the crops of its faces, some 6 MB for 32 frames of one person


def keep(report: Report) -> None:
    """Keep the report as the newest; one of the same file by the same network makes way."""
    reports = {_key(other): other for other in kept() if _key(other) != _key(report)}
    newest_first = [report, *reports.values()]
    st.session_state.reports = newest_first[:MOST]


def keep_new(report: Report) -> None:
    """Keep the report, unless it is kept already: then it stays where it is in the order."""
    if all(report is not other for other in kept()):
        keep(report)


def kept() -> list[Report]:
    """The reports of this session, the newest first."""
    reports: list[Report] = st.session_state.get("reports", [])
    return reports


def _key(report: Report) -> tuple[str, str]:
    return report.source, report.model
