"""Folders of labelled faces in; how far the features of each kind of fake serve every other out.

The question of Brockschmidt, Shang and Wu ("On the Generality of Facial Forgery Detection", 2019):
a network is trained on real faces and the fakes of a source, its extractor frozen, its classifier
redrawn and retrained on the fakes of a target. What the new classifier tells of held-out people is
what the features of both have in common, as far as an extractor that learned nothing tells less.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np

from meso.experiments.cells import Retrainer, Scores, Seen
from meso.experiments.choose import both_sides, crops_of, few_of, is_fake, some_of_each
from meso.experiments.files import load
from meso.experiments.progress import NETWORK, part_of
from meso.experiments.run_folder import RunFolder
from meso.experiments.seconds import timed
from meso.experiments.settings import ALL, RANDOM, Settings, recipe_of
from meso.media.shrink import thumbnail
from meso.models.halves import features, load_halves, random_network
from meso.models.network import save_weights
from meso.training.short import train_on
from meso.values import Pixels, Tell


class FeatureOverlap:
    """One experiment in its folder; `run` does what is not done yet.

    folders: each holds train/, val/ or both, as `meso faces` makes them; val is held out
    methods: to compare; none: all that there are and that our code makes

    Raises BadFaces when there are fewer than two kinds, a person is on both sides, a side lacks
    real faces or fakes, or `out` holds another experiment.
    """

    def __init__(
        self, folders: Sequence[Path], methods: Sequence[str], out: Path, settings: Settings
    ) -> None:
        self.train, self.held_out = both_sides(folders, methods, settings)
        self.settings = replace(settings, few=few_of(settings.few, self.train))
        self.kinds = [*self.train]
        self.sources = [*self.kinds, ALL, RANDOM]
        self.folder = RunFolder(out, self.sources, self.kinds)

    def run(self, tell: Tell) -> None:
        """Train, look and retrain; what was finished in an earlier run is kept."""
        self.folder.begin(self.settings, self.train, self.held_out)
        work = len(self.sources) * (NETWORK + 2 * len(self.kinds))
        done = 0
        for source in self.sources:
            self._make_network(source, part_of(done, tell, work))
            done += NETWORK
        for _ in timed(self.folder, chain(self._look(), self._retrain())):
            tell(done := done + 1, work)

    def seen(self, source: str, kind: str) -> Seen:
        """What the source's extractor saw in the faces of a kind."""
        saved = load(self.folder.features(source, kind))
        train, held_out = (saved[side].astype(np.float32) for side in ("train", "held_out"))
        return Seen(train, is_fake(self.train[kind]), held_out, is_fake(self.held_out[kind]))

    def scores(self, source: str, kind: str) -> Scores:
        """What the classifiers that were retrained on a kind say of its held-out faces."""
        return Scores(**load(self.folder.cell(source, kind)))

    def _make_network(self, source: str, tell: Tell) -> None:
        path = self.folder.network(source)
        if path.is_file():
            return
        chosen = self.train[source] if source in self.train else some_of_each(self.train)
        crops, settings = crops_of(chosen), self.settings
        if source == RANDOM:
            model = random_network(settings.architecture, crops, settings.seed)
        else:
            model = train_on(recipe_of(settings, source), crops, is_fake(chosen), tell)
        save_weights(model, path)

    def _look(self) -> Iterator[Path | None]:
        """Keep what every extractor sees in the faces of every kind; a step each, as in `timed`."""
        for kind in self.kinds:
            paths = {source: self.folder.features(source, kind) for source in self.sources}
            missing = [source for source, path in paths.items() if not path.is_file()]
            crops = None
            if missing or not self.folder.faces(kind).is_file():
                crops = crops_of([*self.train[kind], *self.held_out[kind]])
                self._keep_faces(kind, crops)
            for source, path in paths.items():
                if crops is not None and source in missing:
                    extract = load_halves(self.settings.architecture, self.folder.network(source))
                    seen = features(extract.extract, crops).astype(np.float16)
                    train, held_out = np.split(seen, [len(self.train[kind])])
                    self.folder.save(path, {"train": train, "held_out": held_out})
                yield path if source in missing else None

    def _keep_faces(self, kind: str, crops: Pixels) -> None:
        """For the page, which is given the folder and not the faces."""
        held_out = crops[len(self.train[kind]) :]
        about = {
            "train_is_fake": is_fake(self.train[kind]),
            "held_out_is_fake": is_fake(self.held_out[kind]),
            "pictures": np.array([thumbnail(one).encode() for one in held_out]),
        }
        self.folder.save(self.folder.faces(kind), about)

    def _retrain(self) -> Iterator[Path | None]:
        """Keep the scores of every source's classifiers on every kind; a step each, the same."""
        retrainer = None
        for source in self.sources:
            missing = [kind for kind in self.kinds if not self.folder.cell(source, kind).is_file()]
            yield from (None for kind in self.kinds if kind not in missing)
            if not missing:
                continue
            own = load_halves(self.settings.architecture, self.folder.network(source)).classifier
            retrainer = retrainer or Retrainer(self.settings, len(own.hidden))
            for kind in missing:
                scores = retrainer(own, self.seen(source, kind), learned=source != RANDOM)
                self.folder.save(path := self.folder.cell(source, kind), vars(scores))
                yield path
