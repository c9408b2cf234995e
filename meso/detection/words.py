"""A verdict or a report in; sentences that page, terminal and report file say of it out."""

from __future__ import annotations

from meso.values import SMALLEST_FACE, Kind, Label, Report, Verdict

ITEMS: dict[Kind, str] = {"image": "photos", "video": "clips"}
LABELS: dict[Label, str] = {"real": "Real", "fake": "Fake", "uncertain": "Can't tell"}
REDUCTIONS = {
    "mean": "on average",
    "median": "in the middle (median)",
    "most fake tenth": "in the most fake tenth of the frames",
    "longest run": "in the longest run of fake frames",
    "fake share": "by the share of fake frames",
    "confident": "in the frames where the network is sure",
}
ALL_SCORED: dict[Kind, str] = {
    "image": "Nothing was left out: every face that was found got a score.",
    "video": "Nothing was left out: every frame that was looked at shows a face that got a score.",
}
NOT_MEASURED = "How often such verdicts are wrong was not measured, so do not rely on this one."


def error_rate(verdict: Verdict, kind: Kind) -> str:
    """How often a score like this one was judged wrongly; or that nobody knows."""
    if verdict.error_rate is None:
        return NOT_MEASURED
    wrong = round(100 * verdict.error_rate)
    about = f"about {wrong} were" if wrong > 1 else "about 1 was" if wrong else "fewer than 1 was"
    new = "of people new to the network"
    return f"Of 100 {ITEMS[kind]} that scored like this, {new}, {about} judged wrongly."


def probability(verdict: Verdict) -> str:
    """How probable a fake is; nothing where it was not measured."""
    if verdict.probability is None:
        return ""
    return f"A fake is {verdict.probability:.0%} probable, where fakes are as common as real ones."


def told_apart(score: float, threshold: float) -> tuple[str, str]:
    """Both in two digits, or in four where two would make them look the same."""
    digits = 2 if round(score, 2) != round(threshold, 2) else 4
    return f"{score:.{digits}f}", f"{threshold:.{digits}f}"


def counted(count: int, one: str, many: str) -> str:
    """`1 frame`, `2 frames`."""
    return f"{count} {one if count == 1 else many}"


def whose_score(report: Report) -> str:
    """The sentence that ends with the verdict's number, up to that number."""
    faces = len(report.scores.frame)
    if report.kind == "video":
        return f"The faces in this video score {REDUCTIONS[report.verdict.reduction]}"
    if faces > 1:
        return f"The most fake of the {faces} faces in this photo scores"
    return "The face in this photo scores"


def scale(verdict: Verdict) -> str:
    """The drawing of the scale, for who cannot see it."""
    return f"Scale from 0 (real) to 1 (fake) with a mark at {verdict.score:.2f}"


def stands_on(report: Report) -> str:
    """How much was seen: frames and people."""
    people = len(report.scores.people)
    return seen(report.kind, people, scored=report.verdict.frames, looked_at=len(report.frame))


def seen(kind: Kind, people: int, *, scored: int, looked_at: int) -> str:
    """The same from numbers: frames that were scored, and all that were looked at."""
    who = counted(people, "person", "people")
    if kind == "image":
        return f"This stands on one photo with {who}."
    return f"This stands on {scored} of {looked_at} frames looked at, which show {who}."


def not_scored(report: Report) -> list[str]:
    """What got no score, and why: one sentence a reason."""
    why = report.why_not_scored()
    nobody, small = why.get("no face", 0), why.get("too small", 0)
    sentences = []
    if nobody:
        sentences.append(f"No face was found in {counted(nobody, 'frame', 'frames')}.")
    if small:
        faces = counted(small, "face was", "faces were")
        sentences.append(f"{faces} too small to score (narrower than {SMALLEST_FACE} pixels).")
    return sentences or [ALL_SCORED[report.kind]]
