from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.training.recipes import CROSS_BLENDED, RECIPES, SELF_BLENDED

pytestmark = pytest.mark.slow

SMOKE = replace(RECIPES["smoke"], batch_size=16, steps_per_epoch=6)
SWAPS = replace(SMOKE, fakes={"faceswap": 0.5, "deepfakes": 0.5})
FACES = {
    ("real/a1.png", "a", "dfdc"): 20,
    ("real/a2.png", "a", "dfdc"): 40,
    ("real/b.png", "b", "ffhq"): 60,
    ("real/c.png", "c", "ffhq"): 80,
    ("fake/faceswap/d.png", "d", "dfdc"): 160,
    ("fake/faceswap/e.png", "e", "ffhq"): 180,
    ("fake/deepfakes/f.png", "f", "dfdc"): 200,
    ("fake/other/g.png", "g", "dfdc"): 220,
}
SOURCE = {grey: source for (_, _, source), grey in FACES.items()}


@pytest.fixture
def batches(write_faces, tmp_path):
    """Batches of grey faces, each of another grey; Keras loads here."""
    from meso.training.batches import Batches

    def of(recipe, *, training=False, without=()):
        faces = {
            face: np.full((256, 256, 3), grey, np.uint8)
            for face, grey in FACES.items()
            if face[0] not in without
        }
        index = write_faces(tmp_path, faces)
        return Batches(tmp_path, index, recipe, training=training)

    return of


def greys(crops):
    return np.median(crops, axis=(1, 2, 3)).astype(int).tolist()


class TestBatch:
    def test_is_half_real_and_half_fake(self, batches):
        crops, labels = batches(SWAPS)[0]
        assert crops.shape == (16, 256, 256, 3)
        assert crops.dtype == np.uint8
        assert labels.shape == (16, 1)
        assert labels.dtype == np.float32
        assert labels.mean() == 0.5
        is_fake = np.array(greys(crops)) >= 160
        np.testing.assert_array_equal(is_fake, labels[:, 0] == 1)

    def test_stands_every_fake_beside_a_real_face_of_its_source(self, batches):
        of_swaps = batches(SWAPS)
        for place in range(len(of_swaps)):
            seen = greys(of_swaps[place][0])
            reals, fakes = seen[::2], seen[1::2]
            assert [SOURCE[grey] for grey in reals] == [SOURCE[grey] for grey in fakes]

    @pytest.mark.parametrize("method", [SELF_BLENDED, CROSS_BLENDED])
    def test_stands_a_blended_face_beside_the_one_it_is_made_of(self, batches, method):
        crops, _ = batches(replace(SMOKE, fakes={method: 1.0}))[0]
        reals, fakes = np.array(greys(crops[::2])), crops[1::2]
        closest = np.abs(fakes.astype(float) - reals[:, None, None, None]).min(axis=(1, 2, 3))
        assert set(reals.tolist()) <= {20, 40, 60, 80}
        assert closest.max() < 10

    def test_blends_over_it_the_face_of_somebody_else(self, batches, monkeypatch):
        pairs = []
        of_blends = batches(replace(SMOKE, fakes={CROSS_BLENDED: 1.0}))
        monkeypatch.setattr(
            "meso.training.batches.cross_blended",
            lambda real, _, donor, *rest: pairs.append((real[0, 0, 0], donor[0, 0, 0])) or real,
        )
        of_blends[0]
        assert {pair for pair in pairs if pair[0] in (60, 80)} == {(60, 80), (80, 60)}

    def test_takes_the_methods_of_the_recipe_in_its_shares(self, batches):
        of_swaps = batches(replace(SWAPS, fakes={"faceswap": 0.8, "deepfakes": 0.2}))
        fakes = [grey for place in range(6) for grey in greys(of_swaps[place][0][1::2])]
        assert set(fakes) == {160, 180, 200}
        assert 0.05 < np.mean(np.array(fakes) == 200) < 0.4


class TestSeed:
    @pytest.mark.parametrize("training", [True, False])
    def test_decides_the_batch(self, batches, training):
        one, again = batches(SWAPS, training=training), batches(SWAPS, training=training)
        np.testing.assert_array_equal(one[3][0], again[3][0])
        other = batches(replace(SWAPS, seed=1), training=training)
        assert (one[3][0] != other[3][0]).any()

    def test_gives_another_batch_at_another_place_and_in_another_epoch(self, batches):
        of_swaps = batches(SWAPS, training=True)
        first = of_swaps[0][0]
        assert (of_swaps[1][0] != first).any()
        of_swaps.on_epoch_end()
        assert (of_swaps[0][0] != first).any()

    def test_gives_the_same_batches_in_every_validation(self, batches):
        of_swaps = batches(SWAPS)
        first = of_swaps[0][0]
        of_swaps.on_epoch_end()
        np.testing.assert_array_equal(of_swaps[0][0], first)


class TestTraining:
    def test_augments_and_validation_does_not(self, batches):
        trained, _ = batches(SWAPS, training=True)[0]
        validated, _ = batches(SWAPS)[0]
        assert not {*greys(trained)} <= {*FACES.values()}
        assert {*greys(validated)} <= {*FACES.values()}

    def test_has_as_many_batches_as_the_recipe_says_and_validation_half(self, batches):
        assert len(batches(SWAPS, training=True)) == 6
        assert len(batches(SWAPS)) == 3
        assert len(batches(replace(SWAPS, steps_per_epoch=1))) == 1


class TestRefusals:
    def test_of_a_folder_without_a_real_face(self, batches):
        reals = [file for file, _, _ in FACES if file.startswith("real")]
        with pytest.raises(BadFaces, match=r"has no real face\. Put some in real/\."):
            batches(SMOKE, without=reals)

    def test_of_a_method_that_is_missing(self, batches):
        with pytest.raises(BadFaces, match=r"no fake of the method deepfakes, .* fake/deepfakes/"):
            batches(SWAPS, without=["fake/deepfakes/f.png"])

    def test_of_fakes_without_a_real_face_of_their_source(self, batches):
        with pytest.raises(BadFaces, match=r"fakes of the source ffhq but no real face of it\."):
            batches(SWAPS, without=["real/b.png", "real/c.png"])

    def test_spare_the_methods_that_the_recipe_does_not_ask_for(self, batches):
        assert len(batches(SMOKE, without=["real/b.png", "real/c.png"])) == 3
