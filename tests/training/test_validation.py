from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.training.recipes import RECIPES

pytestmark = pytest.mark.slow

RECIPE = replace(RECIPES["smoke"], fakes={"faceswap": 0.5, "deepfakes": 0.5, "never": 0.0})
GREY = {"real": 100, "faceswap": 200, "deepfakes": 100}


class FourPairs:
    """Real faces of one grey, fakes whose grey depends on the method."""

    def of(self, method, rng):
        crops = (np.full((256, 256, 3), GREY[kind], np.uint8) for kind in ("real", method))
        return *crops, None


class BrightIsFake:
    """A network that finds a face as fake as it is bright."""

    def predict_on_batch(self, crops):
        return crops.mean(axis=(1, 2, 3))[:, None] / 255


@pytest.fixture
def validate(monkeypatch):
    from meso.training import validation

    monkeypatch.setattr(validation, "PAIRS", 4)
    return validation.Validation(FourPairs(), RECIPE)


class TestValidation:
    def test_gives_the_auc_of_each_method_and_the_mean(self, validate):
        assert validate(BrightIsFake()) == {
            "val_auc": 0.75,
            "auc_faceswap": 1.0,  # every fake brighter than every real face
            "auc_deepfakes": 0.5,  # ties count half
        }
