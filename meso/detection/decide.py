"""Face scores in, a verdict out; who moves the threshold calls `decide` and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from meso.errors import UnknownName
from meso.values import FaceScores, Floats, Label, Verdict


@dataclass(frozen=True)
class Rule:
    """How scores become a verdict.

    threshold:     where fake begins; a network's card has its own
    band:          how near to the threshold a score is too near to tell
    reduction:     name in REDUCTIONS
    fewest_frames: with fewer scored frames of a video there is no verdict
    """

    threshold: float = 0.5
    band: float = 0.0
    reduction: str = "mean"
    fewest_frames: int = 5


def _mean(scores: Floats) -> float:
    return float(scores.mean(dtype=np.float64))


def _median(scores: Floats) -> float:
    return float(np.median(scores))


def _most_fake_tenth(scores: Floats) -> float:
    """The mean of the most fake tenth of the frames, of three frames at least."""
    count = max(3, len(scores) // 10)
    return _mean(np.sort(scores)[-count:])


REDUCTIONS: dict[str, Callable[[Floats], float]] = {
    "mean": _mean,  # the paper's
    "median": _median,
    "most fake tenth": _most_fake_tenth,
}

DEFAULT_RULE = Rule()


def decide(scores: FaceScores, rule: Rule = DEFAULT_RULE, *, looked_at: int) -> Verdict:
    """Reduce the frames' scores to one and say real, fake or uncertain, with the reasons.

    looked_at: how many frames were looked at, with or without a face

    The default is the paper's rule: the mean over the frames, near 0 real and near 1 fake.
    Raises UnknownName for a reduction that does not exist and ValueError without any score.
    """
    if rule.reduction not in REDUCTIONS:
        raise UnknownName("reduction", rule.reduction, REDUCTIONS)
    frames = scores.per_frame()
    count = len(frames.frame)
    if not count:
        raise ValueError("There is no score to decide on: a clip without a face has no verdict.")
    score = REDUCTIONS[rule.reduction](frames.fake_score)
    doubts = _doubts(score, count, looked_at, rule)
    label: Label = "fake" if score >= rule.threshold else "real"
    return Verdict(
        label="uncertain" if doubts else label,
        score=score,
        threshold=rule.threshold,
        reduction=rule.reduction,
        frames=count,
        reasons=doubts or (_why(score, count, rule),),
    )


def _doubts(score: float, count: int, looked_at: int, rule: Rule) -> tuple[str, ...]:
    doubts = []
    if count < min(rule.fewest_frames, looked_at):
        doubts.append(
            f"Only {count} of the {looked_at} frames looked at show a face that can be scored; "
            f"a verdict needs {min(rule.fewest_frames, looked_at)}."
        )
    if abs(score - rule.threshold) < rule.band:
        near, threshold = _told_apart(score, rule.threshold)
        doubts.append(
            f"The score {near} is within {rule.band:.2f} of the threshold {threshold}: "
            "too near to call."
        )
    return tuple(doubts)


def _why(score: float, count: int, rule: Rule) -> str:
    what = f"{rule.reduction} score" if count > 1 else "score"
    side = "at or above" if score >= rule.threshold else "below"
    shown, threshold = _told_apart(score, rule.threshold)
    return f"The {what} {shown} is {side} the threshold {threshold}."


def _told_apart(score: float, threshold: float) -> tuple[str, str]:
    """Both in two digits, or in four where two would make them look the same."""
    digits = 2 if round(score, 2) != round(threshold, 2) else 4
    return f"{score:.{digits}f}", f"{threshold:.{digits}f}"
