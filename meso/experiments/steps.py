"""What a staircase measured in; the CSV that holds it out, and back. Cheap to import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from meso.experiments.rows import read_csv

STAIRCASE_CSV = "staircase.csv"

# One thing after another is taken away; what was taken away stays so.
SAME, OTHERS, LIGHT, HEAVY, METHOD = "same-people", "other-people", "light", "heavy", "other-method"
STEPS = (SAME, OTHERS, LIGHT, HEAVY, METHOD)
SHARP_METHOD = "other-method-sharp"  # beside them: the last step without the compression

TITLES = {  # short: five stand beside each other on a phone
    SAME: "same<br>people",
    OTHERS: "other<br>people",
    LIGHT: "light<br>H.264",
    HEAVY: "heavy<br>H.264",
    METHOD: "other<br>method",
    SHARP_METHOD: "other method, no H.264",
}


@dataclass(frozen=True)
class Step:
    """A network that was trained on a kind, on one step. low, high: by bootstrap over people.

    n: faces, as many real as fake
    """

    kind: str
    step: str
    accuracy: float
    low: float
    high: float
    auc: float
    n: int


def shares(found: list[Step]) -> dict[str, list[float]]:
    """By kind, the accuracy at each of STEPS; nan where it was not measured."""
    of = {(step.kind, step.step): step.accuracy for step in found}
    kinds = dict.fromkeys(step.kind for step in found)
    return {kind: [of.get((kind, step), float("nan")) for step in STEPS] for kind in kinds}


def read_steps(path: Path) -> list[Step]:
    """From the CSV. Raises OSError, ValueError or TypeError where it is no such file."""
    found = read_csv(Step, path)
    if not found or not {step.step for step in found} <= {*STEPS, SHARP_METHOD}:
        raise ValueError(path.name)
    return found
