"""A report and its upload in; the verdict, the chart, the faces and the table on the page out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import streamlit as st

from meso.charts import Figure, Levels, alt_text, score_scale, score_vs_frames
from meso.charts.outline import outlined
from meso.charts.style import person_name, with_text
from meso.detection.words import not_scored, scale, stands_on
from meso.errors import Busy
from meso.ui import jobs, one_frame, sentences, words
from meso.ui.glossary import show_glossary
from meso.ui.jobs import Upload
from meso.ui.own_rule import try_rules
from meso.ui.quoting import as_code, as_text, problem
from meso.ui.table import score_table
from meso.ui.take_away import show_downloads
from meso.ui.touch import let_taps_choose
from meso.values import Box, Report

FACE_WIDTH = 104  # pixels: three and a bit on a phone, so that one sees there are more
LABEL_WIDTH = 72  # pixels, of the face that stands for a curve
NO_TOOLS = {"displayModeBar": False}


def show_report(report: Report, upload: Upload) -> None:
    """Everything that is known about one upload, what matters most on top."""
    _show_verdict(report, upload)
    show_how_to_read()
    _show_scores(report, upload)
    st.subheader(words.FACES, anchor=False)
    _show_faces(report)
    st.subheader(words.NOT_SCORED, anchor=False)
    st.markdown(sentences.listed(not_scored(report)))
    st.subheader(words.TABLE, anchor=False)
    _show_table(report)
    show_downloads(report)
    st.caption(sentences.took(report.took))
    st.caption(sentences.made_by(report.model, report.weights_sha256))


def show_how_to_read() -> None:
    """What the number means and what it does not, to unfold."""
    with st.expander(words.HOW_TO_READ, icon=words.HOW_TO_READ_ICON):
        st.markdown(words.LIMITS)
    show_glossary()


def _show_verdict(report: Report, upload: Upload) -> None:
    with st.container(border=True):
        st.markdown(as_code(report.source))
        if place := sentences.place(upload.origin):
            st.markdown(as_code(place))
        st.header(sentences.verdict(report), anchor=False)
        st.markdown(sentences.score(report))
        draw(score_scale(report.verdict), alt=scale(report.verdict))
        facts = [as_text(reason) for reason in report.verdict.reasons]
        facts += sentences.cautions(report)
        facts.append(stands_on(report))
        if report.verdict.label != "uncertain":
            facts.append(sentences.error_rate(report))
        st.markdown(sentences.listed(facts))
        st.caption(words.NO_PROOF)


@st.fragment
def _show_scores(report: Report, upload: Upload) -> None:
    """The chart, one frame of it and rules to try: who moves one runs nothing but this again."""
    st.subheader(words.SCORES[report.kind], anchor=False)
    chart, frame = st.container(), st.container()
    levels = try_rules(report) if report.kind == "video" else None
    with chart:
        _show_people(report)
        _draw_scores(report, upload, levels)
        _offer_more_frames(report, upload)
    with frame:
        one_frame.show_frame(report, upload)


def _draw_scores(report: Report, upload: Upload, levels: Levels | None) -> None:
    alt = alt_text(report, levels)
    if report.kind == "image":
        draw(score_vs_frames(report, levels), alt=alt)
        return
    key = f"chart of {upload.key}"
    draw_to_choose(
        score_vs_frames(report, levels, chosen=one_frame.chosen(report, upload)),
        alt=alt,
        key=key,
        choose=lambda: one_frame.choose(report, upload, key),
    )


def _offer_more_frames(report: Report, upload: Upload) -> None:
    """A button, where there are frames between those that were looked at."""
    more = int((np.diff(report.frame) > 1).sum())
    if not more or len(report.frame) + more > jobs.MOST_FRAMES:
        return
    if st.button(sentences.more_frames(more), icon=words.MORE_ICON, help=words.MORE_HELP):
        try:
            jobs.ask_for_more(upload, report)
        except Busy as error:
            st.error(problem(error, upload.name))
        else:
            st.rerun()


def _show_people(report: Report) -> None:
    """The faces that the curves belong to, each framed in its curve's colour."""
    with st.container(horizontal=True, wrap=False, gap="small", key="people"):
        for person in report.scores.people:
            (mine,) = (report.scores.person == person).nonzero()
            crop = report.crops[mine[len(mine) // 2]]
            name = person_name(person)
            framed = outlined(crop, Box(0, 0, crop.shape[1], crop.shape[0]), person, thick=24)
            with st.container(width=LABEL_WIDTH):
                st.image(framed, width="stretch", caption=name, alt=f"{words.FACE_OF} {name}")


def draw(figure: Figure, *, alt: str, key: str | None = None) -> None:
    """Show a chart, and `alt` to who cannot see it; key: where the same may be there twice."""
    st.plotly_chart(_coloured(figure), config=NO_TOOLS, alt=alt, key=key)


def draw_to_choose(figure: Figure, *, alt: str, key: str, choose: Callable[[], None]) -> None:
    """Show a chart in which a click on a point calls `choose`; the state has it under `key`."""
    st.plotly_chart(
        _coloured(figure),
        config=NO_TOOLS,
        alt=alt,
        key=key,
        on_select=choose,
        selection_mode="points",
    )
    let_taps_choose()


def _coloured(figure: Figure) -> Figure:
    """The chart, its text in the colour of the page's: Streamlit's own grey is too pale to read."""
    theme = st.context.theme.type or "light"
    return with_text(figure, colour=st.get_option(f"theme.{theme}.textColor"))


def _show_faces(report: Report) -> None:
    for title, places in _strips(report):
        if title:
            st.markdown(f"**{title}**")
        with st.container(horizontal=True, wrap=False, gap="xsmall", key=f"faces {places[0]}"):
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
