"""The rows of an experiment in; Markdown tables for the terminal and the documentation out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from meso.evaluation.evaluate import Number
from meso.evaluation.table import UNKNOWN, markdown
from meso.experiments.results import over_seeds
from meso.experiments.rows import Row
from meso.experiments.settings import FEW, OVERLAP, RANDOM, TRANSFER

LEARNED_FROM = "learned from ↓, judged on →"


class Tables:
    """The tables of one experiment.

    measured: the rows of all cells
    beyond:   by source and target, how much AUC the source's features give beyond random ones
    likeness: by two sources, the CKA of what they see
    """

    def __init__(
        self,
        measured: Sequence[Row],
        beyond: Mapping[tuple[str, str], Number],
        likeness: Mapping[tuple[str, str], float],
    ) -> None:
        self._rows = measured
        self._beyond = beyond
        self._likeness = likeness
        self._sources = list(dict.fromkeys(row.source for row in measured))
        self._targets = list(dict.fromkeys(row.target for row in measured))

    def text(self) -> str:
        """All of them, each below a line that says what it shows."""
        return "\n\n".join(
            [
                "**Feature overlap**: AUC after the classifier alone was retrained on the target, "
                "± 95% over the seeds; in brackets what a random extractor gives.",
                self._matrix(self._overlap),
                "**Beyond random**: the same less what the random extractor gives, with the "
                "interval that other people would leave it in. Where it holds 0, nothing is shown "
                "to be shared.",
                self._matrix(self._gain),
                f"**What survives the control**: {self._survivors()}",
                "**Recall** of real and of fake faces at 0.5, after the same retraining.",
                self._matrix(self._recall),
                "**Transferability**: AUC with nothing retrained. The diagonal is a network "
                "trained from scratch on the target.",
                self._matrix(self._transfer),
                "**Few-shot**: AUC after the classifier was retrained on a few faces of the "
                "target, the mean over the other sources; 0 is transferability, all is overlap.",
                self._few_shot(),
                "**Likeness** of what two extractors see in the held-out faces (linear CKA; 1 is "
                "the same).",
                self._cka(),
            ]
        )

    def mean(self, source: str, target: str, what: str) -> Number:
        """The AUC over the seeds; nan where it was not measured."""
        values = [row.auc for row in self._of(source, target, what)]
        return over_seeds(values) if values else Number(float("nan"))

    def _of(self, source: str, target: str, what: str) -> list[Row]:
        wanted = source, target, what
        return [row for row in self._rows if (row.source, row.target, row.what) == wanted]

    def _matrix(self, cell: Callable[[str, str], str]) -> str:
        lines = [[one, *(cell(one, other) for other in self._targets)] for one in self._sources]
        return markdown([[LEARNED_FROM, *self._targets], *lines])

    def _overlap(self, source: str, target: str) -> str:
        found, random = (self.mean(who, target, OVERLAP).value for who in (source, RANDOM))
        spread = self.mean(source, target, OVERLAP)
        reach = "" if np.isnan(spread.low) else f" ± {spread.high - spread.value:.2f}"
        beside = "" if source == RANDOM else f" ({random:.2f})"
        return f"{found:.2f}{reach}{beside}"

    def _gain(self, source: str, target: str) -> str:
        if source == RANDOM:
            return UNKNOWN
        gain = self._beyond[source, target]
        return f"{gain.value:+.2f} {_between(gain)}"

    def _survivors(self) -> str:
        pairs = [(s, t) for s in self._targets for t in self._targets if s != t]
        shared = [f"{s} → {t}" for s, t in pairs if self._beyond[s, t].low > 0]
        less = [f"{s} → {t}" for s, t in pairs if self._beyond[s, t].high < 0]
        worse = f" Features worse than random ones: {', '.join(less)}." if less else ""
        return f"{len(shared)} of {len(pairs)} pairs: {', '.join(shared) or 'none'}.{worse}"

    def _recall(self, source: str, target: str) -> str:
        found = self._of(source, target, OVERLAP)
        real, fake = (
            np.mean([getattr(row, name) for row in found])
            for name in ("recall_real", "recall_fake")
        )
        return f"{real:.0%}, {fake:.0%}"

    def _transfer(self, source: str, target: str) -> str:
        value = self.mean(source, target, TRANSFER).value
        return UNKNOWN if np.isnan(value) else f"{value:.2f}"

    def _few_shot(self) -> str:
        shots = list(dict.fromkeys(r.what for r in self._rows if r.what.startswith(FEW)))
        titles = ["0", *(shot.removeprefix(FEW).strip() for shot in shots), "all"]
        columns = [TRANSFER, *shots, OVERLAP]
        lines = [
            [target, who, *(self._mean_of(sources, target, what) for what in columns)]
            for target in self._targets
            for who, sources in self._compared(target).items()
        ]
        return markdown([["judged on", "features", *titles], *lines])

    def _compared(self, target: str) -> dict[str, list[str]]:
        others = [source for source in self._targets if source != target]
        return {"of other kinds": others, "its own": [target], RANDOM: [RANDOM]}

    def _mean_of(self, sources: Sequence[str], target: str, what: str) -> str:
        value = np.mean([self.mean(source, target, what).value for source in sources])
        return UNKNOWN if np.isnan(value) else f"{value:.2f}"

    def _cka(self) -> str:
        lines = [
            [one, *(f"{self._likeness[one, other]:.2f}" for other in self._sources)]
            for one in self._sources
        ]
        return markdown([["", *self._sources], *lines])


def _between(number: Number) -> str:
    return "" if np.isnan(number.low) else f"[{number.low:+.2f}, {number.high:+.2f}]"
