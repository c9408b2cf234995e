"""One field of an experiment's heat-map in; its numbers, its control and its faces out."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from meso.experiments.files import BadRun
from meso.experiments.measure import THRESHOLD
from meso.experiments.read_run import OverlapRun
from meso.experiments.settings import OVERLAP, RANDOM, TRANSFER
from meso.ui import sentences
from meso.ui.quoting import as_text
from meso.ui.retraining import Field, lives, offer
from meso.ui.words import experiments as words
from meso.values import Floats

MOST = 40  # faces in the table: half a megabyte of pictures


def show_field(run: OverlapRun, field: Field) -> None:
    """What was measured, what the control says of it, and which faces change sides."""
    st.markdown(sentences.listed(field_in_words(run, field)))
    if field.what == TRANSFER:
        st.caption(words.NOTHING_TO_RETRAIN)
        return
    if run.can_retrain(field.source, field.target):
        offer(run, field)
    else:
        st.caption(words.CANNOT)
    pair = {"source": as_text(field.source), "target": as_text(field.target)}
    st.subheader(words.FLIPS.format(**pair), anchor=False)
    _show_flips(run, field)


def field_in_words(run: OverlapRun, field: Field) -> list[str]:
    """The number beside that of the random network, in sentences."""
    found = run.of(field.source, field.target, field.what)
    if not found:
        return [words.NOT_MEASURED]
    aucs = [row.auc for row in found]
    auc = run.auc(field.source, field.target, field.what)
    several = words.SEEDS[len(aucs) > 1]
    seeds = several.format(count=len(aucs), low=min(aucs), high=max(aucs))
    said = [words.MEASURED.format(auc=auc, seeds=seeds)]
    if field in lives():
        row = lives()[field].row
        said.append(words.JUST_NOW.format(seed=row.seed, auc=row.auc))
    said += _control(run, field, auc)
    real, fake = (
        sum(getattr(row, name) for row in found) / len(found)
        for name in ("recall_real", "recall_fake")
    )
    return [*said, words.RECALL.format(real=real, fake=fake)]


def _control(run: OverlapRun, field: Field, auc: float) -> list[str]:
    random = run.auc(RANDOM, field.target, field.what)
    if field.source == RANDOM or math.isnan(random):
        return []
    more = round(auc, 2) - round(random, 2)
    verdict = words.SAME if not more else words.LESS if more > 0 else words.MORE
    said = [words.CONTROL.format(random=random, verdict=verdict.format(by=abs(more)))]
    gain = run.gains.get((field.source, field.target))
    if field.what != OVERLAP or gain is None:
        return said
    _, low, high = gain
    if math.isnan(low):
        return [*said, words.CANNOT_BE_TOLD]
    between = words.SURVIVES if low > 0 else words.WORSE if high < 0 else words.SHARED_NOT_SHOWN
    return [*said, sentences.signed(between.format(low=low, high=high))]


def _show_flips(run: OverlapRun, field: Field) -> None:
    before = run.scores(field.source, field.target, TRANSFER)
    faces = run.held_out(field.target)
    after = _after(run, field)
    if field.source == RANDOM:
        st.markdown(words.NO_BEFORE)
        return
    if before is None or after is None or faces is None:
        st.markdown(words.NO_FACES)
        return
    if not len(before) == len(after) == len(faces.is_fake):
        raise BadRun(run.files.out, f"cells/{field.source}/{field.target}.npz")
    flipped = ((before >= THRESHOLD) != (after >= THRESHOLD)).nonzero()[0]
    if not len(flipped):
        st.markdown(words.NO_FLIPS.format(faces=len(after)))
        return
    right = (after >= THRESHOLD) == faces.is_fake
    counts = {"right": int(right[flipped].sum()), "wrong": int((~right[flipped]).sum())}
    st.markdown(words.FLIPPED.format(flipped=len(flipped), faces=len(after), **counts))
    shown = flipped[:MOST]
    table = pd.DataFrame(
        {
            words.FACE: [faces.pictures[place] for place in shown],
            words.TRUTH: [(words.REAL, words.FAKE)[int(faces.is_fake[place])] for place in shown],
            words.BEFORE: before[shown],
            words.AFTER: after[shown],
            words.NOW: [(words.WRONG, words.RIGHT)[int(right[place])] for place in shown],
        }
    )
    _show_table(table)
    if len(flipped) > MOST:
        st.caption(words.MOST.format(most=MOST))


def _after(run: OverlapRun, field: Field) -> Floats | None:
    if field in lives():
        return lives()[field].scores
    return run.scores(field.source, field.target, field.what)


def _show_table(table: pd.DataFrame) -> None:
    scores = {
        name: st.column_config.NumberColumn(format="%.2f") for name in (words.BEFORE, words.AFTER)
    }
    st.dataframe(
        table,
        hide_index=True,
        column_config={words.FACE: st.column_config.ImageColumn(width="small"), **scores},
        alt=words.TABLE_IN_WORDS,
    )
