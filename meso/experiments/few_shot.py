"""A comparison with few-shot adaptation in; its tables, beside what was published, out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from meso.evaluation.table import UNKNOWN, markdown
from meso.experiments.comparison import NetworksCompared
from meso.experiments.generality import counts
from meso.experiments.results import over_seeds, rows
from meso.experiments.rows import Row, as_csv
from meso.experiments.settings import FEW, TRANSFER

# Accuracy in percent, Deepfakes → NeuralTextures, by faces of the target: the README of
# github.com/shivangi-aneja/DDT, mean of ten runs. Another classifier, another ForensicTransfer.
PUBLISHED = {
    "classifier": {0: 57.8, 5: 65.7, 10: 66.0, 25: 67.5, 50: 68.4, 100: 69.4},
    "ForensicTransfer": {0: 60.6, 5: 70.0, 10: 70.5, 25: 71.4, 50: 72.5, 100: 74.2},
}


def report(experiment: NetworksCompared) -> str:
    """Write few-shot.csv into the run's folder; return the tables."""
    measured = rows(experiment)
    experiment.folder.write_text("few-shot.csv", as_csv(Row, measured))
    return f"{counts(experiment)}\n\n{FewShotTables(measured, experiment.settings.few).text()}"


class FewShotTables:
    """measured: the rows of all cells; few: how many faces of the target"""

    def __init__(self, measured: Sequence[Row], few: Sequence[int]) -> None:
        self._rows = measured
        self._few = few

    def text(self) -> str:
        """Both, each below a line that says what it shows."""
        return "\n\n".join(
            [
                "**AUC** of a network trained on one kind and judged on another, after all of it "
                "was trained on with so many faces of the other, half of them real; ± 95% over the "
                "seeds. The last column is the same network trained on the other kind at once.",
                self._table(lambda row: row.auc, ".2f"),
                "**Accuracy** at 0.5 in percent, of as many real faces as fakes. Published: "
                "Deepfakes → NeuralTextures of FaceForensics++, 720 videos to train on; other "
                "networks.",
                self._table(_accuracy, ".1f", self._published()),
            ]
        )

    def _table(
        self, of: Callable[[Row], float], form: str, beside: Sequence[list[str]] = ()
    ) -> str:
        head = ["network", "from → to", "0", *map(str, self._few), "trained on it"]
        return markdown([head, *self._lines(of, form), *beside])

    def _lines(self, of: Callable[[Row], float], form: str) -> list[list[str]]:
        columns = [TRANSFER, *(f"{FEW} {few}" for few in self._few)]
        pairs = dict.fromkeys((row.source, row.target) for row in self._rows)
        lines = []
        for source, target in sorted(pairs, key=lambda pair: (pair[0].split("/")[1], *pair)):
            network, kind = source.split("/")
            if kind == target:
                continue
            cells = [self._cell(source, target, what, of, form) for what in columns]
            own = self._cell(f"{network}/{target}", target, TRANSFER, of, form)
            lines.append([network, f"{kind} → {target}", *cells, own])
        return lines

    def _cell(
        self, source: str, target: str, what: str, of: Callable[[Row], float], form: str
    ) -> str:
        wanted = source, target, what
        values = [of(row) for row in self._rows if (row.source, row.target, row.what) == wanted]
        if not values:
            return UNKNOWN
        found = over_seeds(values)
        reach = "" if np.isnan(found.low) else f" ± {found.high - found.value:{form}}"
        return f"{found.value:{form}}{reach}"

    def _published(self) -> list[list[str]]:
        return [
            [
                f"published {name}",
                "Deepfakes → NeuralTextures",
                *(f"{of[few]:.1f}" if few in of else UNKNOWN for few in (0, *self._few)),
                UNKNOWN,
            ]
            for name, of in PUBLISHED.items()
        ]


def _accuracy(row: Row) -> float:
    return 50 * (row.recall_real + row.recall_fake)
