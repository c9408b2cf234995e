from __future__ import annotations

from dataclasses import FrozenInstanceError, replace

import pytest

from meso.errors import UnknownName
from meso.training.recipes import OTHERS, RECIPES, SELF_BLENDED, recipe_named, with_methods


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


class TestWithMethods:
    OWN = replace(RECIPES["smoke"], fakes={SELF_BLENDED: 0.4, "dfdc": 0.2, OTHERS: 0.4})

    def test_shares_what_is_for_others_among_those_there_are(self):
        recipe = with_methods(self.OWN, {"", "dfdc", "faceswap", "mine"})
        assert recipe.fakes == {SELF_BLENDED: 0.4, "dfdc": 0.2, "faceswap": 0.2, "mine": 0.2}

    def test_gives_it_to_the_named_ones_where_there_are_no_others(self):
        shares = with_methods(self.OWN, {"", "dfdc"}).fakes
        assert shares == pytest.approx({SELF_BLENDED: 2 / 3, "dfdc": 1 / 3})

    def test_leaves_a_recipe_that_names_all_as_it_is(self):
        assert with_methods(RECIPES["smoke"], {"faceswap"}) is RECIPES["smoke"]


class TestRecipeNamed:
    def test_gives_the_recipe(self):
        assert recipe_named("smoke") is RECIPES["smoke"]

    def test_proposes_what_is_near(self):
        with pytest.raises(UnknownName, match=r"no recipe named smok\. Did you mean smoke"):
            recipe_named("smok")
