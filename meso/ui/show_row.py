"""A row of `meso batch` in; all that it says, in the words of the pages, out."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import streamlit as st

from meso.charts import score_scale
from meso.detection import words as verdict_words
from meso.detection.row import Row
from meso.markup import printable
from meso.models.weights import Weights, known
from meso.ui import sentences
from meso.ui.quoting import as_code, as_text
from meso.ui.show_report import draw
from meso.ui.words import NO_PROOF
from meso.ui.words import results as words
from meso.values import Kind, Label, Verdict

TOOK = {"decode": "decode", "find": "find", "score_seconds": "score", "total": "total"}


def network_of(row: Row) -> Weights | None:
    """The installed network that gave the row its score, the same bit for bit; None: none is."""
    found = known().get(row.model)
    return found if found and found.sha256 == row.weights_sha256 else None


def show_row(row: Row) -> None:
    """The file, its verdict or why it has none, and what made it."""
    with st.container(border=True):
        st.markdown(as_code(row.file))
        if row.part:
            st.markdown(as_code(row.part))
        if row.label:
            _show_verdict(row)
        else:
            st.header(words.NOT_SCORED, anchor=False)
            st.markdown(as_text(printable(row.problem)))
    spent = {stage: seconds for name, stage in TOOK.items() if (seconds := getattr(row, name))}
    notes = [
        sentences.took(spent),
        sentences.made_by(row.model, row.weights_sha256) if row.model else "",
        words.FINGERPRINT.format(fingerprint=row.file_sha256[:12]) if row.file_sha256 else "",
    ]
    for note in filter(None, notes):
        st.caption(note)


def _show_verdict(row: Row) -> None:
    network = network_of(row)
    verdict = _verdict(row, network)
    score, threshold = verdict_words.told_apart(verdict.score, verdict.threshold)
    likely = verdict_words.probability(verdict)
    st.header(sentences.in_colour(verdict.label), anchor=False)
    st.markdown(words.SCORED.format(score=score, threshold=threshold, probability=likely).rstrip())
    draw(score_scale(verdict), alt=verdict_words.scale(verdict), key="scale of the row")
    st.markdown(sentences.listed(_facts(row, verdict, network)))
    st.caption(f"{words.MADE_UP} {NO_PROOF}")


def _verdict(row: Row, network: Weights | None) -> Verdict:
    """The row's, with what was measured of the network that is installed here, not what it says."""
    verdict = Verdict(
        cast(Label, row.label), row.score or 0, row.threshold or 0, "mean", row.frames
    )
    calibration = network and (network.image if row.kind == "image" else network.video)
    if not calibration:
        return verdict
    score = verdict.score
    likely, wrong = calibration.probability(score), calibration.error_rate(score)
    return replace(verdict, probability=likely, error_rate=wrong)


def _facts(row: Row, verdict: Verdict, network: Weights | None) -> list[str]:
    kind = cast(Kind, row.kind)
    seen = verdict_words.seen(kind, row.people, scored=row.frames, looked_at=row.looked_at)
    facts = [as_text(printable(row.reasons))] if row.reasons else []
    facts.append(seen)
    if network is None:
        facts.append(words.NOT_INSTALLED.format(model=as_code(row.model)))
    elif verdict.label != "uncertain":
        facts.append(verdict_words.error_rate(verdict, kind))
    return facts
