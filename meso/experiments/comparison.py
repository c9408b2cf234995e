"""Folders of labelled faces in; how several networks, each trained on one kind, judge every kind.

A source is a network and the kind that it was trained on: "meso4/dfdc".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from meso.experiments.cells import Labels, Scores, a_few
from meso.experiments.choose import both_sides, crops_of, few_of, is_fake
from meso.experiments.files import load
from meso.experiments.progress import NETWORK, part_of
from meso.experiments.run_folder import RunFolder
from meso.experiments.settings import (
    FEW,
    TRANSFER,
    Comparison,
    compared_recipe,
    few_shot_recipe,
)
from meso.models.cost import Cost, cost
from meso.models.halves import features
from meso.models.network import save_weights
from meso.training.adapt import Adapter
from meso.training.learner import detector_in, learner
from meso.training.short import train_on
from meso.values import Floats, Pixels, Tell


class NetworksCompared:
    """One comparison in its folder; `run` does what is not done yet.

    folders, methods, out: as in `FeatureOverlap`, and raises as that does
    """

    def __init__(
        self, folders: Sequence[Path], methods: Sequence[str], out: Path, settings: Comparison
    ) -> None:
        self.train, self.held_out = both_sides(folders, methods, settings)
        self.settings = replace(settings, few=few_of(settings.few, self.train))
        self.kinds = [*self.train]
        self.sources = [f"{network}/{kind}" for network in settings.networks for kind in self.kinds]
        self.folder = RunFolder(out, self.sources, self.kinds, features=False)
        self._adapters: dict[str, Adapter] = {}

    def run(self, tell: Tell) -> None:
        """Train, adapt and score; what was finished in an earlier run is kept."""
        self.folder.begin(self.settings, self.train, self.held_out)
        work = len(self.sources) * (NETWORK + len(self.kinds))
        for place, source in enumerate(self.sources):
            self._make_network(source, part_of(NETWORK * place, tell, work))
        for done, _ in enumerate(self._score(), start=NETWORK * len(self.sources) + 1):
            tell(done, work)

    def scores(self, source: str, kind: str) -> Scores:
        """What the source's network says of the held-out faces of a kind, adapted and not."""
        return Scores(**load(self.folder.cell(source, kind)))

    def cost(self, network: str) -> Cost:
        """What it costs; measured once."""
        path = self.folder.cost(network)
        if not path.is_file():
            recipe = compared_recipe(self.settings, network, self.kinds[0])
            measured = cost(detector_in(learner(recipe)))
            self.folder.save(path, {name: np.array(n) for name, n in measured._asdict().items()})
        return Cost(**{name: number.item() for name, number in load(path).items()})

    def _make_network(self, source: str, tell: Tell) -> None:
        path = self.folder.network(source)
        if path.is_file():
            return
        network, kind = source.split("/")
        chosen = self.train[kind]
        recipe = compared_recipe(self.settings, network, kind)
        save_weights(train_on(recipe, crops_of(chosen), is_fake(chosen), tell), path)

    def _score(self) -> Iterator[None]:
        """Keep the scores of every source on every kind; a step each."""
        for kind in self.kinds:
            missing = [s for s in self.sources if not self.folder.cell(s, kind).is_file()]
            yield from (None for source in self.sources if source not in missing)
            if not missing:
                continue
            crops = crops_of(self.held_out[kind])
            for source in missing:
                parts = [*self._judged(source, kind, crops)]
                self.folder.save(self.folder.cell(source, kind), vars(_together(parts)))
                yield

    def _judged(self, source: str, kind: str, crops: Pixels) -> Iterator[Scores]:
        """As it was trained, and adapted where the kind is another than the source's."""
        network, own = source.split("/")
        adapter = self._adapter(network)
        adapter.load(self.folder.network(source))
        yield _column(TRANSFER, 0, features(adapter.unchanged(), crops))
        for few, seed in product(self.settings.few, range(self.settings.seeds)):
            if kind != own:
                shown, labels = self._a_few(kind, few, seed)
                detector = adapter.adapted(shown, labels, seed)
                yield _column(f"{FEW} {few}", seed, features(detector, crops))

    def _a_few(self, kind: str, few: int, seed: int) -> tuple[Pixels, Labels]:
        chosen = self.train[kind]
        some = [chosen[place] for place in a_few(is_fake(chosen), few, seed)]
        return crops_of(some), is_fake(some)

    def _adapter(self, network: str) -> Adapter:
        if network not in self._adapters:
            recipe = few_shot_recipe(self.settings, network, self.kinds[0])
            self._adapters[network] = Adapter(recipe)
        return self._adapters[network]


def _column(what: str, seed: int, scores: Floats) -> Scores:
    return Scores(np.array([what]), np.array([seed]), scores)


def _together(parts: Sequence[Scores]) -> Scores:
    what, seed, scores = zip(*(vars(part).values() for part in parts), strict=True)
    return Scores(np.concatenate(what), np.concatenate(seed), np.concatenate(scores, axis=1))
