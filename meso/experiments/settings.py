"""What decides an experiment, besides the faces."""

from __future__ import annotations

from dataclasses import dataclass

from meso.training.recipes import Recipe

NETWORKS = ("meso4", "meso_inception4")  # that end in the same classifier
ALL, RANDOM = "all", "random"  # sources that are no kind: trained on every kind, and on nothing


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Of `meso overlap`; any change makes another experiment.

    architecture: of NETWORKS
    faces:        most real ones and most fakes of a kind to train on
    held_out:     most of each to measure on
    drawn:        faces that a network is shown while it is trained, in batches of 32
    seeds:        how often a classifier is redrawn and retrained
    steps:        of 32 faces, in which it is retrained; with few, random features would seem worse
    few:          faces of the target, half of them real, in few-shot retraining, in few_steps
    seed:         decides which faces are chosen, and the networks
    """

    architecture: str = "meso4"
    faces: int = 1_500
    held_out: int = 400
    drawn: int = 19_200
    seeds: int = 5
    steps: int = 1_000
    few: tuple[int, ...] = (5, 10, 25, 50, 100)
    few_steps: int = 100
    seed: int = 0


def recipe_of(settings: Settings, source: str) -> Recipe:
    """How the network of a source is trained."""
    return Recipe(
        architecture=settings.architecture,
        fakes={source: 1.0},
        note="A source of the feature overlap: sharp faces, mirrored at random, few steps.",
        epochs=1,
        steps_per_epoch=max(1, settings.drawn // 32),
        learning_rate=2e-3,
        dropout=0.5,
        augmentation="none",
        half_precision=True,
        seed=settings.seed,
    )
