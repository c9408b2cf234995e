"""Two reports in; both verdicts, both curves, and where they differ, on the page out."""

from __future__ import annotations

import streamlit as st

from meso.charts import two_curves, two_curves_in_words
from meso.detection.agreement import Agreement, agreement
from meso.detection.words import LABELS, counted
from meso.ui import sentences
from meso.ui.quoting import as_code, as_text
from meso.ui.show_report import draw
from meso.ui.words import compare as words
from meso.values import Report

FACES = 4  # of those on which two networks differ most
TOGETHER, LOOSELY = 0.7, 0.3  # the least correlation that is called so


def show_comparison(first: Report, second: Report) -> None:
    """What matters most on top: the two verdicts, then the curves, then face by face."""
    columns = st.columns(2)
    for column, report in zip(columns, (first, second), strict=True):
        with column, st.container(border=True, height="stretch"):
            _show_verdict(report)
    st.header(words.BOTH_CURVES, anchor=False)
    named = [(_name(report, first, second), report) for report in (first, second)]
    draw(two_curves(*named), alt=two_curves_in_words(*named))
    st.caption(words.HOW_TO_READ_CURVES)
    found = agreement(first, second)
    st.header(words.DO_THEY_AGREE if found else words.TWO_FILES, anchor=False)
    st.markdown(sentences.listed(agreement_in_words(first, second, found)))
    if found is not None:
        st.caption(f"{words.AGREEING_PROVES_LITTLE} {words.NOT_EVERYTHING}")
        _show_furthest(first, second, found)


def agreement_in_words(first: Report, second: Report, found: Agreement | None) -> list[str]:
    """How far two reports agree, in sentences, in Markdown."""
    one, other = (LABELS[report.verdict.label] for report in (first, second))
    if found is None:
        return [words.FILES_JUDGED.format(one=one, other=other), words.NOT_PAIRED]
    same = words.SAME_VERDICT.format(label=one)
    said = same if one == other else words.OTHER_VERDICT.format(one=one, other=other)
    return [said, _sides(found), *_together(found.correlation)]


def _sides(found: Agreement) -> str:
    if found.faces == 1:
        return words.ONE_SIDE[found.same_side == 1]
    faces = counted(found.faces, "face", "faces")
    share = found.same_side / found.faces
    return words.SAME_SIDE.format(same=found.same_side, faces=faces, share=share)


def _together(correlation: float | None) -> list[str]:
    if correlation is None:
        return []
    said = (
        words.TOGETHER
        if correlation >= TOGETHER
        else words.LOOSELY
        if correlation >= LOOSELY
        else words.APART
    )
    return [said.format(correlation=sentences.signed(f"{correlation:.2f}"))]


def _show_verdict(report: Report) -> None:
    verdict = report.verdict
    st.markdown(as_code(report.source))
    st.caption(as_text(report.model))
    st.header(sentences.verdict(report), anchor=False)
    st.markdown(words.SCORE.format(score=verdict.score, threshold=verdict.threshold))
    facts = [as_text(reason) for reason in verdict.reasons]
    facts += [fact for fact in (sentences.probability(report),) if fact]
    if verdict.label != "uncertain":
        facts.append(sentences.error_rate(report))
    st.markdown(sentences.listed(facts))


def _name(report: Report, first: Report, second: Report) -> str:
    """What tells the two apart: the network, or the file."""
    return report.model if first.source == second.source else report.source


def _show_furthest(first: Report, second: Report, found: Agreement) -> None:
    st.subheader(words.FURTHEST, anchor=False)
    with st.container(horizontal=True, gap="small", key="furthest"):
        for place in found.furthest[:FACES]:
            with st.container(width=160, gap="xsmall"):
                _show_face(first, second, place)


def _show_face(first: Report, second: Report, place: int) -> None:
    scores = [f"{report.model} {report.scores.fake_score[place]:.2f}" for report in (first, second)]
    who = sentences.whose(first, place)
    st.image(first.crops[place], width="stretch", alt=f"{words.FACE_OF} {who}")
    st.caption(as_text(who) + "  \n" + "  \n".join(map(as_text, scores)))
