"""A verdict in; sentences that page and terminal both say of it out."""

from __future__ import annotations

from meso.values import Kind, Verdict

ITEMS: dict[Kind, str] = {"image": "photos", "video": "clips"}
NOT_MEASURED = "The error rate of such verdicts was not measured."


def error_rate(verdict: Verdict, kind: Kind) -> str:
    """How often a score like this one was judged wrongly; or that nobody knows."""
    if verdict.error_rate is None:
        return NOT_MEASURED
    wrong = round(100 * verdict.error_rate)
    about = f"about {wrong} were" if wrong > 1 else "about 1 was" if wrong else "fewer than 1 was"
    return (
        f"Of 100 {ITEMS[kind]} of validation people that scored like this, {about} judged wrongly."
    )


def probability(verdict: Verdict) -> str:
    """How probable a fake is; nothing where it was not measured."""
    if verdict.probability is None:
        return ""
    return f"A fake is {verdict.probability:.0%} probable, where fakes are as common as real ones."


def told_apart(score: float, threshold: float) -> tuple[str, str]:
    """Both in two digits, or in four where two would make them look the same."""
    digits = 2 if round(score, 2) != round(threshold, 2) else 4
    return f"{score:.{digits}f}", f"{threshold:.{digits}f}"
