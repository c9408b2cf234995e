"""Two reports in; where they agree and where they differ most, face by face, out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from meso.values import Floats, Report

FEWEST = 3  # faces; fewer say nothing about whether two curves rise and fall together


@dataclass(frozen=True)
class Agreement:
    """How far two reports of the same faces agree.

    faces:       how many were compared
    same_side:   how many lie on the same side of each report's own threshold
    correlation: of the two scores, from -1 to 1; None where there are too few faces, or no change
    furthest:    places of the faces, the one with the largest difference of scores first
    """

    faces: int
    same_side: int
    correlation: float | None
    furthest: tuple[int, ...]


def agreement(one: Report, other: Report) -> Agreement | None:
    """Compare two reports face by face; None where they are not about the same faces."""
    if not _same_faces(one, other):
        return None
    first, second = one.scores.fake_score, other.scores.fake_score
    sides = [report.scores.fake_score >= report.verdict.threshold for report in (one, other)]
    furthest = np.argsort(-np.abs(first - second), kind="stable")
    return Agreement(
        faces=len(first),
        same_side=int((sides[0] == sides[1]).sum()),
        correlation=_correlation(first, second),
        furthest=tuple(furthest.tolist()),
    )


def _same_faces(one: Report, other: Report) -> bool:
    return (
        one.source == other.source
        and one.boxes == other.boxes
        and np.array_equal(one.crops, other.crops)
    )


def _correlation(first: Floats, second: Floats) -> float | None:
    if len(first) < FEWEST or np.ptp(first) == 0 or np.ptp(second) == 0:
        return None
    return float(np.corrcoef(first, second, dtype=np.float64)[0, 1])
