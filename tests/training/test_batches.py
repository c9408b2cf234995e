from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from meso.errors import BadFaces
from meso.training.makers import OF_TWO
from meso.training.recipes import CROSS_BLENDED, MADE, RECIPES, SELF_BLENDED

pytestmark = pytest.mark.slow

SMOKE = replace(RECIPES["smoke"], batch_size=16, steps_per_epoch=6, augmentation="none")
SWAPS = replace(SMOKE, fakes={"faceswap": 0.5, "deepfakes": 0.5})
FACES = {  # by grey; the fakes 160 and 190 were made of the real faces 40 and 60
    ("real/a1.png", "a", "dfdc"): 20,
    ("real/a2.png", "a", "dfdc"): 40,
    ("real/b.png", "b", "ffhq"): 60,
    ("real/c.png", "c", "ffhq"): 80,
    ("fake/faceswap/a.png", "a", "dfdc"): 160,
    ("fake/faceswap/b.png", "b", "ffhq"): 190,
    ("fake/deepfakes/f.png", "f", "dfdc"): 200,
    ("fake/other/g.png", "g", "dfdc"): 220,
}
STRIPES = (
    np.zeros((256, 256, 3), np.uint8) + np.arange(0, 256, 2, dtype=np.uint8).repeat(2)[:, None]
)
SOURCE = {grey: source for (_, _, source), grey in FACES.items()}


@pytest.fixture
def pairs(write_faces, tmp_path):
    """Pairs of grey faces, each of another grey; Keras loads here."""
    from meso.training.batches import Pairs
    from meso.training.crops import Crops

    def of(recipe, *, without=(), faces=FACES):
        kept = {
            face: np.full((256, 256, 3), grey, np.uint8)
            for face, grey in faces.items()
            if face[0] not in without
        }
        index = write_faces(tmp_path, kept)
        index = [replace(face, file=str(tmp_path / face.file)) for face in index]
        return Pairs(index, recipe, Crops())

    return of


@pytest.fixture
def batches(pairs):
    from meso.training.batches import Batches

    return lambda recipe, **which: Batches(pairs(recipe, **which), recipe)


def greys(crops):
    return np.median(crops, axis=(1, 2, 3)).astype(int).tolist()


def drawn(pairs, method, count=40):
    """(real, fake) greys of so many draws."""
    rng = np.random.default_rng(0)
    return [tuple(greys(np.stack(pairs.of(method, rng)[:2]))) for _ in range(count)]


class TestPairs:
    def test_stand_a_fake_beside_the_likest_real_face_of_the_same_person(self, pairs):
        assert set(drawn(pairs(SWAPS), "faceswap")) == {(40, 160), (60, 190)}

    def test_stand_a_fake_of_a_stranger_beside_a_real_face_of_its_source(self, pairs):
        assert set(drawn(pairs(SWAPS), "deepfakes")) == {(20, 200), (40, 200)}

    def test_draw_each_person_as_often_however_many_faces_there_are(self, pairs):
        crowd = {(f"fake/faceswap/b{number}.png", "b", "ffhq"): 191 for number in range(8)}
        fakes = [fake for _, fake in drawn(pairs(SWAPS, faces=FACES | crowd), "faceswap")]
        assert 0.25 < np.mean(np.array(fakes) == 160) < 0.75

    @pytest.mark.parametrize("method", MADE)
    def test_stand_a_made_face_beside_the_one_it_is_made_of(self, pairs, method):
        of, rng = pairs(replace(SMOKE, fakes={method: 1.0})), np.random.default_rng(0)
        for _ in range(12):
            real, fake, face = of.of(method, rng)
            assert not face.is_fake
            assert np.median(real) in (20, 40, 60, 80)
            assert np.abs(fake.astype(float) - real).min() < 10

    def test_blend_over_it_the_face_of_somebody_else(self, pairs, monkeypatch):
        blends = set()
        monkeypatch.setitem(
            OF_TWO,
            CROSS_BLENDED,
            lambda real, _, donor, *rest: blends.add((real[0, 0, 0], donor[0, 0, 0])) or real,
        )
        drawn(pairs(replace(SMOKE, fakes={CROSS_BLENDED: 1.0})), CROSS_BLENDED)
        assert {pair for pair in blends if pair[0] in (60, 80)} == {(60, 80), (80, 60)}

    def test_make_blends_of_every_source(self, pairs):
        reals = {real for real, _ in drawn(pairs(SMOKE), SELF_BLENDED)}
        assert {SOURCE[real] for real in reals} == {"dfdc", "ffhq"}


