"""The scores of one face before and after in; what to say of them, in Markdown, out."""

from __future__ import annotations

from collections.abc import Sequence

from meso.detection.words import told_apart
from meso.ui import words
from meso.ui.sentences import in_colour
from meso.ui.words import fake as fake_words
from meso.ui.words import what_if as what_if_words
from meso.values import Label


def label(score: float, threshold: float) -> Label:
    """What the score of one face alone counts as."""
    return "fake" if score >= threshold else "real"


def caption(what: str, score: float, threshold: float) -> str:
    """A picture's name, its score, and what that counts as."""
    number, _ = told_apart(score, threshold)
    return f"**{what}**  \n{in_colour(label(score, threshold))} · {number}"


def of_change(before: float, scores: Sequence[float], chosen: int, threshold: float) -> str:
    """Whether the change turned the answer, and what the others do."""
    labels = [label(score, threshold) for score in scores]
    was = label(before, threshold)
    turned = sum(one != was for one in labels)
    whole = f"Over the whole slider, the score runs from {min(scores):.2f} to {max(scores):.2f}"
    others = {0: "never turns", len(labels): "turns everywhere"}
    often = others.get(turned, f"turns at {turned} of {len(labels)} positions")
    here = what_if_words.STAYS if labels[chosen] == was else what_if_words.TURNS
    return f"**{here}** {whole}, and the answer {often}. {begins(threshold)}"


def of_fake(before: float, after: float, threshold: float) -> str:
    """Whether the network noticed the blend."""
    noticed = {
        ("real", "fake"): fake_words.NOTICED,
        ("real", "real"): fake_words.NOT_NOTICED,
        ("fake", "fake"): fake_words.BOTH_FAKE,
        ("fake", "real"): fake_words.THE_WRONG_WAY,
    }[label(before, threshold), label(after, threshold)]
    return f"**{noticed}** {begins(threshold)}"


def begins(threshold: float) -> str:
    """Where fake begins, on the scale whose ends are named."""
    return words.SCALE.format(threshold=threshold)
