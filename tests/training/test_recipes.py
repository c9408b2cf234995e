from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from meso.errors import UnknownName
from meso.training.recipes import RECIPES, recipe_named


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
class TestEachRecipe:
    def test_shares_out_all_of_the_fakes(self, recipe):
        assert sum(recipe.fakes.values()) == pytest.approx(1)

    def test_makes_batches_of_pairs(self, recipe):
        assert recipe.batch_size % 2 == 0

    def test_says_what_it_is_for(self, recipe):
        assert recipe.note.endswith(".")

    def test_cannot_be_changed_in_place(self, recipe):
        with pytest.raises(FrozenInstanceError):
            recipe.epochs = 3


class TestRecipeNamed:
    def test_gives_the_recipe(self):
        assert recipe_named("smoke") is RECIPES["smoke"]

    def test_proposes_what_is_near(self):
        with pytest.raises(UnknownName, match=r"no recipe named smok\. Did you mean smoke"):
            recipe_named("smok")