class TestBatch:
    def test_is_half_real_and_half_fake(self, batches):
        crops, labels = batches(SWAPS)[0]
        assert (crops.shape, crops.dtype) == ((16, 256, 256, 3), np.uint8)
        assert (labels.shape, labels.dtype) == ((16, 1), np.float32)
        np.testing.assert_array_equal(np.array(greys(crops)) >= 160, labels[:, 0] == 1)
        assert labels.mean() == 0.5

    def test_takes_the_methods_of_the_recipe_in_its_shares(self, batches):
        of_swaps = batches(replace(SWAPS, fakes={"faceswap": 0.8, "deepfakes": 0.2}))
        fakes = [grey for place in range(6) for grey in greys(of_swaps[place][0][1::2])]
        assert set(fakes) == {160, 190, 200}
        assert 0.05 < np.mean(np.array(fakes) == 200) < 0.4

    def test_is_augmented_as_the_recipe_says(self, batches):
        assert {*greys(batches(SWAPS)[0][0])} <= {*FACES.values()}
        augmented, _ = batches(replace(SWAPS, augmentation="world"))[0]
        assert not {*greys(augmented)} <= {*FACES.values()}

    def test_comes_as_often_as_the_recipe_says(self, batches):
        assert len(batches(SWAPS)) == 6

    def test_with_shuffled_labels_calls_some_faces_by_the_other_label_every_time(
        self, batches, monkeypatch
    ):
        monkeypatch.setattr("meso.training.batches._coin", lambda face: face.method == "faceswap")
        shuffled = batches(replace(SWAPS, shuffled_labels=True))
        called_fake = set()
        for crops, labels in map(shuffled.__getitem__, range(6)):
            called_fake |= {*np.array(greys(crops))[labels[:, 0] == 1].tolist()}
        assert called_fake == {40, 60, 200}  # those beside the swaps, and the deepfake itself

    def test_with_shuffled_labels_changes_half_of_them(self, pairs):
        from meso.training.batches import _coin

        _, _, face = pairs(SWAPS).of("faceswap", np.random.default_rng(0))
        changed = [_coin(replace(face, file=f"{number}.png")) for number in range(200)]
        assert 0.35 < np.mean(changed) < 0.65


class TestSeed:
    def test_decides_the_batch(self, batches):
        one, again = batches(SMOKE), batches(SMOKE)
        np.testing.assert_array_equal(one[3][0], again[3][0])
        assert (one[3][0] != batches(replace(SMOKE, seed=1))[3][0]).any()

    def test_gives_another_batch_at_another_place_and_in_another_epoch(self, batches):
        of_blends = batches(SMOKE)
        first = of_blends[0][0]
        assert (of_blends[1][0] != first).any()
        of_blends.on_epoch_end()
        assert (of_blends[0][0] != first).any()

    def test_gives_the_batches_of_an_epoch_to_whoever_begins_there(self, pairs):
        from meso.training.batches import Batches

        went_on, began = (Batches(pairs(SMOKE), SMOKE, epoch=epoch) for epoch in (0, 1))
        went_on.on_epoch_end()
        np.testing.assert_array_equal(went_on[2][0], began[2][0])


class TestRefusals:
    def test_of_a_folder_without_a_real_face(self, pairs):
        reals = [file for file, _, _ in FACES if file.startswith("real")]
        with pytest.raises(BadFaces, match=r"no real face .* Put some in real/"):
            pairs(SMOKE, without=reals)

    def test_of_a_method_that_is_missing(self, pairs):
        with pytest.raises(BadFaces, match=r"no fake of the method deepfakes, .* fake/deepfakes/"):
            pairs(SWAPS, without=["fake/deepfakes/f.png"])

    def test_of_fakes_without_a_real_face_of_their_source(self, pairs):
        with pytest.raises(BadFaces, match=r"fakes of the source ffhq but no real face of it\."):
            pairs(SWAPS, without=["real/b.png", "real/c.png"])

    def test_spare_the_methods_that_the_recipe_does_not_ask_for(self, pairs):
        assert pairs(SMOKE, without=["real/b.png", "real/c.png"])


class TestPairOfABatch:
    def test_is_augmented_alike(self, batches, monkeypatch):
        monkeypatch.setattr(
            "meso.training.batches.Pairs.of", lambda pairs, method, rng: (STRIPES, STRIPES, None)
        )
        crops, _ = batches(replace(SWAPS, augmentation="world"))[0]
        np.testing.assert_array_equal(crops[::2], crops[1::2])
        assert (crops[0] != crops[2]).any()
