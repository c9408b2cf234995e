"""A moment of a watch, a gap or all that it came to in; what is said of it, to people or to
programs, out.
"""

from __future__ import annotations

from collections.abc import Iterator

from meso.detection.as_json import Json, plain, verdict_as_json
from meso.detection.watch import Moment
from meso.detection.watched import Watched
from meso.detection.words import LABELS, counted

NO_VERDICT, NO_SCORE = "no verdict", "–"
NOT_MEASURED = (
    "How often verdicts on the last seconds of a stream are wrong was not measured, so do not rely "
    "on one of them."
)


def moment_in_words(moment: Moment) -> str:
    """One line: when, the window's verdict, its score and the frame's, and why."""
    verdict = moment.verdict
    label = LABELS[verdict.label] if verdict else NO_VERDICT
    why = " ".join(verdict.reasons) if verdict else moment.why
    of_window = _number(verdict.score if verdict else None)
    frame = _number(moment.seen.score)
    return f"{moment.seen.seconds:8.1f} s  {label:10}  {of_window:4}  (frame {frame:4})  {why}"


def moment_as_json(moment: Moment, *, left_out: int) -> Json:
    """The same and the frame's faces; scores with 6 decimals, null where there is none."""
    seen, verdict = moment.seen, moment.verdict
    columns = seen.person.tolist(), seen.boxes, seen.fake_score.tolist()
    return {
        "kind": "window",
        "seconds": round(seen.seconds, 3),
        "frame": seen.frame,
        "fake_score": plain(seen.score),
        "faces": [
            {"person": person, "box": [*box], "fake_score": plain(score)}
            for person, box, score in zip(*columns, strict=True)
        ],
        "looked_at": moment.looked_at,
        "scored": moment.scored,
        "people": [*moment.people],
        "left_out": left_out,
        "verdict": verdict_as_json(verdict) if verdict else None,
        "why": moment.why,
    }


def gap_in_words(begin: float, end: float | None, why: str) -> str:
    """A line on a time without a picture."""
    until = f"to {end:.1f} s" if end is not None else "on"
    return f"No picture from {begin:.1f} s {until}: {why}."


def gap_as_json(begin: float, end: float | None, why: str) -> Json:
    """The same; `end` is null while no picture has come yet."""
    until = None if end is None else round(end, 3)
    return {"kind": "gap", "begin": round(begin, 3), "end": until, "why": why}


def watched_in_words(watched: Watched, name: str, *, length: float) -> Iterator[str]:
    """What the watch came to, in sentences; length: of a window, in seconds."""
    yield (
        f"{name}: watched for {watched.seconds:.1f} s; "
        f"{counted(watched.looked_at, 'frame', 'frames')} looked at, {watched.scored} with a face "
        f"to score, {counted(watched.people, 'person', 'people')} told apart."
    )
    if watched.left_out:
        frames = counted(watched.left_out, "frame was", "frames were")
        yield f"{frames} left out: this machine was too slow to look at more."
    if watched.gaps:
        gaps = counted(watched.gaps, "time", "times")
        yield f"No picture came {gaps}, for {watched.missing:.1f} s together."
    said = ", ".join(
        f"{watched.verdicts[label]} × {word}"
        for label, word in [*LABELS.items(), (None, NO_VERDICT)]
        if watched.verdicts[label]
    )
    yield f"After each frame the last {length:g} s were judged: {said}."
    if watched.most_fake:
        score, seconds = watched.most_fake
        yield f"The most fake were those before {seconds:.1f} s: {score:.2f} (0 real, 1 fake)."
    yield NOT_MEASURED


def watched_as_json(watched: Watched) -> Json:
    """The same as one object."""
    score, seconds = watched.most_fake or (None, None)
    return {
        "kind": "end",
        "seconds": round(watched.seconds, 3),
        "looked_at": watched.looked_at,
        "scored": watched.scored,
        "people": watched.people,
        "left_out": watched.left_out,
        "gaps": watched.gaps,
        "missing": round(watched.missing, 3),
        "verdicts": {str(label or "none"): count for label, count in watched.verdicts.items()},
        "most_fake": plain(score),
        "most_fake_at": None if seconds is None else round(seconds, 3),
    }


def _number(score: float | None) -> str:
    return NO_SCORE if score is None else f"{score:.2f}"
