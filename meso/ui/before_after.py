"""Two pictures of a face, its scores over a slider in; both side by side and the curve out."""

from __future__ import annotations

import streamlit as st

from meso.charts import ChangedScores, change_in_words, score_vs_change
from meso.ui.effects import caption
from meso.ui.show_report import draw
from meso.values import Pixels

PAIR = 620  # pixels, for both pictures; on a phone each takes half of what there is


def show_pair(titles: tuple[str, str], crops: tuple[Pixels, Pixels], scores: ChangedScores) -> None:
    """Show the face as it is and changed, each with its score, and stay side by side on a phone."""
    both = scores.before, scores.scores[scores.chosen]
    with st.container(width=PAIR, horizontal=True, wrap=False):
        for title, crop, score in zip(titles, crops, both, strict=True):
            with st.container(width="stretch", gap="xsmall"):
                st.image(crop, width="stretch", alt=f"{title}: {score:.2f}")
                st.markdown(caption(title, score, scores.threshold))


def show_curve(scores: ChangedScores) -> None:
    """Draw the scores over the whole slider."""
    draw(score_vs_change(scores), alt=change_in_words(scores))
