"""The report of a video in; rules to try on its scores, and what each would say, out."""

from __future__ import annotations

import streamlit as st

from meso.charts import Levels
from meso.detection.decide import REDUCTIONS, Rule, decide
from meso.detection.reductions import SHARES
from meso.ui import sentences, words
from meso.ui.link import forget_rule, remember, restored
from meso.values import Report, Verdict


def try_rules(report: Report) -> Levels | None:
    """Ask for a rule, and say what it makes of the scores; lines for the chart.

    None where nothing was moved: the verdict stands as it is, and so do its lines.
    """
    with st.container(border=True):
        st.markdown(f"**{words.OWN_RULE}**")
        rule = _ask_for_rule(report)
        if rule is None:
            st.markdown(words.NETWORKS_RULE)
            return None
        verdict = _decided(report, rule)
        st.markdown(sentences.listed(sentences.compared(report, verdict, rule.threshold)))
        st.caption(words.NOT_YOURS)
        st.button(words.BACK, icon=words.BACK_ICON, on_click=_go_back)
    return _levels(verdict, rule)


def start_over() -> None:
    """Begin with the rule that a visit begins with: a number further, the controls are new ones."""
    st.session_state.rules_tried = _tried() + 1


def _go_back() -> None:
    """The network's own rule again, whatever a link had asked for."""
    forget_rule()
    start_over()


def _ask_for_rule(report: Report) -> Rule | None:
    """The rule that the controls show; None for the network's own, however its threshold ends."""
    begins, own = round(report.verdict.threshold, 2), report.verdict.reduction
    view = restored()
    left, right = st.columns(2)
    threshold = left.slider(
        words.THRESHOLD,
        min_value=0.0,
        max_value=1.0,
        value=begins if view.threshold is None else view.threshold,
        step=0.01,
        key=_key("threshold", report),
    )
    reduction = right.selectbox(
        words.REDUCTION,
        list(REDUCTIONS),
        index=list(REDUCTIONS).index(view.reduction or own),
        format_func=lambda name: words.WAYS[name][0],
        key=_key("reduction", report),
    )
    left.caption(words.THRESHOLD_MEANS)
    right.caption(words.WAYS[reduction][1])
    threshold = round(threshold, 2)
    remember(
        threshold=None if threshold == begins else threshold,
        reduction=None if reduction == own else reduction,
    )
    moved = threshold != begins or reduction != own
    return Rule(threshold=threshold, reduction=reduction) if moved else None


def _key(control: str, report: Report) -> str:
    """Another network, or another file, has controls of its own."""
    return f"{control} {report.model} {_tried()}"


def _tried() -> int:
    tried: int = st.session_state.setdefault("rules_tried", 0)
    return tried


def _decided(report: Report, rule: Rule) -> Verdict:
    return decide(report.scores, rule, looked_at=len(report.frame), evidence=report.evidence)


def _levels(verdict: Verdict, rule: Rule) -> Levels:
    """The lines to draw; a share of frames is no fake score, and has none."""
    threshold = {"threshold": rule.threshold}
    if rule.reduction in SHARES:
        return threshold
    return threshold | {words.LINES.get(rule.reduction, rule.reduction): verdict.score}
