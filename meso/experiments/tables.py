"""The rows of an experiment in; Markdown tables for the terminal and the documentation out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from meso.evaluation.evaluate import Number
from meso.evaluation.table import UNKNOWN, markdown
from meso.experiments.results import over_seeds
from meso.experiments.rows import Pair, Row
from meso.experiments.settings import FEW, OVERLAP, RANDOM, TRANSFER
from meso.experiments.survivors import gain_in_words, survivors

LEARNED_FROM = "learned from ↓, judged on →"


class Tables:
    """The tables of one experiment.

    measured:  the rows of all cells
    beyond:    by source and target, how much AUC the source's features give beyond random ones
    unchanged: by source and target, the AUC with nothing retrained, of all but the random network
    likeness:  by two sources, the CKA of what they see
    """

    def __init__(
        self,
        measured: Sequence[Row],
        beyond: Mapping[Pair, Number],
        unchanged: Mapping[Pair, Number],
        likeness: Mapping[Pair, float],
    ) -> None:
        self._rows = measured
        self._beyond = beyond
        self._unchanged = unchanged
        self._likeness = likeness
        self._sources = list(dict.fromkeys(row.source for row in measured))
        self._targets = list(dict.fromkeys(row.target for row in measured))

    def text(self) -> str:
        """All of them, each below a line that says what it shows."""
        return "\n\n".join(
            [
                "**Feature overlap**: AUC after the classifier alone was retrained on the target, "
                "± 95% over the seeds; in brackets what a random extractor gives. The last line is "
                "all of a network trained on the target from scratch, with the interval that other "
                "people would leave it in.",
                self._matrix(self._overlap, self._from_scratch()),
                "**Beyond random**: the same less what the random extractor gives, with the "
                "interval that other people would leave it in. Where it holds 0, nothing is shown "
                "to be shared.",
                self._matrix(self._gain),
                f"**What survives the control**: {survivors(self._between_kinds())}",
                "**Recall** of real and of fake faces at 0.5, after the same retraining; in "
                "brackets those of the random extractor.",
                self._matrix(self._recall),
                "**Transferability**: AUC with nothing retrained, with the interval that other "
                "people would leave it in.",
                self._matrix(self._transfer),
                "**Few-shot**: AUC after the classifier was retrained on a few faces of the "
                "target, the mean over the other sources, ± 95% over the seeds; 0 is "
                "transferability, all is overlap.",
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

    def _matrix(self, cell: Callable[[str, str], str], *below: list[str]) -> str:
        lines = [[one, *(cell(one, other) for other in self._targets)] for one in self._sources]
        return markdown([[LEARNED_FROM, *self._targets], *lines, *below])

    def _overlap(self, source: str, target: str) -> str:
        control = f"{self.mean(RANDOM, target, OVERLAP).value:.2f}"
        return _over_seeds(self.mean(source, target, OVERLAP)) + _beside(source, control)

    def _from_scratch(self) -> list[str]:
        return ["from scratch", *(self._transfer(target, target) for target in self._targets)]

    def _gain(self, source: str, target: str) -> str:
        return UNKNOWN if source == RANDOM else gain_in_words(self._beyond[source, target])

    def _between_kinds(self) -> dict[Pair, Number]:
        pairs = [(s, t) for s in self._targets for t in self._targets if s != t]
        return {pair: self._beyond[pair] for pair in pairs}

    def _recall(self, source: str, target: str) -> str:
        return self._recalls(source, target) + _beside(source, self._recalls(RANDOM, target))

    def _recalls(self, source: str, target: str) -> str:
        found = self._of(source, target, OVERLAP)
        real, fake = (
            np.mean([getattr(row, name) for row in found])
            for name in ("recall_real", "recall_fake")
        )
        return f"{real:.0%}, {fake:.0%}"

    def _transfer(self, source: str, target: str) -> str:
        if source == RANDOM:
            return UNKNOWN
        found = self._unchanged[source, target]
        between = "" if np.isnan(found.low) else f" [{found.low:.2f}–{found.high:.2f}]"
        return f"{found.value:.2f}{between}"

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
        """Of the sources, seed by seed, and how far that is from seed to seed."""
        of_seed: dict[int, list[float]] = defaultdict(list)
        for row in (row for source in sources for row in self._of(source, target, what)):
            of_seed[row.seed].append(row.auc)
        means = [float(np.mean(aucs)) for aucs in of_seed.values()]
        return _over_seeds(over_seeds(means)) if means else UNKNOWN

    def _cka(self) -> str:
        lines = [
            [one, *(f"{self._likeness[one, other]:.2f}" for other in self._sources)]
            for one in self._sources
        ]
        return markdown([["", *self._sources], *lines])


def _over_seeds(number: Number) -> str:
    reach = "" if np.isnan(number.low) else f" ± {number.high - number.value:.2f}"
    return f"{number.value:.2f}{reach}"


def _beside(source: str, control: str) -> str:
    """What the random extractor gives, in brackets; nothing beside its own."""
    return "" if source == RANDOM else f" ({control})"
