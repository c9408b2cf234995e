"""Scores and what was measured beside them in; each reason to doubt them, with its name, out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from meso.detection.reductions import REDUCTIONS, SHARES, telling_run
from meso.detection.rule import Rule
from meso.detection.words import told_apart
from meso.values import Code, Evidence, Floats, FrameScores, Label

# The one rule for what a doubt does: these leave no verdict, because errors are more frequent
# with them (decision 0007); any other is told as a caution.
DECISIVE: frozenset[Code] = frozenset({"few_frames", "in_band", "run_disagrees", "blurred", "dark"})
BLURRED = 0.0037  # sharpness
DARK = 40  # brightness
SMALL = 90  # pixels
COMPRESSED = 0.015  # bits a pixel: FaceForensics++ has 0.025 and more at c23, under 0.009 at c40


class Doubt(NamedTuple):
    """A reason to doubt: its name for programs and its sentence for readers."""

    code: Code
    sentence: str


def doubts_about(
    frames: FrameScores, score: float, rule: Rule, *, looked_at: int, evidence: Evidence | None
) -> list[Doubt]:
    """Everything that speaks against trusting the score of these frames."""
    unreadable = evidence.unreadable if evidence else 0
    doubts = [
        *_few_frames(len(frames.frame), looked_at + unreadable, rule),
        *_in_band(score, rule),
        *_run_disagrees(frames, score, rule),
    ]
    if evidence is None:
        return doubts
    return [
        *doubts,
        *_damaged(looked_at, unreadable),
        *_crops_disagree(evidence.zoomed, rule),
        *doubts_about_pictures(evidence),
    ]


def doubts_about_pictures(evidence: Evidence) -> Iterator[Doubt]:
    """What makes the pictures hard to judge, whatever their scores."""
    if evidence.sharpness < BLURRED:
        yield Doubt(
            "blurred", "The picture of the face is blurred: real faces then look fake, too."
        )
    if evidence.brightness < DARK:
        yield Doubt("dark", "The picture of the face is very dark: real and fake then look alike.")
    if evidence.width < SMALL:
        yield Doubt(
            "small",
            f"The face is small ({evidence.width:.0f} pixels wide): below {SMALL}, fine traces "
            "are lost.",
        )
    if 0 < evidence.bits_per_pixel < COMPRESSED:
        yield Doubt(
            "compressed",
            "The video is heavily compressed, which may wipe out the traces of a fake or look "
            "like some.",
        )


def label_of(score: float, rule: Rule) -> Label:
    """Which side of the threshold a score is on."""
    return "fake" if score >= starts_at(rule) else "real"


def starts_at(rule: Rule) -> float:
    """Where fake begins for the reduced score: the threshold, or a half of the frames."""
    return 0.5 if rule.reduction in SHARES else rule.threshold


def _few_frames(count: int, looked_at: int, rule: Rule) -> Iterator[Doubt]:
    fewest = min(rule.fewest_frames, looked_at)
    if count < fewest:
        yield Doubt(
            "few_frames",
            f"Only {count} of the {looked_at} frames looked at show a face that can be scored; "
            f"a verdict needs {fewest}.",
        )


def _damaged(read: int, unreadable: int) -> Iterator[Doubt]:
    if unreadable:
        yield Doubt(
            "damaged",
            f"The file is damaged or cut short: {read} of the {read + unreadable} frames to look "
            f"at could be read. The score stands on those alone.",
        )


def _in_band(score: float, rule: Rule) -> Iterator[Doubt]:
    if not rule.too_near(score):
        return
    near, threshold = told_apart(score, starts_at(rule))
    within = "near" if rule.measured else f"within {rule.band:.2f} of"
    yield Doubt(
        "in_band", f"The score {near} is {within} the threshold {threshold}: too near to call."
    )


def _run_disagrees(frames: FrameScores, score: float, rule: Rule) -> Iterator[Doubt]:
    clearly = (rule.threshold + 1) / 2  # where scores hover about the threshold, a run is luck
    run = frames.seconds[telling_run(frames.fake_score, clearly)]
    if len(run) and label_of(score, rule) == "real":
        seconds = f"Seconds {run[0]:.1f} to {run[-1]:.1f}"
        yield Doubt("run_disagrees", f"{seconds} look fake although the whole does not.")


def _crops_disagree(zoomed: Floats, rule: Rule) -> Iterator[Doubt]:
    """Whether a tighter or a wider crop of the same faces would turn the verdict."""
    if not zoomed.size:
        return
    scores = [REDUCTIONS[rule.reduction](each, rule.threshold) for each in zoomed]
    labels = [label_of(score, rule) for score in scores]
    if len({*labels}) > 1:
        told = zip(scores, labels, strict=True)
        tighter, usual, wider = (f"{score:.2f} ({label})" for score, label in told)
        yield Doubt(
            "crops_disagree",
            "The verdict hangs on how tightly the faces are cut out: the same ones score "
            f"{tighter} cut tighter, {usual} as usual and {wider} cut wider.",
        )
