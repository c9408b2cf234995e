"""Face scores in, a verdict out; who moves the threshold calls `decide` and nothing else."""

from __future__ import annotations

from meso.detection.doubts import DECISIVE, doubts_about, label_of, starts_at
from meso.detection.reductions import REDUCTIONS
from meso.detection.rule import DEFAULT_RULE, Rule
from meso.detection.words import told_apart
from meso.errors import UnknownName
from meso.values import Evidence, FaceScores, Verdict

__all__ = ["REDUCTIONS", "Rule", "decide"]


def decide(
    scores: FaceScores,
    rule: Rule = DEFAULT_RULE,
    *,
    looked_at: int,
    evidence: Evidence | None = None,
) -> Verdict:
    """Reduce the frames' scores to one and say real, fake or uncertain, with the reasons.

    looked_at: how many frames were looked at, with or without a face
    evidence:  what else was measured; without it, it raises no doubt

    The default is the paper's rule: the mean over the frames, near 0 real and near 1 fake.
    Raises UnknownName for a reduction that does not exist and ValueError without any score.
    """
    if rule.reduction not in REDUCTIONS:
        raise UnknownName("reduction", rule.reduction, REDUCTIONS)
    frames = scores.per_frame()
    count = len(frames.frame)
    if not count:
        raise ValueError("There is no score to decide on: a clip without a face has no verdict.")
    score = REDUCTIONS[rule.reduction](frames.fake_score, rule.threshold)
    doubts = doubts_about(frames, score, rule, looked_at=looked_at, evidence=evidence)
    reasons = [doubt for doubt in doubts if doubt.code in DECISIVE]
    cautions = [doubt for doubt in doubts if doubt.code not in DECISIVE]
    measured = rule.measured
    return Verdict(
        label="uncertain" if reasons else label_of(score, rule),
        score=score,
        threshold=starts_at(rule),
        reduction=rule.reduction,
        frames=count,
        reasons=tuple(doubt.sentence for doubt in reasons) or (_why(score, count, rule),),
        cautions=tuple(doubt.sentence for doubt in cautions),
        codes=tuple(doubt.code for doubt in (*reasons, *cautions)),
        probability=measured.probability(score) if measured else None,
        error_rate=None if reasons else _error_rate(score, rule),
    )


def _error_rate(score: float, rule: Rule) -> float | None:
    """What was measured, with the threshold that it was measured with."""
    measured = rule.measured
    if measured is None or rule.threshold != measured.threshold:
        return None
    return measured.error_rate(score)


def _why(score: float, count: int, rule: Rule) -> str:
    what = f"{rule.reduction} score" if count > 1 else "score"
    side = "at or above" if score >= starts_at(rule) else "below"
    shown, threshold = told_apart(score, starts_at(rule))
    return f"The {what} {shown} is {side} the threshold {threshold}."
