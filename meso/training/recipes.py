"""What decides a training run besides the data and the machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from meso.errors import UnknownName

# Methods that our code makes fakes by: of one real face, or of those of two people.
SELF_BLENDED, RESAMPLED = "self_blended", "resampled"
CROSS_BLENDED, LANDMARK_SWAP = "cross_blended", "landmark_swap"
OF_TWO = (CROSS_BLENDED, LANDMARK_SWAP)
MADE = (SELF_BLENDED, RESAMPLED, *OF_TWO)
AUTOENCODER = "autoencoder"  # made for one pair of people by a network of theirs: never on the fly
OTHERS = "others"
SPLIT_LATENT = "split_latent"  # the loss of ForensicTransfer; every other one is named by Keras

Augmentation = Literal["none", "paper", "light", "world", "covered"]
Schedule = Literal["cosine", "steps"]


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """Everything that decides a training run besides the data and the machine.

    fakes:    shares of the fake half of each batch, by method; those of MADE are made on the fly
              from real faces, "others" is every method that there is and that is not named, and
              every other name is a folder below fake/
    loss:     as Keras names it, or SPLIT_LATENT
    schedule: how the learning rate falls: "cosine" to 0, or in the "steps" of the paper, by ten
              every thousand batches down to 1e-6
    patience: epochs without a better validation after which training stops
    half_precision: compute in bfloat16 (weights stay float32) on a machine that is quick at it, a
              GPU or a CPU that knows it; on others it would take many times as long
    shuffled_labels: give half of the faces the other label, to see whether the data leak
    """

    architecture: str
    note: str  # what this recipe is for, and the result to expect
    fakes: Mapping[str, float]
    epochs: int = 20
    steps_per_epoch: int = 100
    batch_size: int = 32  # half real, half fake
    loss: str = "binary_crossentropy"
    learning_rate: float = 2e-3
    schedule: Schedule = "cosine"
    weight_decay: float = 0.0
    dropout: float = 0.2
    augmentation: Augmentation = "world"
    patience: int = 1_000
    half_precision: bool = False
    shuffled_labels: bool = False
    seed: int = 0


SHARP = {SELF_BLENDED: 0.3, "dfdc": 0.6, "stylegan": 0.1}
SOFTER = {SELF_BLENDED: 0.3, CROSS_BLENDED: 0.05, "dfdc": 0.5, "stylegan": 0.15}
MORE_STYLEGAN = {SELF_BLENDED: 0.2, CROSS_BLENDED: 0.05, "dfdc": 0.45, "stylegan": 0.3}
WORLD = {SELF_BLENDED: 0.2, CROSS_BLENDED: 0.05, "dfdc": 0.35, "stylegan": 0.2, OTHERS: 0.2}

INCEPTION = Recipe(
    architecture="meso_inception4",
    fakes=SHARP,
    epochs=20,
    steps_per_epoch=200,
    learning_rate=1e-3,
    augmentation="light",
    half_precision=True,
    note="MesoInception-4, first half: sharp faces, none of FaceForensics++.",
)

DEEP = Recipe(
    architecture="meso_deep",
    fakes=MORE_STYLEGAN,
    epochs=35,
    steps_per_epoch=200,
    learning_rate=6e-4,
    weight_decay=0.02,
    augmentation="light",
    half_precision=True,
    note="The larger network, first half: sharp faces, none of FaceForensics++.",
)

LITE = replace(
    DEEP,
    architecture="efficientnet_lite",
    epochs=8,
    learning_rate=4e-4,
    dropout=0.3,
    note="EfficientNet-Lite0 from ImageNet (--start FILE.pth): sharp faces, no FaceForensics++.",
)

SHORT = replace(
    LITE,
    architecture="lite_short",
    epochs=6,
    learning_rate=1.5e-3,
    weight_decay=0.01,
    dropout=0.1,
    note="Lite0's first three stages, sharp faces: from ImageNet (--start FILE.pth), then again.",
)

RECIPES = {
    "paper": Recipe(
        architecture="meso4",
        fakes={"dfdc": 0.6, "stylegan": 0.4},
        epochs=30,
        batch_size=76,  # the paper has 75; half of ours are fakes
        loss="mean_squared_error",
        learning_rate=1e-3,
        schedule="steps",
        dropout=0.5,
        augmentation="paper",
        note="As Afchar et al. 2018 trained theirs; of DFDC and StyleGAN fakes it learns little.",
    ),
    "own": replace(
        INCEPTION,
        fakes={SELF_BLENDED: 0.3, OTHERS: 0.7},
        note="For faces of your own, whatever their methods; what to expect depends on them.",
    ),
    "forensic-transfer": Recipe(
        architecture="forensic_transfer",
        fakes={SELF_BLENDED: 0.2, OTHERS: 0.8},
        epochs=8,
        loss=SPLIT_LATENT,
        learning_rate=5e-4,
        dropout=0.0,
        augmentation="light",
        note="As Cozzolino et al. 2018, smaller: self-blended 0.98, DFDC 0.60, StyleGAN 0.65.",
    ),
    "deep": DEEP,
    "inception": INCEPTION,
    "deep-world": replace(
        DEEP,
        fakes=WORLD,
        epochs=8,
        learning_rate=3e-4,
        weight_decay=0.05,
        dropout=0.4,
        augmentation="covered",
        note="The larger network, second half, to be started from the first (--start).",
    ),
    "lite": LITE,
    "lite-world": replace(
        LITE,
        fakes=WORLD,
        epochs=2,
        learning_rate=2e-4,
        weight_decay=0.05,
        dropout=0.4,
        augmentation="covered",
        note="EfficientNet-Lite0, second half, from the first (--start): DFDC 0.87, StyleGAN 0.89.",
    ),
    "short": SHORT,
    "short-world": replace(
        SHORT,
        epochs=3,
        learning_rate=5e-4,
        weight_decay=0.05,
        dropout=0.2,
        augmentation="covered",
        note="Lite0's first three stages, second half (--start): DFDC 0.84, StyleGAN 0.85.",
    ),
    "inception-world": replace(
        INCEPTION,
        fakes=SOFTER,
        epochs=5,
        steps_per_epoch=100,
        learning_rate=5e-4,
        augmentation="world",
        note="MesoInception-4, second half, to be started from the first (--start).",
    ),
    "shuffled": replace(
        INCEPTION,
        fakes={"dfdc": 1.0},
        epochs=4,
        shuffled_labels=True,
        note="Half of the labels are wrong: a validation AUC far from 0.5 would betray a leak.",
    ),
    "smoke": Recipe(
        architecture="meso4",
        fakes={SELF_BLENDED: 1.0},
        epochs=1,
        steps_per_epoch=2,
        batch_size=4,
        note="Seconds on a laptop; shows that training runs, not that it learns.",
    ),
}


def with_methods(recipe: Recipe, methods: Iterable[str]) -> Recipe:
    """The recipe with the share of the others given to those that there are, to each the same.

    methods: the names of the folders below fake/; where none is left, the rest get the share
    """
    named = {method: share for method, share in recipe.fakes.items() if method != OTHERS}
    others = sorted({*methods} - {*named} - {""})
    if OTHERS not in recipe.fakes:
        return recipe
    if others:
        return replace(
            recipe, fakes=named | dict.fromkeys(others, recipe.fakes[OTHERS] / len(others))
        )
    whole = sum(named.values())
    return replace(recipe, fakes={method: share / whole for method, share in named.items()})


def recipe_named(name: str) -> Recipe:
    """The recipe of that name. Raises UnknownName with the close matches."""
    if name not in RECIPES:
        raise UnknownName("recipe", name, RECIPES)
    return RECIPES[name]
