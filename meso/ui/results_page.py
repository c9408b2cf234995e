"""The page on which someone drops the table of `meso batch`, searches it and opens one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import cast

import streamlit as st

from meso.charts import histogram_in_words, score_histogram
from meso.detection.read_table import Table, read_table
from meso.detection.row import Row
from meso.detection.words import counted
from meso.errors import MesoError, UnreadableTable
from meso.ui import sentences
from meso.ui.open_row import close, open_row
from meso.ui.quoting import as_code, as_text, problem
from meso.ui.results_table import (
    MOST_FACES,
    Search,
    choices,
    has_faces,
    matching,
    results_table,
)
from meso.ui.show_report import draw
from meso.ui.show_row import show_row
from meso.ui.words import UNNAMED
from meso.ui.words import results as words
from meso.values import Label

FOUND = "results"  # the key of the table's name, and of it or why it is none, in the session
CHOSEN = "chosen result"  # the key of the row, by its place in the table


def show() -> None:
    """The whole page, from top to bottom."""
    st.title(words.TITLE, anchor=False)
    st.markdown(words.WHAT)
    st.caption(words.PRIVATE)
    try:
        _show_results()
    except MesoError as error:
        st.error(as_text(str(error)))


def _show_results() -> None:
    st.file_uploader(words.DROP_HERE, ["csv", "parquet"], key=_zone(), on_change=_take_table)
    if FOUND not in st.session_state:
        st.markdown(words.MOST)
        return
    name, found = st.session_state[FOUND]
    if isinstance(found, UnreadableTable):
        st.error(problem(found, name))
        return
    st.markdown(as_code(name))
    st.button(words.CLEAR, icon=words.CLEAR_ICON, on_click=_clear)
    _show_table(found)


def _zone() -> str:
    """The key of the drop zone: a new one empties it, for the table lies in the session."""
    return f"table zone {st.session_state.setdefault('tables taken', 0)}"


def _take_table() -> None:
    file = st.session_state[_zone()]
    st.session_state["tables taken"] += 1
    name = file.name or UNNAMED
    found: Table | UnreadableTable
    try:
        found = read_table(file.getvalue(), name)
    except UnreadableTable as error:
        found = error
    st.session_state[FOUND] = name, found
    _choose(None)


def _clear() -> None:
    del st.session_state[FOUND]
    _choose(None)


def _choose(place: int | None) -> None:
    st.session_state[CHOSEN] = place
    close()


def _show_table(table: Table) -> None:
    if table.unknown:
        st.warning(words.UNKNOWN[table.unknown > 1].format(number=table.unknown))
    if not table.rows:
        st.info(words.EMPTY)
        return
    _show_overview(table.rows)
    _show_rows(table.rows)
    st.header(words.ROW, anchor=False)
    place = st.session_state.get(CHOSEN)
    if place is None:
        st.caption(words.NONE_CHOSEN)
        return
    show_row(table.rows[place])
    open_row(table.rows[place], place)


def _show_overview(rows: Sequence[Row]) -> None:
    st.header(words.OVERVIEW, anchor=False)
    st.markdown(_counted(rows))
    st.markdown(sentences.listed(_verdicts(rows)))
    if reasons := Counter(row.refusal for row in rows if row.problem):
        said = (f"{count} × {words.REFUSALS[reason]}" for reason, count in reasons.most_common())
        st.markdown(words.WHY.format(reasons=", ".join(said)))
    _show_spread(rows)


def _counted(rows: Sequence[Row]) -> str:
    networks = sorted({row.model for row in rows if row.model})
    return words.COUNTED.format(
        rows=counted(len(rows), *words.ROWS),
        files=counted(len({row.file for row in rows}), *words.FILES),
        networks=", ".join(map(as_code, networks)) or words.NO_NETWORK,
    )


def _verdicts(rows: Sequence[Row]) -> list[str]:
    """How many there are of each, in Markdown."""
    of = Counter(row.label for row in rows)
    labels: tuple[Label, ...] = ("real", "fake", "uncertain")
    told = [f"{sentences.in_colour(label)}: **{of[label]}**" for label in labels]
    return [*told, f"{words.NOT_SCORED}: **{of['']}**"]


def _show_spread(rows: Sequence[Row]) -> None:
    scores: dict[Label, list[float]] = {}
    for row in rows:
        if row.score is not None:
            scores.setdefault(cast(Label, row.label), []).append(row.score)
    if not scores:
        return
    thresholds = sorted({round(row.threshold, 2) for row in rows if row.threshold is not None})
    st.markdown(f"**{words.SPREAD}**")
    alt = histogram_in_words(scores, thresholds)
    draw(score_histogram(scores, thresholds), alt=alt)
    st.caption(words.HOW_TO_SPREAD)


def _show_rows(rows: Sequence[Row]) -> None:
    search = _ask_for_search(rows)
    places = matching(rows, search)
    if not places:
        st.info(words.NO_MATCH)
        return
    shown = [rows[place] for place in places]
    st.caption(words.SHOWN.format(shown=len(shown), rows=counted(len(rows), *words.ROWS)))
    key = f"rows {hash(search)}"  # what is chosen in the table is chosen by its place there
    st.dataframe(
        results_table(shown),
        hide_index=True,
        column_config={
            words.FACE: st.column_config.ImageColumn(width="small"),
            words.SCORE: st.column_config.ProgressColumn(
                width=100, min_value=0, max_value=1, format="%.2f"
            ),
        },
        key=key,
        on_select=lambda: _choose_row(key, places),
        selection_mode=["single-row", "single-cell"],
        placeholder="",
        alt=words.TABLE_IN_WORDS,
    )
    if has_faces(shown) and len(shown) > MOST_FACES:
        st.caption(words.TOO_MANY_FACES.format(most=MOST_FACES))


def _choose_row(key: str, places: Sequence[int]) -> None:
    """Show the row that was clicked; a click on the same row again is none."""
    selected = st.session_state[key].selection
    rows = [*selected.rows, *(row for row, _ in selected.cells)]
    _choose(places[rows[0]] if rows else None)


def _ask_for_search(rows: Sequence[Row]) -> Search:
    there = choices(rows)
    with st.expander(words.SEARCH, icon=words.SEARCH_ICON, expanded=True):
        name = st.text_input(words.NAME_HOLDS, max_chars=200)
        left, right = st.columns(2)
        labels = left.multiselect(
            words.VERDICT, there.labels, format_func=words.LABELS.__getitem__, placeholder=words.ANY
        )
        kinds = right.multiselect(
            words.KIND, there.kinds, format_func=words.KINDS.__getitem__, placeholder=words.ANY
        )
        reasons = st.multiselect(words.REASON, there.reasons, placeholder=words.ANY)
        scores = st.slider(words.SCORE_WITHIN, 0.0, 1.0, (0.0, 1.0), help=words.SCORE_HELP)
    return Search(name.strip(), tuple(labels), tuple(kinds), tuple(reasons), scores)
