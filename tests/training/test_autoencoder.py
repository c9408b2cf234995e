"""Swaps by an autoencoder, of two people who were drawn: learned, pasted, watermarked, listed."""

from __future__ import annotations

import numpy as np
import pytest

from meso.errors import BadFaces, UnknownName
from meso.faces.dataset import read_crop, read_index
from meso.faces.drawn import draw_faces
from meso.training.autoencoder import SIDE, Autoencoder, bent, straightened
from meso.training.pair_swaps import BAND, WATERMARK, make_pair_swaps
from meso.training.swap import inner_face

pytestmark = pytest.mark.slow

PAIR = ("002", "003")
STEPS = 12


@pytest.fixture(scope="module")
def reals(tmp_path_factory):
    """Four pictures each of two people, of four."""
    folder = tmp_path_factory.mktemp("drawn")
    draw_faces(folder, people=4, each=4, tell=lambda done, of: None)
    return folder / "train"


def make(reals, out, pair=PAIR, tell=lambda done, of: None):
    return make_pair_swaps(reals, out, pair, steps=STEPS, seed=0, tell=tell)


@pytest.fixture(scope="module")
def told():
    return []


@pytest.fixture(scope="module")
def made(reals, tmp_path_factory, told):
    """A folder of swaps."""
    out = tmp_path_factory.mktemp("swaps")
    make(reals, out, tell=lambda *at: told.append(at))
    return out


def pictures(made, face):
    """A fake, and the real face that it was made of, as they were written."""
    return read_crop(made / face.file), read_crop(
        made / face.file.replace("fake/autoencoder", "real")
    )


def fakes(made):
    return [face for face in read_index(made) if face.is_fake]


class TestTheFolder:
    def test_has_each_face_of_both_and_its_swap(self, made):
        assert [face.file for face in fakes(made)] == [
            f"fake/autoencoder/{person}_0{number}.png" for person in PAIR for number in range(4)
        ]
        assert len(read_index(made)) == 16

    def test_names_both_people_of_a_swap(self, made):
        people = {(face.person, face.donor) for face in fakes(made)}
        assert people == {PAIR, PAIR[::-1]}

    def test_is_told_step_by_step(self, made, told):
        assert told == [(step, STEPS) for step in range(1, STEPS + 1)]


class TestASwap:
    def test_changes_the_face(self, made):
        for face in fakes(made):
            fake, real = pictures(made, face)
            middle = np.s_[90:160, 90:160]
            assert np.abs(fake[middle].astype(int) - real[middle]).mean() > 3

    def test_keeps_the_background_pixel_by_pixel(self, made):
        for face in fakes(made):
            fake, real = pictures(made, face)
            outside = inner_face((256, 256), face.landmarks) == 0
            assert outside.mean() > 0.05
            np.testing.assert_array_equal(fake[outside], real[outside])


class TestTheWatermark:
    def test_is_on_every_picture_real_or_fake_alike(self, made, reals):
        for face in read_index(made):
            written = read_crop(made / face.file)[-BAND:]
            assert (written > 200).any()  # the words
            assert np.median(written) < 64  # on a dark band
        for face in fakes(made):
            fake, real = (picture[-BAND:] for picture in pictures(made, face))
            assert ((fake > 200) != (real > 200)).mean() < 0.001

    def test_says_who_made_it(self):
        assert WATERMARK == "made by meso"


class TestTheNetwork:
    def test_learns_to_draw_each_person_as_that_person(self, reals):
        faces = [face for face in read_index(reals) if face.person in PAIR]
        shown = [(read_crop(reals / face.file), face.landmarks) for face in faces]
        pair = shown[:4], shown[4:]
        network = Autoencoder(seed=0)

        def apart():
            drawn = [network.drawn_as(person, some[0]) for person, some in enumerate(pair)]
            wanted = [straightened(*some[0]) for some in pair]
            return np.abs(np.stack(drawn).astype(int) - np.stack(wanted)).mean()

        before = apart()
        network.learn(pair, 40, lambda done, of: None)
        assert apart() < 0.7 * before

    def test_is_shown_bent_faces(self):
        face = np.random.default_rng(0).integers(0, 256, (SIDE, SIDE, 3), np.uint8)
        shown = bent(face, np.random.default_rng(1))
        assert shown.shape == face.shape
        assert (shown != face).mean() > 0.5


class TestRefused:
    def test_is_a_person_who_is_not_there(self, reals, tmp_path):
        with pytest.raises(UnknownName, match="no person named 009"):
            make(reals, tmp_path / "out", pair=("002", "009"))

    def test_is_one_person_alone(self, reals, tmp_path):
        with pytest.raises(BadFaces, match="needs two people"):
            make(reals, tmp_path / "out", pair=("002", "002"))

    def test_are_too_few_faces(self, tmp_path):
        draw_faces(tmp_path, people=4, each=2, tell=lambda done, of: None)
        with pytest.raises(BadFaces, match="has 2 real faces of 002"):
            make(tmp_path / "train", tmp_path / "out")

    def test_is_a_folder_that_holds_faces(self, made, reals):
        with pytest.raises(BadFaces, match="holds faces already"):
            make(reals, made)
