"""A folder as `meso overlap` leaves it, with numbers that are made up and nothing trained."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from meso.experiments.files import BEYOND_CSV, OVERLAP_CSV, PROTOCOL, Files
from meso.experiments.rows import Row, as_csv, gains_as_csv
from meso.experiments.settings import OVERLAP, TRANSFER, Settings
from meso.experiments.steps import STAIRCASE_CSV, STEPS, Step

KINDS = ("striped", "dotted")
SOURCES = (*KINDS, "all", "random")
SETTINGS = Settings(seeds=2, steps=60, few=(5, 10), few_steps=20)
AUC = {  # after retraining on all, of each source on striped and on dotted
    "striped": (0.95, 0.80),
    "dotted": (0.62, 0.91),
    "all": (0.90, 0.88),
    "random": (0.60, 0.71),
}
FACES = 20  # held out, of each kind; every second one is fake
IS_FAKE = np.arange(FACES) % 2 == 1


def write_run(folder, **files):
    """Results and faces; `features=True`: also what a retraining needs."""
    _write_results(folder)
    _write_faces(folder)
    if files.get("features"):
        _write_what_retraining_needs(folder)
    return folder


def write_staircase(folder):
    """A staircase of one network."""
    folder.mkdir(parents=True, exist_ok=True)
    shares = zip(STEPS, (0.99, 0.81, 0.78, 0.6, 0.52), strict=True)
    steps = [
        Step("dfdc", step, share, share - 0.05, share + 0.05, 0.7, 40) for step, share in shares
    ]
    (folder / STAIRCASE_CSV).write_text(as_csv(Step, steps))
    return folder


def rows():
    """Two seeds a field, 0.01 to both sides of the mean; few-shot and transfer are lower."""
    found = []
    for source, aucs in AUC.items():
        for target, auc in zip(KINDS, aucs, strict=True):
            row = Row(source, target, OVERLAP, 0, auc, 0.7, 0.6, FACES)
            if source != "random":
                found.append(replace(row, what=TRANSFER, auc=auc - 0.3))
            for seed, off in ((0, -0.01), (1, 0.01)):
                found += [
                    replace(row, what=what, seed=seed, auc=auc + less + off)
                    for what, less in (("few-shot 5", -0.2), ("few-shot 10", -0.1), (OVERLAP, 0))
                ]
    return found


def _write_results(folder):
    folder.mkdir(parents=True, exist_ok=True)
    settings = "\n".join(
        f"{key} = {list(value) if isinstance(value, tuple) else value!r}"
        for key, value in vars(SETTINGS).items()
    )
    (folder / PROTOCOL).write_text(f"[settings]\n{settings}\n")
    (folder / OVERLAP_CSV).write_text(as_csv(Row, rows()))
    gains = {("striped", "dotted"): (0.09, 0.02, 0.15), ("dotted", "striped"): (0.02, -0.1, 0.1)}
    (folder / BEYOND_CSV).write_text(gains_as_csv(gains))


def _write_faces(folder):
    """All pictures are alike. 3 faces change sides, 2 of them rightly."""
    pictures = np.array([b"data:image/jpeg;base64,/9j/AAAA"] * FACES)
    before = np.where(IS_FAKE, 0.9, 0.1).astype(np.float32)
    after = before.copy()
    before[1], before[2], after[4] = 0.2, 0.8, 0.7
    columns = {TRANSFER: before, OVERLAP: after, "few-shot 5": before, "few-shot 10": before}
    cell = {
        "what": np.array([*columns]),
        "seed": np.zeros(len(columns), np.int64),
        "fake_score": np.stack([*columns.values()], axis=1),
    }
    for kind in KINDS:
        faces = {"held_out_is_fake": IS_FAKE, "train_is_fake": IS_FAKE, "pictures": pictures}
        _save(Files(folder).faces(kind), faces)
        for source in SOURCES:
            _save(Files(folder).cell(source, kind), cell)


def _write_what_retraining_needs(folder):
    """Features whose first hundred numbers tell a fake, and one untrained network for all."""
    from meso.models.architectures import BUILDERS
    from meso.models.network import save_weights

    model = BUILDERS["meso4"]()
    for source in SOURCES:
        save_weights(model, Files(folder).network(source))
        for kind in KINDS:
            rng = np.random.default_rng([len(source), len(kind)])
            seen = rng.normal(0, 0.2, (2, FACES, 1024)).astype(np.float16)
            seen[:, IS_FAKE, :100] += 1
            path = Files(folder).features(source, kind)
            _save(path, {"train": seen[0], "held_out": seen[1]})


def _save(path, arrays):
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **arrays)
