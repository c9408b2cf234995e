"""A report in; the verdict, the chart, the faces and the table on the page out."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from meso.charts import Figure, alt_text, score_scale, score_vs_frames
from meso.charts.style import person_name, with_text
from meso.ui import sentences, words
from meso.ui.own_rule import try_rules
from meso.ui.quoting import as_code, as_text
from meso.ui.table import score_table
from meso.values import Report

FACE_WIDTH = 104  # pixels: three and a bit on a phone, so that one sees there are more
NO_TOOLS = {"displayModeBar": False}


def show_report(report: Report) -> None:
    """Everything that is known about one upload, what matters most on top."""
    _show_verdict(report)
    show_how_to_read()
    _show_scores(report)
    st.subheader(words.FACES, anchor=False)
    _show_faces(report)
    st.subheader(words.NOT_SCORED, anchor=False)
    st.markdown(sentences.listed(sentences.not_scored(report)))
    st.subheader(words.TABLE, anchor=False)
    _show_table(report)
    st.caption(sentences.took(report))
    st.caption(sentences.made_by(report))


def show_how_to_read() -> None:
    """What the number means and what it does not, to unfold."""
    with st.expander(words.HOW_TO_READ, icon=words.HOW_TO_READ_ICON):
        st.markdown(words.LIMITS)


def _show_verdict(report: Report) -> None:
    with st.container(border=True):
        st.markdown(as_code(report.source))
        st.header(sentences.verdict(report), anchor=False)
        st.markdown(sentences.score(report))
        _draw(score_scale(report.verdict), alt=sentences.scale(report))
        facts = [as_text(reason) for reason in report.verdict.reasons]
        facts += sentences.cautions(report)
        facts.append(sentences.stands_on(report))
        if report.verdict.label != "uncertain":
            facts.append(sentences.error_rate(report))
        st.markdown(sentences.listed(facts))


@st.fragment
def _show_scores(report: Report) -> None:
    """The chart and, for a video, rules to try: who moves one runs nothing but this again."""
    st.subheader(words.SCORES[report.kind], anchor=False)
    chart = st.container()
    levels = try_rules(report) if report.kind == "video" else None
    with chart:
        _draw(score_vs_frames(report, levels), alt=alt_text(report, levels))


def _draw(figure: Figure, *, alt: str) -> None:
    """The chart, its text in the colour of the page's: Streamlit's own grey is too pale to read."""
    theme = st.context.theme.type or "light"
    figure = with_text(figure, colour=st.get_option(f"theme.{theme}.textColor"))
    st.plotly_chart(figure, config=NO_TOOLS, alt=alt)


def _show_faces(report: Report) -> None:
    for title, places in _strips(report):
        if title:
            st.markdown(f"**{title}**")
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            for place in places:
                _show_face(report, place)


def _strips(report: Report) -> Iterator[tuple[str, list[int]]]:
    """The faces of each person under a title; in a photo, and for one person, without one."""
    people, whose = report.scores.people, report.scores.person.tolist()
    if report.kind == "image" or len(people) == 1:
        yield "", list(range(len(whose)))
        return
    for person in people:
        mine = [place for place, owner in enumerate(whose) if owner == person]
        yield person_name(person).capitalize(), mine


def _show_face(report: Report, place: int) -> None:
    about = sentences.face(report, place)
    with st.container(width=FACE_WIDTH):  # a width given to the image would scale the crop itself
        st.image(
            report.crops[place], width="stretch", caption=about, alt=f"{words.FACE_OF} {about}"
        )


def _show_table(report: Report) -> None:
    columns = {
        words.FRAME: st.column_config.NumberColumn(width="small"),
        words.SECONDS: st.column_config.NumberColumn(width="small", format="%.1f"),
        words.PERSON: st.column_config.TextColumn(width="small"),
        words.SCORE: st.column_config.ProgressColumn(
            width=120, min_value=0, max_value=1, format="%.2f"
        ),
    }
    st.dataframe(
        score_table(report),
        hide_index=True,
        column_config=columns,
        alt=words.TABLE_IN_WORDS,
    )
