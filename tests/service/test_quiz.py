"""Decks for the quiz: made from the sample, or drawn from pictures that somebody brought."""

from __future__ import annotations

import numpy as np
import pytest

from meso.detection.detector import Detector
from meso.detection.rule import Rule
from meso.errors import BadFaces
from meso.service import quiz
from tests.detection.conftest import Brightness
from tests.faces.marked import Marked, find_marked, lossless_photo, picture

pytestmark = pytest.mark.slow  # blends and photos by the dozen


@pytest.fixture
def detector():
    """Real but for the finder and the network, which go by marks and by brightness."""
    return Detector(Brightness(), find_marked, Rule(threshold=0.3))


def photo(grey, *more):
    return lossless_photo(picture(Marked(120, 110, 100, grey), *more))


REALS = [(f"real {grey}.png", photo(grey)) for grey in (40, 50, 60, 70)]
FAKES = [(f"fake {grey}.png", photo(grey)) for grey in (180, 190, 200, 210)]


def drawn(detector, reals=REALS, fakes=FAKES, *, seed=3, count=6):
    return quiz.from_uploads(detector, reals=reals, fakes=fakes, seed=seed, count=count)


def greys(deck):
    return [round(255 * face.fake_score) for face in deck.faces]


class TestMadeFaces:
    def test_are_the_same_for_the_same_seed_only(self, detector):
        first, again, other = (
            quiz.made(detector, seed=seed, count=5).faces[0].crop for seed in (1, 1, 2)
        )
        assert np.array_equal(first, again)
        assert not np.array_equal(first, other)

    def test_are_never_the_same_twice(self, detector):
        faces = quiz.made(detector, seed=4, count=20).faces
        assert len({face.crop.tobytes() for face in faces}) == 20

    @pytest.mark.parametrize("seed", range(4))
    def test_are_some_of_each_kind(self, detector, seed):
        fakes = sum(face.is_fake for face in quiz.made(detector, seed=seed, count=10).faces)
        assert 3 <= fakes <= 7

    def test_are_not_always_half_and_half(self):
        counts = [sum(quiz._truths(np.random.default_rng(seed), 10)) for seed in range(40)]
        assert set(counts) == {3, 4, 5, 6, 7}

    def test_come_with_the_score_of_their_very_pixels(self, detector):
        for face in quiz.made(detector, seed=1, count=5).faces:
            assert face.crop.shape == (256, 256, 3)
            assert face.fake_score == detector.network.fake_scores(face.crop[None])[0]

    def test_come_with_the_threshold_for_photos(self, detector):
        assert quiz.made(detector, seed=1, count=5).threshold == 0.3


class TestBroughtPictures:
    def test_are_labelled_by_who_brought_them(self, detector):
        deck = drawn(detector)
        assert [face.is_fake for face in deck.faces] == [grey > 100 for grey in greys(deck)]

    def test_are_drawn_anew_for_each_seed(self, detector):
        decks = [tuple(greys(drawn(detector, seed=seed))) for seed in range(6)]
        assert len(set(decks)) > 3

    def test_give_the_widest_face_of_each(self, detector):
        small = Marked(250, 60, 70, 10)
        deck = drawn(detector, reals=[("two.png", photo(90, small))])
        assert 90 in greys(deck)
        assert 10 not in greys(deck)

    def test_that_cannot_be_used_are_named_and_the_rest_goes_on(self, detector):
        reals = [("empty.png", b""), ("text.png", b"hello"), *REALS[:1]]
        deck = drawn(detector, reals=reals, count=10)
        assert {name for name, _ in deck.skipped} == {"empty.png", "text.png"}
        assert all(why.startswith(name) for name, why in deck.skipped)
        assert 40 in greys(deck)

    def test_are_not_asked_twice(self, detector):
        deck = drawn(detector, reals=[REALS[0], ("copy.png", REALS[0][1])], count=10)
        assert greys(deck).count(40) == 1
        assert "same face" in deck.skipped[0].why

    def test_of_one_kind_only_are_refused_with_the_mend(self, detector):
        with pytest.raises(BadFaces, match=r"no fake face to guess.*add a fake one.*empty"):
            drawn(detector, fakes=[("nothing.png", b"")])


class TestAFolder:
    @pytest.fixture
    def folder(self, tmp_path):
        for kind, pictures in (("real", REALS), ("fake", FAKES)):
            (tmp_path / kind).mkdir()
            for name, data in pictures:
                (tmp_path / kind / name).write_bytes(data)
        return tmp_path

    def test_gives_the_same_deck_as_its_pictures(self, detector, folder):
        deck = quiz.from_folder(detector, folder=str(folder), seed=3, count=6)
        assert greys(deck) == greys(drawn(detector))

    def test_leaves_hidden_files_out_unsaid(self, detector, folder):
        (folder / "real" / ".DS_Store").write_bytes(b"x")
        assert not quiz.from_folder(detector, folder=str(folder), seed=3, count=8).skipped

    def test_that_is_gone_has_no_face(self, detector, folder):
        with pytest.raises(BadFaces, match="no real face"):
            quiz.from_folder(detector, folder=str(folder / "gone"), seed=3, count=6)
