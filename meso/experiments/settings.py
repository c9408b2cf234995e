"""What decides an experiment, besides the faces."""

from __future__ import annotations

from dataclasses import dataclass, replace

from meso.training.recipes import SPLIT_LATENT, Recipe

NETWORKS = ("meso4", "meso_inception4")  # that end in the same classifier
SPLIT = "forensic_transfer"  # which has a loss of its own
COMPARED = (
    *("meso1", "meso4", "meso_inception4", "meso_deep", SPLIT),
    *("mobilenet_v3_small", "efficientnet_b0"),
)
ADAPTED = ("meso4", SPLIT)
SHOTS = (5, 10, 25, 50, 100)
ALL, RANDOM = "all", "random"  # sources that are no kind: trained on every kind, and on nothing
# What is measured: after retraining on all faces of the target, on none, and on a few.
OVERLAP, TRANSFER, FEW = "overlap", "transferability", "few-shot"


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
    few: tuple[int, ...] = SHOTS
    few_steps: int = 100
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Stairs:
    """Of `meso staircase`; any change makes another experiment.

    architecture: of COMPARED
    same:         share of each person's faces that are kept from training, for the first step
    light, heavy: the quantisers of H.264; those of FaceForensics++
    What else there is means what it means in `Settings`.
    """

    architecture: str = "meso4"
    faces: int = 1_500
    held_out: int = 400
    drawn: int = 19_200
    same: float = 0.2
    light: int = 23
    heavy: int = 40
    seed: int = 0


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Of `meso generality` and `meso adapt`; any change makes another experiment.

    networks: of COMPARED, each trained on each kind
    few:      faces of another kind, half of them real, that all of a network is trained on with
    seeds:    how often, with other faces
    few_steps, few_rate: in how many steps of 32 faces, and from which learning rate down to 0
    What else there is means what it means in `Settings`.
    """

    networks: tuple[str, ...] = COMPARED
    faces: int = 1_500
    held_out: int = 400
    drawn: int = 19_200
    few: tuple[int, ...] = ()
    seeds: int = 3
    few_steps: int = 30
    few_rate: float = 5e-4
    seed: int = 0


AnySettings = Settings | Stairs | Comparison


def recipe_of(settings: Settings | Stairs, source: str) -> Recipe:
    """How the network of a source is trained."""
    recipe = Recipe(
        architecture=settings.architecture,
        fakes={source: 1.0},
        note="A source of an experiment: sharp faces, mirrored at random, few steps.",
        epochs=1,
        steps_per_epoch=max(1, settings.drawn // 32),
        learning_rate=2e-3,
        dropout=0.5,
        augmentation="none",
        half_precision=True,
        seed=settings.seed,
    )
    return _with_its_loss(recipe)


def compared_recipe(settings: Comparison, network: str, source: str) -> Recipe:
    """How a network of a comparison is trained: one like the other but for the paper's loss."""
    recipe = Recipe(
        architecture=network,
        fakes={source: 1.0},
        note="A network of a comparison: sharp faces, mirrored at random, few steps.",
        epochs=1,
        steps_per_epoch=max(1, settings.drawn // 32),
        learning_rate=1e-3,
        augmentation="none",
        seed=settings.seed,
    )
    return _with_its_loss(recipe)


def few_shot_recipe(settings: Comparison, network: str, source: str) -> Recipe:
    """How it is trained on with a few faces."""
    recipe = compared_recipe(settings, network, source)
    return replace(recipe, steps_per_epoch=settings.few_steps, learning_rate=settings.few_rate)


def _with_its_loss(recipe: Recipe) -> Recipe:
    if recipe.architecture != SPLIT:
        return recipe
    return replace(recipe, loss=SPLIT_LATENT, dropout=0.0, half_precision=False)
