"""Several files and their jobs in; a card each, a table over all of them, what was clicked, out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import streamlit as st

from meso.errors import Cancelled, MesoError
from meso.service import Job
from meso.takeaway.png import data_url
from meso.ui import jobs, sentences
from meso.ui import words as common
from meso.ui.jobs import Upload, outcome
from meso.ui.quoting import as_code, problem
from meso.ui.table import files_table, thumbnail
from meso.ui.upload import choose, chosen
from meso.ui.words import desk as words
from meso.values import Report

IN_A_ROW = 3
LOOK_AGAIN = 0.25  # seconds between two looks at jobs under way
TABLE = "all files"


class File(NamedTuple):
    """A file on the desk and the job on it."""

    upload: Upload
    job: Job[Report]


def show_files(files: Sequence[File]) -> None:
    """All that is known about the files by now, each as soon as it is done."""
    done = _done(files)
    if done < len(files):
        _watch(files, done)
    else:
        _show_cards(files)
    _show_failures(files)
    _show_table(files)


@st.fragment(run_every=LOOK_AGAIN)
def _watch(files: Sequence[File], done: int) -> None:
    """Shows how far each file is; when one more is done the page runs again, with its outcome."""
    if _done(files) != done:
        st.rerun()
    st.progress(done / len(files), text=sentences.files_done(done, len(files)))
    if st.button(words.CANCEL_ALL, icon=common.CANCEL_ICON):
        for file in files:
            file.job.cancel()
    _show_cards(files)


def _done(files: Sequence[File]) -> int:
    return sum(file.job.done() for file in files)


def _show_cards(files: Sequence[File]) -> None:
    """What is done and what is under way, side by side; what failed has more to say, below."""
    well = [file for file in files if not isinstance(outcome(file.job), MesoError)]
    for begin in range(0, len(well), IN_A_ROW):
        row = well[begin : begin + IN_A_ROW]
        for column, file in zip(st.columns(IN_A_ROW), row, strict=False):
            with column, st.container(border=True, height="stretch"):
                _show_card(file)


def _show_card(file: File) -> None:
    st.markdown(as_code(file.upload.name))
    if place := sentences.place(file.upload.origin):
        st.markdown(as_code(place))
    found = outcome(file.job)
    if isinstance(found, Report):
        _show_result(found, file.upload.key)
        return
    share, step = sentences.share(file.job), sentences.step(file.job, jobs.client().state)
    st.progress(share, text=step)
    st.button(
        common.CANCEL,
        icon=common.CANCEL_ICON,
        key=f"cancel {file.upload.key}",
        on_click=file.job.cancel,
    )


def _show_result(report: Report, key: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", wrap=False):
        st.image(data_url(thumbnail(report)), width=64, alt=sentences.most_fake(report))
        with st.container(gap="xsmall"):
            st.markdown(f"**{sentences.verdict(report)}**")
            st.caption(sentences.short_score(report))
            if report.verdict.cautions:
                st.caption(words.CARE)
    if chosen() == key:
        st.caption(words.SHOWN)
    elif st.button(words.SHOW, icon=words.SHOW_ICON, key=f"show {key}"):
        choose(key)
        st.rerun()


def _show_failures(files: Sequence[File]) -> None:
    failed = [(file, found) for file in files if isinstance(found := outcome(file.job), MesoError)]
    if failed:
        st.header(words.FAILURES, anchor=False)
    for file, error in failed:
        show_failure(file, error)


def show_failure(file: File, error: MesoError) -> None:
    """Why there is no report on a file, and where the file was, if in a document."""
    show = st.info if isinstance(error, Cancelled) else st.error
    show(sentences.with_place(problem(error, file.upload.name), file.upload.origin))


def _show_table(files: Sequence[File]) -> None:
    st.header(words.OVERVIEW, anchor=False)
    st.caption(words.HOW_TO_OVERVIEW)
    columns = {
        words.FACE: st.column_config.ImageColumn(width="small"),
        words.SCORE: st.column_config.ProgressColumn(
            width=100, min_value=0, max_value=1, format="%.2f"
        ),
        words.FACES: st.column_config.NumberColumn(width="small"),
    }
    st.dataframe(
        files_table(
            [(file.upload.name, outcome(file.job)) for file in files],
            places=[sentences.place(file.upload.origin) for file in files],
        ),
        hide_index=True,
        column_config=columns,
        key=TABLE,
        on_select=lambda: _choose_row(files),
        selection_mode=["single-row", "single-cell"],
        placeholder="",
        alt=words.OVERVIEW_IN_WORDS,
    )


def _choose_row(files: Sequence[File]) -> None:
    """Show the file of the row that was clicked; a click on the same row again is none."""
    selected = st.session_state[TABLE].selection
    rows = [*selected.rows, *(row for row, _ in selected.cells)]
    choose(files[rows[0]].upload.key if rows else None)
