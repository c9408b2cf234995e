"""The session's reports in; the one face that a visitor picks from them out."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st

from meso.ui import jobs, sentences, words
from meso.ui.kept import keep, kept
from meso.values import Pixels, Report

FACE_WIDTH = 104  # pixels


class Picked(NamedTuple):
    """A face of a report, by its place among the scored faces."""

    report: Report
    place: int

    @property
    def crop(self) -> Pixels:
        """What the network saw: (256, 256, 3) uint8 RGB."""
        crop: Pixels = self.report.crops[self.place]
        return crop

    @property
    def score(self) -> float:
        """Its fake score."""
        return float(self.report.scores.fake_score[self.place])


def pick_face() -> Picked | None:
    """Show the files of this session and their faces; None, and a way out, where there are none.

    Raises MesoError if the sample photo was asked for and cannot be made or scored.
    """
    with st.container(border=bool(kept())):
        report = pick_report()
        return Picked(report, _pick_place(report)) if report else None


def pick_report() -> Report | None:
    """Show the files of this session; None, and a way out, where there are none.

    Raises MesoError if the sample photo was asked for and cannot be made or scored.
    """
    if not kept():
        _offer_sample()
        return None
    return _ask_for_report(kept())


def title(report: Report) -> str:
    """A file, and the network that scored it."""
    return f"{report.source} · {report.model}"


def _ask_for_report(reports: list[Report]) -> Report:
    which = st.selectbox(
        words.WHICH_FILE, range(len(reports)), format_func=lambda place: title(reports[place])
    )
    return reports[which]


def _pick_place(report: Report) -> int:
    """The face that is chosen, to begin with the most fake one."""
    scores = report.scores.fake_score
    if len(scores) == 1:
        return 0
    with st.container(horizontal=True, wrap=False, vertical_alignment="center"):
        left, right = st.container(width=FACE_WIDTH), st.container(width="stretch")
    place = right.select_slider(
        words.WHICH_FACE,
        range(len(scores)),
        value=int(scores.argmax()),
        format_func=lambda place: sentences.face(report, place),
    )
    about = sentences.face(report, place)
    left.image(report.crops[place], width="stretch", alt=f"{words.FACE_OF} {about}")
    return int(place)


def _offer_sample() -> None:
    st.info(words.NOTHING_YET)
    if st.button(words.SAMPLE_PHOTO, icon=words.PHOTO_ICON):
        with st.spinner(words.MAKING_SAMPLE):
            name, data = jobs.client().sample("photo")
            keep(jobs.client().submit(data, name).result())
        st.rerun()
